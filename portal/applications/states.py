"""Where an application stands, and who may take it where: the whole machine on one screen."""

from enum import StrEnum

from django.db import models


class Status(models.TextChoices):
    """État d’une candidature. Before `sent`, nobody but the person and the officers sees it."""

    TO_CONFIRM = "to_confirm", "À confirmer"
    SENT = "sent", "Envoyée"
    SEEN = "seen", "Lue"
    SHORTLISTED = "shortlisted", "Présélectionnée"
    INTERVIEW = "interview", "Entretien"
    OFFERED = "offered", "Proposition faite"
    HIRED = "hired", "Embauchée"
    REFUSED = "refused", "Non retenue"
    WITHDRAWN = "withdrawn", "Retirée"
    NO_ANSWER = "no_answer", "Sans réponse"


class Refusal(models.TextChoices):
    """Motif de refus."""

    PROFILE = "profile", "Profil"
    EXPERIENCE = "experience", "Expérience"
    LICENCE = "licence", "Permis ou habilitation"
    MOBILITY = "mobility", "Mobilité"
    AVAILABILITY = "availability", "Disponibilité"
    FILLED = "filled", "Poste pourvu"
    OTHER = "other", "Autre"


class Role(StrEnum):
    """Who changes a status."""

    PERSON = "person"
    RECRUITER = "recruiter"
    SITE = "site"


S = Status
# Waits for the organisation.
PENDING = frozenset({S.SENT, S.SEEN, S.SHORTLISTED, S.INTERVIEW, S.OFFERED})
# The organisation has not said anything yet.
UNANSWERED = frozenset({S.SENT, S.SEEN})
CLOSED = frozenset({S.HIRED, S.REFUSED, S.WITHDRAWN})
_DECISIONS = frozenset({S.SHORTLISTED, S.INTERVIEW, S.OFFERED, S.HIRED, S.REFUSED})

# from → to → who may. An organisation that answers after `no_answer` is late, and accepted. It may
# step back among what it has not closed; what is closed stays.
TRANSITIONS: dict[Status, dict[Status, frozenset[Role]]] = {
    S.TO_CONFIRM: {
        S.SENT: frozenset({Role.PERSON, Role.RECRUITER}),
        S.WITHDRAWN: frozenset(Role),
    },
    **{
        state: {
            **{to: frozenset({Role.RECRUITER}) for to in _DECISIONS - {state}},
            S.WITHDRAWN: frozenset({Role.PERSON}),
        }
        for state in (S.SENT, S.SEEN, S.SHORTLISTED, S.INTERVIEW, S.OFFERED, S.NO_ANSWER)
    },
    S.HIRED: {},
    S.REFUSED: {},
    S.WITHDRAWN: {},
}
TRANSITIONS[S.SENT][S.SEEN] = frozenset({Role.RECRUITER})
for _state in UNANSWERED:
    TRANSITIONS[_state][S.NO_ANSWER] = frozenset({Role.SITE})
for _state in (*PENDING, S.NO_ANSWER):
    # The offer is filled: the site closes the rest.
    TRANSITIONS[_state][S.REFUSED] = frozenset({Role.RECRUITER, Role.SITE})


def may_go(status: str, to: str, role: Role) -> bool:
    """Whether somebody in this role may take an application from one state to another."""
    return role in TRANSITIONS[Status(status)].get(Status(to), frozenset())
