"""The organisation's opportunities, and where each one stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pages.models import State
from portal.accounts.rules import can_draft_for
from portal.applications.queries import answerable_by, counts_by_page, to_answer_first
from portal.organisations.standing import standing
from portal.submissions.access import OpportunityView, OrganisationView
from portal.submissions.forms import SubmissionForm, what_is_missing
from portal.submissions.forms.steps import first_lacking
from portal.submissions.kinds import proposed_by
from portal.submissions.next_steps import next_steps
from portal.submissions.queries import allowed, rows_of
from portal.submissions.states import LABELS, Action, Review
from portal.submissions.timeline import events_of, last_refusal, waiting


class HomeView(OrganisationView):
    """`/mon-organisation/<slug>/`: whom to answer first, then a table that a state filters."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Every opportunity, or those in one state (`etat`)."""
        rows = rows_of(self.organisation)
        counts = dict.fromkeys(LABELS, 0)
        for row in rows:
            counts[row.standing.state] += 1
        wanted = request.GET.get("etat", "")
        chosen = State(wanted) if wanted in State.values else None
        received = answerable_by(self.person).filter(organisation=self.organisation)
        context = {
            "organisation": self.organisation,
            "standing": standing(self.organisation),
            "kinds": proposed_by(self.organisation),
            "rows": [row for row in rows if chosen in (None, row.standing.state)],
            "total": len(rows),
            "chosen": chosen,
            "received": counts_by_page(received),
            "first": to_answer_first(received),
            "next_steps": [] if chosen else next_steps(rows, self.organisation, self.person),
            "states": [
                (state, LABELS[state], count)
                for state, count in counts.items()
                if count or state == chosen
            ],
        }
        return render(request, "submissions/home.html", context)


class DetailView(OpportunityView):
    """One opportunity: where it stands, what to do next, what happened."""

    def get(self, request: HttpRequest) -> HttpResponse:
        actions = allowed(self.row, self.organisation, self.person)
        draft = self.row.page.get_latest_revision_as_object()
        unsent = self._as_sent(draft) if {Action.EDIT, Action.SUBMIT} <= actions else None
        states = self.row.standing
        is_refused = states.review == Review.REFUSED
        context = {
            "organisation": self.organisation,
            "row": self.row,
            "noun": self.row.page.noun,
            # What was refused is not sent again as it is.
            "sends": Action.SUBMIT in actions and (not is_refused or states.is_corrected),
            "can": {action.value: action in actions for action in Action},
            "needs_verification": Action.SUBMIT in states.actions
            and not self.organisation.verified_at
            and can_draft_for(self.person, self.organisation, self.row.kind.name),
            "problems": unsent.problems if unsent else [],
            "lacking_step": first_lacking(unsent) if unsent else None,
            "text": draft,
            "facts": draft.get_context(request)["facts"],
            "waiting": waiting(self.row.page),
            "refusal": last_refusal(self.row.page) if is_refused else None,
            "events": events_of(self.row.page),
        }
        return render(request, "submissions/detail.html", context)

    def _as_sent(self, draft: Any) -> SubmissionForm:
        """The latest text as if it were sent: what that would refuse."""
        return what_is_missing(draft, self.row.kind.name, self.organisation)
