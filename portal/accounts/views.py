"""Screens of accounts that need no level."""

from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import record_authentication
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView

from portal.accounts.actors import person_of
from portal.accounts.capabilities import (
    DECIDE_APPEALS,
    EDIT_PAGES,
    MANAGE_RIGHTS,
    MODERATE,
    READ_CASES,
    SIT_ON_BOARD,
    Capability,
    has_capability,
)
from portal.accounts.errors import AccountError
from portal.accounts.forms import OpenAccountForm
from portal.accounts.models import Invitation, User
from portal.accounts.services.invitations import accept_invitation, find_invitation, open_account
from portal.accounts.sign_in.devices import remember_device
from portal.accounts.sign_in.lengths import limit_session
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView, status_of
from snippets.networks import client_address

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# Where a person goes to use what they hold: capability, words, name of the address.
DESTINATIONS: tuple[tuple[Capability, str, str], ...] = (
    (READ_CASES, "Ouvrir ma journée de suivi", "followup:home"),
    (SIT_ON_BOARD, "Voir mes séances", "followup:board"),
    (DECIDE_APPEALS, "Répondre aux recours", "followup:appeals"),
    (MANAGE_RIGHTS, "Administrer les droits", "administration:home"),
    (MODERATE, "Relire les annonces", "wagtailadmin_home"),
    (EDIT_PAGES, "Écrire les pages et les actualités", "wagtailadmin_home"),
)
# For the members of one; agents propose too, without any.
_ORGANISATION = ("Ouvrir l’espace de mon organisation", "organisations:choice")


@method_decorator([never_cache, sensitive_post_parameters("password")], name="dispatch")
class InvitationView(ServiceFormView):
    """What an invitation gives, and the button that accepts it: reading the page does nothing."""

    template_name = "accounts/invitation.html"
    form_class = OpenAccountForm
    success_url = reverse_lazy("accounts:welcome")
    invitation: Invitation
    refusal = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Say why the link does not work, when it does not."""
        try:
            self.invitation = find_invitation(kwargs["token"])
        except AccountError as error:
            context = {"reason": str(error), "sign_in_url": resolve_url(settings.LOGIN_URL)}
            return render(request, "accounts/invitation_refused.html", context, status=410)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Accept, making the account first when the address has none; or leave another account."""
        if "sign_out" in request.POST:
            logout(request)
            return redirect(request.path)
        if isinstance(request.user, User):
            # Nothing is asked of who has an account.
            return self.form_valid(self.get_form())
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    def act(self, form: OpenAccountForm) -> str:
        """Accept for who is signed in, or for the account that the form makes."""
        request, address = self.request, client_address(self.request)
        if isinstance(request.user, User):
            accept_invitation(invitation=self.invitation, user=request.user, address=address)
            limit_session(request, request.user)
        else:
            user = open_account(invitation=self.invitation, address=address, **form.cleaned_data)
            login(request, user, backend=_BACKEND)
            # They have just typed it: the second factor that comes next does not ask for it again.
            record_authentication(request, user, method="password", reauthenticated=True)
            UserSession.objects.create_from_request(request)
        waiting = person_of(request).proposals.waiting()
        if waiting.filter(level=self.invitation.level).exists():
            return f"C’est noté\u00a0: {self.invitation.aim}. Une seconde personne doit le valider."
        return f"C’est fait\u00a0: {self.invitation.aim}."

    def done(self, sentence: str) -> HttpResponse:
        """Know this browser again."""
        response = super().done(sentence)
        remember_device(self.request, response, person_of(self.request))
        return response

    def refused(self, form: Any, error: DomainError) -> HttpResponse:
        """Say it above what the invitation gives: who has an account is shown no form."""
        self.refusal = str(error)
        return self.show_again(form, status_of(error))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "invitation": self.invitation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Who invites, to what, and what to do: sign in, or choose a password."""
        user, email = self.request.user, self.invitation.email
        next_page = urlencode({"next": self.request.path})
        return super().get_context_data(
            invitation=self.invitation,
            has_account=User.objects.filter(email__iexact=email).exists(),
            is_theirs=isinstance(user, User) and user.email.lower() == email.lower(),
            refusal=self.refusal,
            sign_in_url=f"{resolve_url(settings.LOGIN_URL)}?{next_page}",
            **kwargs,
        )


@method_decorator(never_cache, name="dispatch")
class WelcomeView(TemplateView):
    """After an invitation: what the person holds, and where to begin."""

    template_name = "accounts/welcome.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Their levels, organisations, and where these are used."""
        user = self.request.user
        assert isinstance(user, User)  # noqa: S101 - SignInRequiredMiddleware
        grants = user.grants.active()
        memberships = user.memberships.active().select_related("organisation")
        destinations = [
            (label, address)
            for capability, label, address in DESTINATIONS
            if has_capability(user, capability)
        ]
        if memberships:
            destinations.insert(0, _ORGANISATION)
        return super().get_context_data(
            aims=[
                *(grant.get_level_display() for grant in grants),
                *(f"{row.get_role_display()}, {row.organisation}" for row in memberships),
            ],
            waiting=[row.get_level_display() for row in user.proposals.waiting()],
            destinations=destinations,
            **kwargs,
        )
