"""One's account, and the ways that lead to signing in."""

from typing import Any

from allauth.account import views as account
from allauth.account.models import EmailAddress, Login
from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import FormView

from portal.accounts.actors import person_of
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.sign_in import pending
from portal.accounts.sign_in.devices import forget_other_devices, remember_device
from portal.accounts.sign_in.forms import PendingAddressForm
from portal.accounts.sign_in.next_page import home_of, is_ours, pop_next
from portal.accounts.sign_in.second_factor import needs_second_factor


@require_safe
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Who I am here, and what protects my account."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 - signed in: SignInRequiredMiddleware
    context = {
        "levels": _labels(user),
        "memberships": user.memberships.active().select_related("organisation"),
        "new_email": EmailAddress.objects.filter(user=user, verified=False).first(),
        "has_second_factor": has_second_factor(user),
        "needs_second_factor": needs_second_factor(user),
        "opens_cms": user.has_perm("wagtailadmin.access_admin"),
    }
    return render(request, "account/home.html", context)


@require_safe
def go_on(request: HttpRequest) -> HttpResponse:
    """Where the person was going when a second factor was asked."""
    return redirect(pop_next(request, home_of(request.user)))


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign one of my devices out. 404 for a session that is not mine."""
    get_object_or_404(UserSession, pk=pk, user=request.user).end()
    forget_other_devices(request, person_of(request))
    return redirect("usersessions_list")


class OwnDevicesView(ListUserSessionsView):
    """Mes appareils."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Sign the others out; none of them is known any more."""
        forget_other_devices(self.request, person_of(self.request))
        response: HttpResponse = super().form_valid(form)
        return response


class NewPasswordView(account.PasswordResetFromKeyView):
    """A new password, by the link of a mail."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Know this device again: who reads the person's mail is no stranger.

        With a second factor, only codes show who is there.
        """
        response: HttpResponse = super().form_valid(form)
        if not has_second_factor(self.reset_user):
            remember_device(self.request, response, self.reset_user)
        return response


own_devices = OwnDevicesView.as_view()
new_password = NewPasswordView.as_view()


@never_cache
def cms_login(request: HttpRequest) -> HttpResponse:
    """The CMS's own address: ours, or a refusal for who is signed in without access."""
    wanted = request.GET.get("next", "")
    address = wanted if is_ours(request, wanted) else reverse("wagtailadmin_home")
    if request.user.is_authenticated:
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied
        return redirect(address)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': address})}")


def page_login(request: HttpRequest) -> HttpResponse:
    """Wagtail's sign-in of private pages: ours, or a refusal for who is signed in already."""
    if request.user.is_authenticated:
        raise PermissionDenied
    wanted = request.GET.get("next", "")
    query = urlencode({"next": wanted if is_ours(request, wanted) else "/"})
    return redirect(f"{reverse('account_login')}?{query}")


def to_reset(request: HttpRequest, **kwargs: Any) -> HttpResponse:
    """The CMS's forgotten password: ours."""
    return redirect("account_reset_password")


@method_decorator(never_cache, name="dispatch")
class VerificationSentView(FormView):
    """“Ouvrez votre messagerie”: the address that was written to, mended or written to again."""

    template_name = "account/verification_sent.html"
    form_class = PendingAddressForm
    success_url = reverse_lazy("account_email_verification_sent")
    login: Login | None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find what waits in this browser; what was verified elsewhere waits no more."""
        self.login = pending.pending_login(request)
        if self.login and pending.is_verified(self.login):
            messages.success(request, "Votre adresse est vérifiée. Connectez-vous.")
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send again, or to another address; both within the limits of registering."""
        if self.login is None:
            messages.error(request, "Trop de temps a passé. Connectez-vous pour continuer.")
            return redirect("account_login")
        if "again" in request.POST:
            return self._told(sent=pending.send_again(request, self.login))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def form_valid(self, form: PendingAddressForm) -> HttpResponse:
        email = form.cleaned_data["email"]
        assert self.login is not None  # noqa: S101 - post() has seen to it
        if email == pending.address_of(self.login):
            return self._told(sent=pending.send_again(self.request, self.login))
        return self._told(sent=pending.change_address(self.request, self.login, email))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The address, which is what was typed here."""
        return super().get_context_data(
            email=pending.address_of(self.login) if self.login else "",
            **kwargs,
        )

    def _told(self, *, sent: bool) -> HttpResponse:
        """Say whether a message has left."""
        assert self.login is not None  # noqa: S101
        if sent:
            email = pending.address_of(self.login)
            messages.success(self.request, f"Un message vient de partir à {email}.")
        else:
            messages.warning(
                self.request,
                "Nous avons déjà écrit plusieurs fois à cette adresse. Regardez dans les courriers "
                "indésirables, ou réessayez dans une heure.",
            )
        return redirect(self.get_success_url())


class ConfirmEmailView(account.ConfirmEmailView):
    """The link of a mail that verifies an address."""

    def get_redirect_url(self) -> str:
        """Where the person was going, by the sign-in page where nobody began to sign in."""
        wanted: str = super().get_redirect_url()
        if self.request.user.is_authenticated or not self.get_next_url():
            return wanted
        return f"{reverse('account_login')}?{urlencode({'next': wanted})}"


class RemoveKeyView(RemoveWebAuthnView):
    """Remove a key; allauth asks only of applications whether they may go."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Refuse the last second factor of an agent."""
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.object):
            form.add_error(None, adapter.validation_error("cannot_delete_authenticator"))
            return self.form_invalid(form)
        response: HttpResponse = super().form_valid(form)
        return response


def _labels(user: User) -> list[str]:
    return [str(LevelName(name).label) for name in LevelName if name in user.levels]


def keys(request: HttpRequest) -> HttpResponse:
    """Allauth's list of keys: ours is with the rest of the second factor."""
    return redirect("mfa_index")
