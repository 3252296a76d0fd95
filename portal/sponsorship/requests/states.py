"""Where a request for a sponsor stands, and who may take it where, on one screen."""

from enum import StrEnum

from django.db import models


class State(models.TextChoices):
    """Où en est une demande de parrainage."""

    WAITING = "waiting", "En attente"
    PROPOSED = "proposed", "Binôme proposé"
    PAIRED = "paired", "En binôme"
    ENDED = "ended", "Terminée"
    WITHDRAWN = "withdrawn", "Retirée"
    CLOSED = "closed", "Classée"


class Role(StrEnum):
    """Who makes a change.

    The person, or who asked for them; the coordinator; the site, when a pair changes.
    """

    PERSON = "person"
    COORDINATOR = "coordinator"
    SITE = "site"


S = State
_PAIRING = frozenset({Role.COORDINATOR, Role.SITE})
_LEAVING = frozenset({Role.PERSON, Role.SITE})
# One at a time for a person.
OPEN = frozenset({S.WAITING, S.PROPOSED, S.PAIRED})

TRANSITIONS: dict[tuple[State, State], frozenset[Role]] = {
    (S.WAITING, S.PROPOSED): _PAIRING,
    # Declined or left without an answer: the person waits again, from the same date.
    (S.PROPOSED, S.WAITING): _PAIRING | _LEAVING,
    (S.PROPOSED, S.PAIRED): _PAIRING | {Role.PERSON},
    # Another sponsor is looked for.
    (S.PAIRED, S.WAITING): _PAIRING,
    (S.PAIRED, S.ENDED): _PAIRING,
    # The person changes their mind, or takes their agreement back.
    (S.WAITING, S.WITHDRAWN): _LEAVING,
    (S.PROPOSED, S.WITHDRAWN): _LEAVING,
    (S.PAIRED, S.WITHDRAWN): _LEAVING,
    # The coordinator closes what no longer is: the person moved, or cannot be reached.
    (S.WAITING, S.CLOSED): frozenset({Role.COORDINATOR}),
}


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a request from one state to another."""
    return role in TRANSITIONS.get((State(state), State(to)), frozenset())
