"""Where a commitment stands, and its hours, and who may take them where: two tables."""

from enum import StrEnum

from django.db import models


class Side(models.TextChoices):
    """Which side of a commitment speaks."""

    VOLUNTEER = "volunteer", "La personne"
    ASSOCIATION = "association", "L’association"

    @property
    def other(self) -> "Side":
        """The one who answers."""
        return Side.ASSOCIATION if self == Side.VOLUNTEER else Side.VOLUNTEER


class Role(StrEnum):
    """Who acts: for a line of hours, `declarer` is the side that wrote it last."""

    VOLUNTEER = "volunteer"
    ASSOCIATION = "association"
    DECLARER = "declarer"
    OTHER = "other"
    SITE = "site"


class State(models.TextChoices):
    """État d’un engagement."""

    ACTIVE = "active", "En cours"
    ENDED = "ended", "Terminé"
    CANCELLED = "cancelled", "Annulé"


class HoursState(models.TextChoices):
    """État d’une déclaration d’heures. Only what is confirmed counts."""

    WAITING = "waiting", "À confirmer"
    CONFIRMED = "confirmed", "Confirmées"
    REFUSED = "refused", "Refusées"
    TAKEN_BACK = "taken_back", "Reprises"


S, H = State, HoursState
_BOTH = frozenset({Role.DECLARER, Role.OTHER})

# from → to → who may. The person takes back the application, or is erased: then it is cancelled.
TRANSITIONS: dict[State, dict[State, frozenset[Role]]] = {
    S.ACTIVE: {
        S.ENDED: frozenset({Role.VOLUNTEER, Role.ASSOCIATION, Role.SITE}),
        S.CANCELLED: frozenset({Role.SITE}),
    },
    S.ENDED: {},
    S.CANCELLED: {},
}

# Whoever corrects becomes the one who declared, and the other side answers again.
HOURS_TRANSITIONS: dict[HoursState, dict[HoursState, frozenset[Role]]] = {
    H.WAITING: {
        H.WAITING: _BOTH,
        H.CONFIRMED: frozenset({Role.OTHER}),
        H.REFUSED: frozenset({Role.OTHER}),
        H.TAKEN_BACK: frozenset({Role.DECLARER, Role.SITE}),
    },
    H.CONFIRMED: {H.WAITING: _BOTH},
    H.REFUSED: {H.WAITING: _BOTH},
    H.TAKEN_BACK: {},
}
# What takes room in a day.
COUNTED = frozenset({H.WAITING, H.CONFIRMED})


def may_go(status: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a commitment from one state to another."""
    return role in TRANSITIONS[State(status)].get(State(to), frozenset())


def hours_may_go(status: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a line of hours from one state to another."""
    return role in HOURS_TRANSITIONS[HoursState(status)].get(HoursState(to), frozenset())
