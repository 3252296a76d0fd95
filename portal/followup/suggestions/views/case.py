"""`…/offres/`: what fits a case, what was proposed, and what became of it."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.views.generic import TemplateView, View

from portal.followup.access.log import Act, log
from portal.followup.booking.views.case import pdf
from portal.followup.case.screens import CaseMixin
from portal.followup.contract.views.base import CaseActionView
from portal.followup.suggestions import queries
from portal.followup.suggestions.errors import SuggestionError
from portal.followup.suggestions.models import Suggestion
from portal.followup.suggestions.services import sending

_NUMBER = re.compile(r"[0-9]{1,18}")
_SAID = {
    Suggestion.Way.MAIL: "L’annonce est envoyée par e-mail.",
    Suggestion.Way.SHEET: "L’annonce est notée comme proposée. Imprimez la feuille ci-dessous.",
    Suggestion.Way.SPOKEN: "L’annonce est notée comme proposée de vive voix.",
}


class SuggestionsView(CaseMixin, TemplateView):
    """`…/offres/`."""

    tab = "suggestions"
    template_name = "followup/suggestions/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case, user = self.case, self.person
        sent = queries.sent_to(case, user)
        standing = queries.standing_of(case, user)
        goes_on = not case.has_left
        without = {row.opportunity_id for row in sent}
        may_send = self.may_write and goes_on
        return super().get_context_data(
            found=queries.found_for(case, without=without) if goes_on else None,
            sent=queries.told(sent, standing.account_id),
            may_send=may_send,
            # The manager of the unit writes in the case, and acts for nobody.
            may_act=may_send and standing.is_in_team,
            standing=standing,
            **kwargs,
        )


class ProposeView(CaseActionView):
    """`…/offres/proposer/`: the ad that the form names; `way` of the button says how."""

    tab = "suggestions"

    def get_success_url(self) -> str:
        return reverse("followup:suggestions", args=[self.case.pk])

    def act(self) -> str:
        case, sent = self.case, self.request.POST
        way, number = sent.get("way", ""), sent.get("opportunity", "")
        if way not in Suggestion.Way.values or not _NUMBER.fullmatch(number):
            message = "Ce bouton n’existe pas. Rechargez la page."
            raise SuggestionError(message)
        sending.propose(
            beneficiary=case,
            opportunity_id=int(number),
            way=way,
            actor=self.actor,
        )
        return _SAID[Suggestion.Way(way)]


class SheetView(CaseMixin, View):
    """`…/offres/<suggestion>/feuille.pdf`: what is given to the person, on paper."""

    http_method_names = ["get", "head", "options"]

    @cached_property
    def row(self) -> Suggestion:
        """The suggestion of the address, of this case. Raises Http404."""
        rows = Suggestion.objects.visible_to(self.person).filter(beneficiary=self.case)
        found: Suggestion = get_object_or_404(rows, pk=self.kwargs["suggestion"])
        return found

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from portal.followup.suggestions.paper import sheet_of  # reportlab is slow to load

        self.row.beneficiary = self.case
        return pdf(sheet_of(self.row), f"annonce-{self.case.shown_number}.pdf")

    def log_reading(self) -> None:
        log(actor=self.actor, act=Act.PRINT, beneficiary=self.case, place="followup:suggestions")
