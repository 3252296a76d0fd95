"""Qui suit cette personne ? And from its answer: ask to enter, or open in an emergency."""

from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse, reverse_lazy

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import (
    BLIND_SEARCH,
    BREAK_GLASS,
    JOIN_TEAM,
    LEAD_UNIT,
    has_capability,
)
from portal.followup.access import reach, services
from portal.followup.access.errors import TooManyTriesError
from portal.followup.access.forms import AskForm, BlindSearchForm, EmergencyForm
from portal.followup.access.services.blind import SEARCHES, SEARCHES_A_DAY
from portal.followup.access.services.emergency import EMERGENCIES
from portal.followup.people.models import Beneficiary, Professional
from snippets.errors import DomainError
from snippets.form_views import ServiceFormView
from snippets.limits import Limit


class SearchingMixin(CapabilityRequiredMixin):
    """What the search and what follows it share."""

    capability = BLIND_SEARCH
    # Counted by the area's door (`rows/area.py`).
    limits: ClassVar[tuple[Limit, ...]] = ()

    def check_limit(self) -> None:
        """Raises TooManyTriesError."""
        if getattr(self.request, "reached_limit", None) is not None:
            raise TooManyTriesError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        menu = {"section": "followup", "section_of_area": "blind_search"}
        return super().get_context_data(**(menu | kwargs))  # type: ignore[misc]


class BlindSearchView(SearchingMixin, ServiceFormView):
    """Exact search. Its answer is on the same screen, never in an address."""

    limits = (SEARCHES, SEARCHES_A_DAY)
    form_class = BlindSearchForm
    template_name = "followup/access/blind_search.html"

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            self.check_limit()
            found = services.blind_search(actor=self.actor, **form.cleaned_data)
        except DomainError as error:
            return self.refused(form, error)
        ways = self._ways(found)
        return self.render_to_response(
            self.get_context_data(form=form, is_searched=True, found=found, ways=ways)
        )

    def _ways(self, found: services.Found | None) -> str:
        """How to go on: the forms of a request and of an emergency, for who may.

        They are drawn whatever was found, and shown for somebody out of reach: nobody costs as
        much as somebody.
        """
        key = {"key": found.key if found else ""}
        forms: dict[str, Any] = {}
        if has_capability(self.person, JOIN_TEAM):
            people = who_may_be_asked_for(self.person)
            forms["ask_form"] = AskForm(initial=key, people=people)
        if has_capability(self.person, BREAK_GLASS):
            forms["emergency_form"] = EmergencyForm(initial=key, auto_id="urgence_%s")
        drawn = render_to_string("followup/access/ways.html", forms, self.request)
        return drawn if found is not None and found.key and found.pk is None else ""


class FoundMixin(SearchingMixin):
    """What is done with the answer of a search; without one, search first."""

    case: Beneficiary

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Nothing is shown before a search."""
        return redirect("followup:blind_search")

    def find(self, form: Any) -> Beneficiary:
        """The case. Raises DomainError."""
        self.check_limit()
        return services.case_of(form.cleaned_data.pop("key"), self.actor)


class AskView(FoundMixin, ServiceFormView):
    """Ask to enter the care team of the case that was found."""

    capability = JOIN_TEAM
    form_class = AskForm
    template_name = "followup/access/ask.html"
    success_url = reverse_lazy("followup:team_requests")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"people": who_may_be_asked_for(self.person)}

    def act(self, form: Any) -> str:
        case = self.find(form)
        services.ask_to_join(beneficiary=case, actor=self.actor, **form.cleaned_data)
        return "Votre demande est envoyée. Nous vous écrirons la réponse."


class EmergencyView(FoundMixin, ServiceFormView):
    """Open the case that was found, for a day."""

    capability = BREAK_GLASS
    limits = (EMERGENCIES,)
    form_class = EmergencyForm
    template_name = "followup/access/emergency.html"

    def act(self, form: Any) -> str:
        self.case = self.find(form)
        services.break_glass(number=self.case.number, actor=self.actor, **form.cleaned_data)
        return "Le dossier vous est ouvert en lecture pour 24 heures. L’unité est prévenue."

    def get_success_url(self) -> str:
        return reverse("followup:team", args=[self.case.pk])


def who_may_be_asked_for(person: Any) -> Any:
    """Oneself; for a unit manager, everybody of the unit."""
    people = Professional.objects.visible_to(person).filter(left_on__isnull=True)
    me = reach.professional_of(person)
    if me is not None and has_capability(person, LEAD_UNIT):
        return people.filter(unit=me.unit_id).select_related("unit")
    return people.filter(user=person.pk).select_related("unit")
