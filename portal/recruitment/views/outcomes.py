"""What became of those who came: the one screen for all of them, after a session."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views import View

from portal.accounts.access import CapabilityRequiredMixin
from portal.accounts.capabilities import CANDIDATE_LIST
from portal.accounts.models import Membership
from portal.participation.models import Side
from portal.participation.recruiting import is_agent
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.outcomes import OutcomeRowForm
from portal.recruitment.models import Registration, Roster
from portal.recruitment.services.outcomes import RowsError, enter, entered_by, latest_facts
from portal.recruitment.subject import recruiting
from snippets import french
from snippets.form_views import REFUSED
from snippets.models import Organisation

PER_PAGE = 50


class OutcomesView(CapabilityRequiredMixin, View):
    """`/rencontres/<pk>/suites/`: a line for each person who came, saved together.

    Officers for the organisations of the session, an organisation for itself (who organises, for
    the others too); of a session for RSA beneficiaries, the officers alone.
    """

    capability = CANDIDATE_LIST
    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster = self._roster(pk)
        page = self._people(roster)
        return self._page(roster, page, self._forms(roster, page))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        roster = self._roster(pk)
        page = self._people(roster)
        forms = self._forms(roster, page, request.POST)
        if any(form.errors for form in forms):
            return self._page(roster, page, forms, status=REFUSED)
        try:
            written = enter(
                roster=roster,
                entries=[form.entry() for form in forms],
                side=self._side,
                actor=self.actor,
                organisations=self._organisations(roster),
            )
        except RowsError as error:
            for form in forms:
                field, text = error.rows.get(form.registration.pk, (None, ""))
                if text:
                    form.add_error(field if field in form.fields else "kind", text)
            return self._page(roster, page, self._refreshed(roster, forms), status=REFUSED)
        except RecruitmentError as error:
            return self._page(roster, page, forms, status=REFUSED, problem=str(error))
        said = french.counted(written, "suite enregistrée", "suites enregistrées")
        messages.success(request, f"{said}." if written else "Rien n’a changé.")
        return redirect(request.get_full_path())

    @property
    def _side(self) -> Side:
        is_officer = is_agent(self.person)
        return Side.OFFICER if is_officer else Side.ORGANISATION

    def _roster(self, pk: int) -> Roster:
        rosters = Roster.objects.manageable_by(self.person).select_related("organisation")
        roster: Roster = get_object_or_404(rosters.prefetch_related("organisations"), pk=pk)
        return roster

    def _organisations(self, roster: Roster) -> list[Organisation]:
        """Those for which this person may speak."""
        hiring = list(recruiting(roster)) or [roster.organisation]
        if self._side == Side.OFFICER:
            return hiring
        own = Membership.objects.owned_by(self.person).active()
        keys = set(own.values_list("organisation_id", flat=True))
        mine = [item for item in roster.organisations.all() if item.pk in keys]
        if roster.organisation_id in keys:
            mine += [item for item in hiring if item not in mine]
        return mine

    def _people(self, roster: Roster) -> Page[Registration]:
        rows = entered_by(roster, self._side).select_related("participant__user", "slot")
        ordered = rows.order_by("slot__starts_at", "arrival", "pk")
        return Paginator(ordered, PER_PAGE).get_page(self.request.GET.get("page"))

    def _forms(self, roster: Roster, page: Page[Registration], data: Any = None) -> list[Any]:
        organisations = self._organisations(roster)
        people = [row.participant_id for row in page]
        facts = latest_facts(roster, people, organisations)
        return [
            OutcomeRowForm(
                data,
                registration=row,
                organisations=organisations,
                fact=facts.get(row.participant_id),
            )
            for row in page
        ]

    def _refreshed(self, roster: Roster, forms: list[Any]) -> list[Any]:
        """What was typed, and what others have added meanwhile: saved again, it is written."""
        for form in forms:
            if form.fact is not None and form.errors:
                data = form.data.copy()
                data[form.add_prefix("seen")] = str(form.fact.pk)
                form.data = data
        return forms

    def _page(
        self,
        roster: Roster,
        page: Page[Registration],
        forms: list[Any],
        *,
        status: int = HTTPStatus.OK,
        problem: str = "",
    ) -> HttpResponse:
        wrong = [form for form in forms if form.is_bound and form.errors]
        context = {
            "roster": roster,
            "forms": forms,
            "page": page,
            "wrong": wrong,
            "problem": problem,
            "has_begun": roster.starts_at <= timezone.now(),
            "has_choice": len(self._organisations(roster)) > 1,
        }
        return render(self.request, "recruitment/outcomes/enter.html", context, status=status)
