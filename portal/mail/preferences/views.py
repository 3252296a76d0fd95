"""Screens of the preferences: by a link without signing in, and in one's account."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from portal.accounts.access import PersonMixin
from portal.accounts.consents import CAMPAIGNS
from portal.accounts.models import Consent
from portal.mail.preferences import services
from portal.mail.preferences.forms import AddressForm, PreferencesForm
from snippets.addresses import masked
from snippets.form_views import REFUSED, ServiceActionView, ServiceFormView
from snippets.mail.categories import find_category, necessary_categories
from snippets.mail.preferences.links import (
    ONE_CLICK,
    MailLink,
    MailLinkError,
    preferences_path,
    read_token,
)
from snippets.mail.preferences.refusals import (
    accept_category,
    refuse_category,
    refused_categories,
    set_preferences,
)
from snippets.models import Dispatch, MailRefusal, SuppressedAddress
from snippets.networks import subscriber_of

_BY_LINK = "mail/preferences"
# The address is the right: who has it may act, with or without a cookie. A forged form would need
# the address, and mail programs post without ever having seen a page.
OPEN_BY_LINK = [csrf_exempt, login_not_required, never_cache]


class ByLinkView(View):
    """A screen that a link of a message opens, never indexed; of an app above as well.

    The site's referrer policy keeps its address from other sites.
    """

    link: MailLink
    sent: Dispatch

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the message, or offer another link: 410."""
        try:
            self.sent = read_token(self.link, kwargs["token"])
        except MailLinkError:
            context = {"form": AddressForm(), "is_broken": True}
            response: HttpResponseBase = render(
                request, f"{_BY_LINK}/ask.html", context, status=HTTPStatus.GONE
            )
        else:
            response = super().dispatch(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response


@method_decorator(OPEN_BY_LINK, name="dispatch")
class StopView(ByLinkView):
    """« Ne plus recevoir ces messages »: GET shows a button, POST stops (RFC 8058).

    The button and mail programs post the same words. Any other body changes nothing.
    """

    link = MailLink.STOP

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Say what the button does, or that it is done."""
        return self._show(is_confirmed=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Stop, or receive again; twice is once."""
        address, category = self.sent.address, self.sent.category
        try:
            if request.POST.get(ONE_CLICK) == "One-Click":
                refuse_category(
                    address=address, category=category, source=MailRefusal.Source.ONE_CLICK
                )
            elif "again" in request.POST:
                accept_category(address=address, category=category)
            else:
                return self._show(is_confirmed=False, status=REFUSED)
        except ValueError:
            return self._show(is_confirmed=False, status=HTTPStatus.GONE)
        return self._show(is_confirmed=True)

    def _show(self, *, is_confirmed: bool, status: int = HTTPStatus.OK) -> HttpResponse:
        dispatch = self.sent
        category = find_category(dispatch.category)
        context = {
            "address": masked(dispatch.address),
            "category": category if category and category.optional else None,
            "is_stopped": dispatch.category in refused_categories(dispatch.address),
            "is_confirmed": is_confirmed,
            "preferences_path": preferences_path(dispatch),
            "one_click": ONE_CLICK,
        }
        return render(self.request, f"{_BY_LINK}/stop.html", context, status=status)


@method_decorator(OPEN_BY_LINK, name="dispatch")
class PreferencesView(ByLinkView):
    """Choose by a link what its address receives."""

    link = MailLink.PREFERENCES

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        refused = refused_categories(self.sent.address)
        return self._show(PreferencesForm(refused=refused), is_saved=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Save them, and say so on the same page: there may be no cookie to carry a message."""
        address = self.sent.address
        form = PreferencesForm(request.POST, refused=refused_categories(address))
        # A box is ticked or not: nothing is wrong. But an empty body is no choice.
        if not form.is_valid() or "save" not in request.POST:
            form = PreferencesForm(refused=refused_categories(address))
            return self._show(form, is_saved=False, status=REFUSED)
        set_preferences(
            address=address, accepted=form.accepted, source=MailRefusal.Source.PREFERENCES
        )
        return self._show(form, is_saved=True)

    def _show(
        self, form: PreferencesForm, *, is_saved: bool, status: int = HTTPStatus.OK
    ) -> HttpResponse:
        context = {
            "form": form,
            "is_saved": is_saved,
            "address": masked(self.sent.address),
            "necessary": necessary_categories(),
        }
        return render(self.request, f"{_BY_LINK}/preferences.html", context, status=status)


@method_decorator(never_cache, name="dispatch")
class AskLinkView(ServiceFormView):
    """Ask for another link. The answer is the same for an address that nobody knows."""

    template_name = f"{_BY_LINK}/ask.html"
    form_class = AddressForm
    extra_context = {"is_broken": False}
    address = ""

    def act(self, form: AddressForm) -> str:
        """Queue the message, unless too many were asked for."""
        self.address = form.cleaned_data["address"]
        services.count_link(address=self.address, visitor=subscriber_of(self.request))
        services.send_preferences_link(address=self.address)
        return ""

    def done(self, sentence: str) -> HttpResponse:
        """The same page whatever the address."""
        return render(self.request, f"{_BY_LINK}/sent.html", {"address": self.address})


@method_decorator(never_cache, name="dispatch")
class OwnPreferencesView(PersonMixin, ServiceFormView):
    """Mes messages: what the address of one's account receives, and whether it does."""

    template_name = f"{_BY_LINK}/own.html"
    form_class = PreferencesForm
    success_url = reverse_lazy("accounts:own_mail_preferences")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "refused": refused_categories(self.person.email)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what cannot be refused, whether messages arrive, and what is asked before some."""
        suppressed = SuppressedAddress.objects.filter(address=self.person.email)
        return super().get_context_data(
            necessary=necessary_categories(),
            suppressed=suppressed.first(),
            agreement=CAMPAIGNS,
            agreed=Consent.objects.given()
            .owned_by(self.person)
            .filter(purpose=CAMPAIGNS.purpose)
            .first(),
            **kwargs,
        )

    def act(self, form: PreferencesForm) -> str:
        set_preferences(
            address=self.person.email,
            accepted=form.accepted,
            source=MailRefusal.Source.PREFERENCES,
        )
        return "Vos choix sont enregistrés."


class TryAgainView(PersonMixin, ServiceActionView):
    """« Réessayer »: write again to the address of one's account."""

    success_url = reverse_lazy("accounts:own_mail_preferences")

    def act(self) -> str:
        """Lift the stop and send a test."""
        services.try_address_again(address=self.person.email)
        return "Nous vous envoyons un message d’essai. Il arrive dans quelques minutes."
