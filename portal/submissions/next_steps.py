"""What an organisation does next with its opportunities: the head of its space."""

from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from typing import Any

from django.utils import timezone

from pages.models import State
from portal.submissions.queries import Row, allowed
from portal.submissions.states import Action
from snippets.models import Organisation

# An end that comes within this is told: the time to say « C’est pourvu » or « Prolonger ».
SOON = timedelta(days=7)
MOST = 5


class Reason(IntEnum):
    """Why an opportunity waits for its organisation, the most urgent first."""

    TO_CORRECT = 1
    CORRECTION_UNSENT = 2
    ENDS_SOON = 3
    DRAFT = 4


_SENTENCES: dict[Reason, str] = {
    Reason.TO_CORRECT: "À corriger, puis à renvoyer",
    Reason.CORRECTION_UNSENT: "Votre correction attend d’être envoyée",
    Reason.ENDS_SOON: "Bientôt finie\u00a0: prolongez-la, ou dites que c’est pourvu",
    Reason.DRAFT: "Brouillon à finir",
}


@dataclass(frozen=True, slots=True)
class NextStep:
    """One opportunity that waits; the two buttons are those that the person may use now."""

    row: Row
    reason: Reason
    can_prolong: bool = False
    can_fill: bool = False

    @property
    def sentence(self) -> str:
        """What is to be done."""
        return _SENTENCES[self.reason]


def next_steps(rows: list[Row], organisation: Organisation, user: Any) -> list[NextStep]:
    """The first MOST opportunities that wait for this person, no query more than `rows` took."""
    found = []
    for row in rows:
        reason = _reason(row)
        actions = allowed(row, organisation, user) if reason else frozenset()
        ends = reason == Reason.ENDS_SOON
        if reason and actions & ({Action.PROLONG, Action.FILL} if ends else {Action.EDIT}):
            found.append(
                NextStep(
                    row,
                    reason,
                    can_prolong=ends and Action.PROLONG in actions,
                    can_fill=ends and Action.FILL in actions,
                )
            )
    return sorted(found, key=lambda one: one.reason)[:MOST]


def _reason(row: Row) -> Reason | None:
    """Why this one waits for its organisation, or None."""
    standing = row.standing
    if standing.is_corrected:
        return Reason.CORRECTION_UNSENT
    if standing.state == State.REFUSED:
        return Reason.TO_CORRECT
    if standing.state == State.DRAFT:
        return Reason.DRAFT
    if row.expires_at and row.expires_at - timezone.now() <= SOON:
        return Reason.ENDS_SOON
    return None
