"""Somebody asks for a person whom they help, with their agreement."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse_lazy
from django.utils.cache import add_never_cache_headers
from django.views.generic import TemplateView

from portal.accounts.access import CapabilityRequiredMixin, PersonMixin
from portal.accounts.capabilities import ASK_SPONSOR_FOR, has_capability
from portal.accounts.holders import may
from portal.participation.helping import UsedAddressError
from portal.participation.models import Agreement
from portal.sponsorship.requests.forms import AskForForm
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.people import may_type_names, people_asked_for
from portal.sponsorship.requests.services.asking import ask_for_somebody
from portal.sponsorship.requests.texts import ASK
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView

PER_PAGE = 50


class AskForView(CapabilityRequiredMixin, ServiceFormView):
    """`/parrainage/demander/pour-quelqu-un/`."""

    capability = ASK_SPONSOR_FOR
    form_class = AskForForm
    template_name = "sponsorship/requests/ask_for.html"
    success_url = reverse_lazy("sponsorship:asked_for")
    _asks_same_address = False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "people": people_asked_for(self.person).order_by("folded_name", "pk"),
            "may_type_names": may_type_names(self.person),
        }

    def act(self, form: AskForForm) -> str:
        data = form.cleaned_data
        made = ask_for_somebody(
            user=self.person,
            person=data.get("person"),
            identity=form.identity,
            wish=form.wish,
            agreed=data["agreed"],
            how=Agreement.How(data["how"]),
            confirmed_warning=data.get("same_address", False),
            actor=self.actor,
        )
        name = made.participant.name
        if made.participant.address:
            return f"La demande est faite pour {name}, qui reçoit un message avec son accord."
        return f"La demande est faite pour {name}. Dites-lui qu’elle peut la retirer."

    def refused(self, form: Any, error: DomainError) -> Any:
        """Ask for the tick that says that two people share an address."""
        self._asks_same_address = isinstance(error, UsedAddressError)
        return super().refused(form, error)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            agreement=ASK.text,
            asks_same_address=self._asks_same_address
            or bool(self.request.POST.get("same_address")),
            **kwargs,
        )


class AskedForView(PersonMixin, TemplateView):
    """`/parrainage/demandes/`: for whom one asked, and when. What became of it is theirs to say.

    Of an organisation that helps nobody, the list is empty.
    """

    capability = ASK_SPONSOR_FOR
    template_name = "sponsorship/requests/asked_for.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The level alone: an organisation may have lost its verification since."""
        if not has_capability(request.user, self.capability):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = (
            SponsorshipRequest.objects.asked_by(self.person)
            .select_related("participant__user", "helped_by")
            .order_by("-asked_at", "-pk")
        )
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        return super().get_context_data(
            page=page, may_ask=may(self.person, ASK_SPONSOR_FOR), **kwargs
        )
