"""What became of what was proposed: read in applications and registrations, never copied.

Of a person whose account is linked, whatever they did by themselves is known too; of another one,
only what a professional sent for them. Otherwise nobody knows, and the screen says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from portal.applications.models import Application
from portal.applications.states import Status as ApplicationStatus
from portal.followup.suggestions.models import Suggestion
from portal.participation.models import About, Outcome
from portal.recruitment.models import Registration
from portal.recruitment.states import CAME
from portal.recruitment.states import Status as RegistrationStatus
from search.models import Kind
from snippets.french import short_date

UNKNOWN = "On ne sait pas"
NOT_YET = "Pas de réponse sur la plateforme"
# Read by whoever follows the person, and by the person.
_OF_APPLICATIONS: Mapping[str, str] = {
    ApplicationStatus.TO_CONFIRM: "Candidature à confirmer par la personne",
    ApplicationStatus.SENT: "Candidature envoyée",
    ApplicationStatus.SEEN: "Candidature envoyée et lue",
    ApplicationStatus.SHORTLISTED: "Présélection",
    ApplicationStatus.INTERVIEW: "Entretien proposé",
    ApplicationStatus.OFFERED: "Poste proposé",
    ApplicationStatus.HIRED: "Embauche",
    ApplicationStatus.REFUSED: "Candidature non retenue",
    ApplicationStatus.WITHDRAWN: "Candidature retirée",
    ApplicationStatus.NO_ANSWER: "Candidature envoyée, sans réponse",
}
_OF_REGISTRATIONS: Mapping[str, str] = {
    RegistrationStatus.TO_CONFIRM: "Inscription à confirmer par la personne",
    RegistrationStatus.CONFIRMED: "Inscription confirmée",
    RegistrationStatus.WAITLISTED: "En liste d’attente",
    RegistrationStatus.OFFERED_PLACE: "Place proposée",
    RegistrationStatus.DECLINED: "Place refusée",
    RegistrationStatus.OFFER_EXPIRED: "Place non prise à temps",
    RegistrationStatus.CANCELLED: "Inscription annulée",
    RegistrationStatus.PRESENT: "Présence à la session",
    RegistrationStatus.ABSENT: "Absence à la session",
    RegistrationStatus.INTERVIEWED: "Entretien passé à la session",
}
_OF_FACTS: Mapping[str, str] = {
    Outcome.Kind.HIRED: "Embauche",
    Outcome.Kind.SECOND_INTERVIEW: "Deuxième entretien",
    Outcome.Kind.PMSMP: "Immersion (PMSMP)",
    Outcome.Kind.REFUSED: "Pas de suite après la session",
}
# One of these was answered: a second answer is not offered.
_OVER = frozenset(
    {
        *(ApplicationStatus.WITHDRAWN, RegistrationStatus.CANCELLED),
        *(RegistrationStatus.DECLINED, RegistrationStatus.OFFER_EXPIRED),
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one suggestion; `is_given` while an application or a registration goes on."""

    said: str
    is_given: bool = False


def answers_to(sent: Iterable[Suggestion], account_id: int | None) -> dict[int, Answer]:
    """By the number of the opportunity, in three queries at most. Who calls reads the case."""
    rows = [*sent]
    found = _applications(rows, account_id) | _registrations(rows, account_id)
    return {
        row.opportunity_id: found.get(row.opportunity_id) or _none(row, account_id) for row in rows
    }


def _none(row: Suggestion, account_id: int | None) -> Answer:
    if row.seen_at:
        return Answer(f"Vue le {short_date(row.seen_at)}")
    # Without a link with an account, what the person did by themselves is nobody's to know.
    return Answer(NOT_YET if account_id else UNKNOWN)


def _applications(rows: list[Suggestion], account_id: int | None) -> dict[int, Answer]:
    asked = {row.opportunity_id: row for row in rows if row.kind != Kind.SESSION}
    acted = {row.application_id: row.opportunity_id for row in rows if row.application_id}
    which = _whose(acted, account_id, "page", asked)
    if which is None:
        return {}
    found: dict[int, Answer] = {}
    # The last one counts: who withdrew may apply again.
    lines = Application.objects.filter(which).order_by("pk").values_list("pk", "page", "status")
    for pk, page, status in lines:
        is_given = status not in _OVER
        found[acted.get(pk, page)] = Answer(_OF_APPLICATIONS[status], is_given)
    return found


def _registrations(rows: list[Suggestion], account_id: int | None) -> dict[int, Answer]:
    asked = {row.opportunity_id: row for row in rows if row.kind == Kind.SESSION}
    acted = {row.registration_id: row.opportunity_id for row in rows if row.registration_id}
    which = _whose(acted, account_id, "roster__page", asked)
    if which is None:
        return {}
    lines = [
        *Registration.objects.filter(which)
        .order_by("pk")
        .values_list("pk", "roster__page", "roster", "participant", "status")
    ]
    facts = _facts([line for line in lines if line[4] in CAME])
    found: dict[int, Answer] = {}
    for pk, page, roster, participant, status in lines:
        said = facts.get((roster, participant)) or _OF_REGISTRATIONS[status]
        found[acted.get(pk, page)] = Answer(said, status not in _OVER)
    return found


def _facts(came: list[Any]) -> dict[tuple[int, int], str]:
    """What organisations said of who came; the last fact counts, and a hiring before any other."""
    if not came:
        return {}
    rows = Outcome.objects.filter(
        about=About.SESSION,
        about_id__in={line[2] for line in came},
        participant__in={line[3] for line in came},
        kind__in=_OF_FACTS,
    ).order_by("said_at", "pk")
    found: dict[tuple[int, int], str] = {}
    for about, participant, kind in rows.values_list("about_id", "participant", "kind"):
        if found.get((about, participant)) != _OF_FACTS[Outcome.Kind.HIRED]:
            found[about, participant] = _OF_FACTS[kind]
    return found


def _whose(
    acted: Mapping[int, int], account_id: int | None, page: str, asked: Mapping[int, Any]
) -> Q | None:
    """The rows that are this person's: sent for them from the case, or of their linked account."""
    mine = Q(pk__in=[*acted]) if acted else None
    if account_id and asked:
        own = Q(**{"participant__user": account_id, f"{page}__in": [*asked]})
        mine = own if mine is None else mine | own
    return mine
