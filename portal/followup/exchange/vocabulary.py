"""An appointment in France Travail's words: one table for the reason, one for the status.

`docs/followup-exchange.md` shows both.
"""

from enum import StrEnum

from portal.followup.appointments.models import Appointment

S = Appointment.State


class Reason(StrEnum):
    """Motif."""

    ORIENTATION = "ORI"
    SUPPORT = "ACC"
    OTHER = "AUT"


class Status(StrEnum):
    """Statut."""

    TAKEN = "PRIS"
    HELD = "EFFECTUE"
    MOVED = "MODIFIE"
    ABSENT = "ABSENT"
    CANCELLED = "ANNULE"


class Organism(StrEnum):
    """Organisme: the Département, or a body to which it delegates."""

    DEPARTMENT = "CD"
    DELEGATE = "DCD"


class Form(StrEnum):
    """Individual or collective."""

    INDIVIDUAL = "IND"
    COLLECTIVE = "COL"


class Booked(StrEnum):
    """What was booked by an invitation, which has a category and no type."""

    MANDATORY = "mandatory"
    OPTIONAL = "optional"


# By the code of the type (`configuration.terms`), or by what was booked: before the person has a
# path, then on it. A type that staff added is an other reason.
REASONS: dict[str, tuple[Reason, Reason]] = {
    "first": (Reason.ORIENTATION, Reason.SUPPORT),
    "diagnosis": (Reason.ORIENTATION, Reason.SUPPORT),
    "group": (Reason.ORIENTATION, Reason.SUPPORT),
    "contract": (Reason.SUPPORT, Reason.SUPPORT),
    "follow_up": (Reason.SUPPORT, Reason.SUPPORT),
    "review": (Reason.SUPPORT, Reason.SUPPORT),
    "three_way": (Reason.SUPPORT, Reason.SUPPORT),
    "home_visit": (Reason.SUPPORT, Reason.SUPPORT),
    "handover": (Reason.OTHER, Reason.OTHER),
    Booked.MANDATORY: (Reason.ORIENTATION, Reason.SUPPORT),
    Booked.OPTIONAL: (Reason.OTHER, Reason.OTHER),
}
_UNKNOWN = (Reason.OTHER, Reason.OTHER)
# An excused absence is no absence: said so, it could be held against the person.
STATUSES: dict[S, Status] = {
    S.PLANNED: Status.TAKEN,
    S.HELD: Status.HELD,
    S.EXCUSED: Status.CANCELLED,
    S.NO_SHOW: Status.ABSENT,
    S.CANCELLED: Status.CANCELLED,
}
_COLLECTIVE = "group"


def reason_of(kind: str, *, is_oriented: bool) -> Reason:
    """`kind` is the code of the type, or a value of `Booked`; empty for neither."""
    before, after = REASONS.get(kind, _UNKNOWN)
    return after if is_oriented else before


def status_of(state: str, *, was_moved: bool) -> Status:
    """A planned appointment that was moved says so; what happened is said whatever moved."""
    if state == S.PLANNED and was_moved:
        return Status.MOVED
    return STATUSES[S(state)]


def form_of(kind: str) -> Form:
    """Whether several people were called at once."""
    return Form.COLLECTIVE if kind == _COLLECTIVE else Form.INDIVIDUAL
