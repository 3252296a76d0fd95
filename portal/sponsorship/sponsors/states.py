"""Where a sponsor stands, and who may take them where: the whole machine on one screen."""

from enum import StrEnum

from django.db import models


class State(models.TextChoices):
    """Où en est un parrain, une marraine."""

    APPLIED = "applied", "À contacter"
    CONTACTED = "contacted", "Contact pris"
    INTERVIEWED = "interviewed", "Entretien fait"
    ACCEPTED = "accepted", "Accueilli·e"
    PAUSED = "paused", "En pause"
    DECLINED = "declined", "Non retenu·e"
    WITHDRAWN = "withdrawn", "Candidature retirée"
    LEFT = "left", "Parti·e"


class Role(StrEnum):
    """Who makes a change: the sponsor, the coordinator, or the site (a level that was ended)."""

    PERSON = "person"
    COORDINATOR = "coordinator"
    SITE = "site"


S = State
_PERSON = frozenset({Role.PERSON})
_COORDINATOR = frozenset({Role.COORDINATOR})
_EITHER = _PERSON | _COORDINATOR
# What the coordinator has not decided yet.
TO_VET = frozenset({S.APPLIED, S.CONTACTED, S.INTERVIEWED})
# They hold the level: pairs go on during a pause, and none is proposed.
MEMBERS = frozenset({S.ACCEPTED, S.PAUSED})
# They may apply again, on the same row.
OUT = frozenset({S.DECLINED, S.WITHDRAWN, S.LEFT})

TRANSITIONS: dict[tuple[State, State], frozenset[Role]] = {
    (S.APPLIED, S.CONTACTED): _COORDINATOR,
    # Somebody who came to the office was met at once.
    (S.APPLIED, S.INTERVIEWED): _COORDINATOR,
    (S.CONTACTED, S.INTERVIEWED): _COORDINATOR,
    (S.INTERVIEWED, S.ACCEPTED): _COORDINATOR,
    **{(state, S.DECLINED): _COORDINATOR for state in TO_VET},
    # The site: their account is erased.
    **{(state, S.WITHDRAWN): _PERSON | {Role.SITE} for state in TO_VET},
    # The site pauses who leaves proposals without an answer.
    (S.ACCEPTED, S.PAUSED): _EITHER | {Role.SITE},
    (S.PAUSED, S.ACCEPTED): _EITHER,
    **{(state, S.LEFT): _EITHER | {Role.SITE} for state in MEMBERS},
    **{(state, S.APPLIED): _PERSON for state in OUT},
}


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a sponsor from one state to another."""
    return role in TRANSITIONS.get((State(state), State(to)), frozenset())
