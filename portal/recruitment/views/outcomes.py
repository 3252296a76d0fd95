"""What became of those who came: the one screen for all of them, after a session."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views import View

from portal.accounts.models import Membership
from portal.participation.models import Side
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.forms.outcomes import OutcomeRowForm
from portal.recruitment.models import Registration
from portal.recruitment.services.outcomes import RowsError, enter, entered_by, latest_facts
from portal.recruitment.subject import recruiting
from portal.recruitment.views.gate import RosterMixin
from snippets import french
from snippets.form_views import REFUSED
from snippets.models import Organisation

PER_PAGE = 50


class OutcomesView(RosterMixin, View):
    """`/rencontres/<pk>/suites/`: a line for each person who came, saved together.

    Officers for the organisations of the session, an organisation for itself (who organises, for
    the others too); of a session for RSA beneficiaries, the officers alone.
    """

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        page = self._people()
        return self._page(page, self._forms(page))

    def post(self, request: HttpRequest) -> HttpResponse:
        page = self._people()
        forms = self._forms(page, request.POST)
        if any(form.errors for form in forms):
            return self._page(page, forms, status=REFUSED)
        try:
            written = enter(
                roster=self.roster,
                entries=[form.entry() for form in forms],
                side=self._side,
                actor=self.actor,
                organisations=self.organisations,
            )
        except RowsError as error:
            for form in forms:
                field, text = error.rows.get(form.registration.pk, (None, ""))
                if text:
                    form.add_error(field if field in form.fields else "kind", text)
            return self._page(page, self._refreshed(forms), status=REFUSED)
        except RecruitmentError as error:
            return self._page(page, forms, status=REFUSED, problem=str(error))
        said = french.counted(written, "suite enregistrée", "suites enregistrées")
        messages.success(request, f"{said}." if written else "Rien n’a changé.")
        return redirect(request.get_full_path())

    @property
    def _side(self) -> Side:
        return Side.OFFICER if self.viewer.is_agent else Side.ORGANISATION

    @cached_property
    def organisations(self) -> list[Organisation]:
        """Those for which this person may speak."""
        roster = self.roster
        hiring = list(recruiting(roster)) or [roster.organisation]
        if self.viewer.is_agent:
            return hiring
        own = Membership.objects.owned_by(self.person).active()
        keys = set(own.values_list("organisation_id", flat=True))
        mine = [item for item in roster.organisations.all() if item.pk in keys]
        if roster.organisation_id in keys:
            mine += [item for item in hiring if item not in mine]
        return mine

    def _people(self) -> Page[Registration]:
        rows = entered_by(self.roster, self._side).select_related("participant__user", "slot")
        ordered = rows.order_by("slot__starts_at", "arrival", "pk")
        return Paginator(ordered, PER_PAGE).get_page(self.request.GET.get("page"))

    def _forms(self, page: Page[Registration], data: Any = None) -> list[Any]:
        people = [row.participant_id for row in page]
        facts = latest_facts(self.roster, people, self.organisations)
        return [
            OutcomeRowForm(
                data,
                registration=row,
                organisations=self.organisations,
                fact=facts.get(row.participant_id),
            )
            for row in page
        ]

    def _refreshed(self, forms: list[Any]) -> list[Any]:
        """What was typed, and what others have added meanwhile: saved again, it is written."""
        for form in forms:
            if form.fact is not None and form.errors:
                data = form.data.copy()
                data[form.add_prefix("seen")] = str(form.fact.pk)
                form.data = data
        return forms

    def _page(
        self,
        page: Page[Registration],
        forms: list[Any],
        *,
        status: int = HTTPStatus.OK,
        problem: str = "",
    ) -> HttpResponse:
        wrong = [form for form in forms if form.is_bound and form.errors]
        context = {
            "roster": self.roster,
            "forms": forms,
            "page": page,
            "wrong": wrong,
            "problem": problem,
            "has_begun": self.roster.starts_at <= timezone.now(),
            "has_choice": len(self.organisations) > 1,
        }
        return render(self.request, "recruitment/outcomes/enter.html", context, status=status)
