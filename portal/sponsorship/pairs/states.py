"""Where a pair stands, and who may take it where: the whole machine on one screen."""

from enum import StrEnum

from django.db import models


class State(models.TextChoices):
    """Où en est un binôme."""

    PROPOSED = "proposed", "Proposé"
    ACCEPTED = "accepted", "Accepté"
    ACTIVE = "active", "En cours"
    SUSPENDED = "suspended", "Suspendu"
    COMPLETED = "completed", "Terminé"
    BROKEN = "broken", "Interrompu"
    DECLINED = "declined", "Refusé"
    EXPIRED = "expired", "Sans réponse"
    CANCELLED = "cancelled", "Proposition retirée"


class Phase(models.TextChoices):
    """Phase: finding work opens the second."""

    TOWARDS = "towards", "Vers l’emploi"
    IN_WORK = "in_work", "Dans l’emploi"


class Side(models.TextChoices):
    """Qui, des deux."""

    PERSON = "person", "La personne accompagnée"
    SPONSOR = "sponsor", "Le parrain, la marraine"


class Role(StrEnum):
    """Who makes a change: one of the two, the coordinator, the site when nobody does."""

    PERSON = "person"
    SPONSOR = "sponsor"
    COORDINATOR = "coordinator"
    SITE = "site"


S = State
# They take a place of the sponsor, and the person has no other.
OPEN = frozenset({S.PROPOSED, S.ACCEPTED, S.ACTIVE, S.SUSPENDED})
# Both said yes, and it is not over.
RUNNING = frozenset({S.ACCEPTED, S.ACTIVE, S.SUSPENDED})
# While each reads and reaches the other.
REACHED = frozenset({S.ACCEPTED, S.ACTIVE})
# Nothing came of the proposal.
FAILED = frozenset({S.DECLINED, S.EXPIRED, S.CANCELLED})

_TWO = frozenset({Role.PERSON, Role.SPONSOR})
_COORDINATOR = frozenset({Role.COORDINATOR})
_SITE = frozenset({Role.SITE})

TRANSITIONS: dict[tuple[State, State], frozenset[Role]] = {
    # Whoever of the two answers last.
    (S.PROPOSED, S.ACCEPTED): _TWO,
    (S.PROPOSED, S.DECLINED): _TWO,
    (S.PROPOSED, S.EXPIRED): _SITE,
    # The coordinator takes it back, or one of the two leaves the action.
    (S.PROPOSED, S.CANCELLED): _COORDINATOR | _SITE,
    # They have spoken.
    (S.ACCEPTED, S.ACTIVE): _TWO | _COORDINATOR,
    # The alert: either, at once; the site, when something keeps them apart. The coordinator alone
    # resumes.
    **{(state, S.SUSPENDED): _TWO | _COORDINATOR | _SITE for state in (S.ACCEPTED, S.ACTIVE)},
    (S.SUSPENDED, S.ACTIVE): _COORDINATOR,
    **{(state, S.COMPLETED): _COORDINATOR for state in (S.ACTIVE, S.SUSPENDED)},
    **{(state, S.BROKEN): _TWO | _COORDINATOR | _SITE for state in RUNNING},
}


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a pair from one state to another."""
    return role in TRANSITIONS.get((State(state), State(to)), frozenset())


class MeetingState(models.TextChoices):
    """Où en est une rencontre."""

    PLANNED = "planned", "Prévue"
    HELD = "held", "A eu lieu"
    MISSED = "missed", "Manquée"
    CANCELLED = "cancelled", "Annulée"


M = MeetingState
MEETING_TRANSITIONS: dict[tuple[MeetingState, MeetingState], frozenset[Role]] = {
    (M.PLANNED, M.HELD): _TWO,
    (M.PLANNED, M.MISSED): _TWO,
    # Also when the pair is suspended or ends.
    (M.PLANNED, M.CANCELLED): _TWO | _SITE,
}


def meeting_may_go(state: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take a meeting from one state to another."""
    return role in MEETING_TRANSITIONS.get((MeetingState(state), MeetingState(to)), frozenset())


class ObjectiveState(models.TextChoices):
    """Où en est un objectif."""

    OPEN = "open", "En cours"
    REACHED = "reached", "Atteint"
    DROPPED = "dropped", "Laissé de côté"


O = ObjectiveState  # noqa: E741
OBJECTIVE_TRANSITIONS: frozenset[tuple[ObjectiveState, ObjectiveState]] = frozenset(
    {(O.OPEN, O.REACHED), (O.OPEN, O.DROPPED), (O.REACHED, O.OPEN), (O.DROPPED, O.OPEN)}
)


class End(models.TextChoices):
    """Ce qu’un parrainage a donné."""

    JOB = "job", "Emploi"
    TRAINING = "training", "Formation"
    BUSINESS = "business", "Création d’activité"
    OTHER = "other", "Autre"
    NOTHING = "nothing", "Sans suite"
