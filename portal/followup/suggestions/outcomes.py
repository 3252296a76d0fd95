"""What became of what was proposed: read in applications and registrations, never copied.

Of a person whose account is linked, whatever they did by themselves is known too; of another one,
only what a professional sent for them. Otherwise nobody knows, and the screen says so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Q, Subquery

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
        ApplicationStatus.WITHDRAWN,
        RegistrationStatus.CANCELLED,
        RegistrationStatus.DECLINED,
        RegistrationStatus.OFFER_EXPIRED,
    }
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one suggestion; `is_given` while an application or a registration goes on."""

    said: str
    is_given: bool = False


def answers_to(sent: Iterable[Suggestion], account_id: int | None) -> dict[int, Answer]:
    """By the number of the opportunity, in two queries at most. Who calls reads the case.

    Of a session, what organisations said of who came is told before the presence itself; a hiring
    before any other fact, then the last one.
    """
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
    facts = (
        Outcome.objects.filter(
            about=About.SESSION,
            about_id=OuterRef("roster"),
            participant=OuterRef("participant"),
            kind__in=_OF_FACTS,
        )
        .annotate(is_hired=Q(kind=Outcome.Kind.HIRED))
        .order_by("-is_hired", "-said_at", "-pk")
    )
    lines = (
        Registration.objects.filter(which)
        .annotate(fact=Subquery(facts.values("kind")[:1]))
        .order_by("pk")
        .values_list("pk", "roster__page", "status", "fact")
    )
    found: dict[int, Answer] = {}
    for pk, page, status, fact in lines:
        said = _OF_FACTS[fact] if fact and status in CAME else _OF_REGISTRATIONS[status]
        found[acted.get(pk, page)] = Answer(said, status not in _OVER)
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
