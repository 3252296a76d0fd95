"""Where an opportunity stands for its organisation, and what may be done then: one table."""

from dataclasses import dataclass
from enum import StrEnum

from pages.models import State


class Action(StrEnum):
    """What a member does with an opportunity; its value is in addresses and templates."""

    EDIT = "edit"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    WITHDRAW = "withdraw"
    PROLONG = "prolong"
    FILL = "fill"
    DUPLICATE = "duplicate"
    DELETE = "delete"


class Review(StrEnum):
    """Whether somebody reads the latest text now, or has refused it."""

    NONE = "none"
    IN_PROGRESS = "in_progress"
    REFUSED = "refused"


_A = Action
ALLOWED: dict[State, frozenset[Action]] = {
    State.DRAFT: frozenset({_A.EDIT, _A.SUBMIT, _A.DUPLICATE, _A.DELETE}),
    State.IN_REVIEW: frozenset({_A.TAKE_BACK, _A.DUPLICATE}),
    State.REFUSED: frozenset({_A.EDIT, _A.SUBMIT, _A.WITHDRAW, _A.DUPLICATE}),
    State.SCHEDULED: frozenset({_A.EDIT, _A.SUBMIT, _A.WITHDRAW, _A.DUPLICATE}),
    State.LIVE: frozenset(
        {_A.EDIT, _A.SUBMIT, _A.WITHDRAW, _A.PROLONG, _A.FILL, _A.DUPLICATE},
    ),
    State.EXPIRED: frozenset({_A.EDIT, _A.SUBMIT, _A.DUPLICATE}),
    State.WITHDRAWN: frozenset({_A.EDIT, _A.SUBMIT, _A.DUPLICATE}),
    State.FILLED: frozenset({_A.EDIT, _A.SUBMIT, _A.DUPLICATE}),
}
# What changes the text, which a lock of the staff forbids.
_OF_TEXT = frozenset({_A.EDIT, _A.SUBMIT, _A.DELETE})
# A text was approved, and stays until the next one is.
_APPROVED = frozenset({State.LIVE, State.SCHEDULED})
_OF_ITS_END = frozenset({_A.PROLONG, _A.FILL})

LABELS: dict[State, str] = {
    State.DRAFT: "Brouillon",
    State.IN_REVIEW: "En relecture",
    State.REFUSED: "À corriger",
    State.SCHEDULED: "Programmée",
    State.LIVE: "En ligne",
    State.EXPIRED: "Terminée",
    State.WITHDRAWN: "Retirée",
    State.FILLED: "Pourvue",
}
CORRECTED = "Correction non envoyée"


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of one opportunity; what is approved may have a later text, reviewed or not.

    `is_corrected` says that the text was saved again after it was refused, and not sent yet.
    """

    state: State
    review: Review
    has_changes: bool
    is_locked: bool
    is_corrected: bool
    is_prolongable: bool

    @property
    def label(self) -> str:
        """What the organisation reads."""
        if self.state == State.REFUSED and self.is_corrected:
            return CORRECTED
        return LABELS[self.state]

    @property
    def note(self) -> str:
        """What is to know of the text that follows the approved one, or nothing."""
        if self.state not in _APPROVED:
            return ""
        if self.review == Review.IN_PROGRESS:
            return "Modification en relecture"
        if self.review == Review.REFUSED:
            return CORRECTED if self.is_corrected else "Modification à corriger"
        return "Modification non envoyée" if self.has_changes else ""

    @property
    def actions(self) -> frozenset[Action]:
        """What the state allows, whoever asks."""
        allowed = ALLOWED[self.state]
        if self.review == Review.IN_PROGRESS:
            allowed = allowed - _OF_TEXT | {Action.TAKE_BACK}
        if self.is_locked:
            allowed = allowed - _OF_TEXT
        if not self.is_prolongable:
            allowed = allowed - _OF_ITS_END
        if self.state in _APPROVED and not self.has_changes:
            allowed = allowed - {Action.SUBMIT}
        return allowed
