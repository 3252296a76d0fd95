"""Whether a line of hours counts, and who says so: the whole machine on one screen."""

from enum import StrEnum

from django.db import models


class State(models.TextChoices):
    """État d’une ligne d’heures. Only what is confirmed enters a total."""

    WAITING = "waiting", "À confirmer"
    CONFIRMED = "confirmed", "Confirmée"
    REFUSED = "refused", "Non retenue"


class Role(StrEnum):
    """Who moves a line: one of those who follow the person, or the person."""

    TEAM = "team"
    PERSON = "person"


S = State
_TEAM = frozenset({Role.TEAM})
# from → to → who may. The person declares, and confirms nothing.
TRANSITIONS: dict[State, dict[State, frozenset[Role]]] = {
    S.WAITING: {S.CONFIRMED: _TEAM, S.REFUSED: _TEAM},
    # A confirmation is taken back: the line waits again.
    S.CONFIRMED: {S.WAITING: _TEAM},
    S.REFUSED: {S.CONFIRMED: _TEAM},
}
# What says no, or no longer, says why: the person reads it.
NEEDS_REASON = frozenset({(S.WAITING, S.REFUSED), (S.CONFIRMED, S.WAITING)})


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a line from one state to another."""
    return role in TRANSITIONS[State(state)].get(State(to), frozenset())
