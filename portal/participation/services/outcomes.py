"""The one service of what became of a person: after a session, an application, a pair.

A fact is a row that is added and never changed (a trigger holds it). The latest fact of a person
and an organisation holds. A hiring is said again at 30 and at 90 days: « toujours en poste » is
another fact HIRED, « n’est plus en poste » is REFUSED, « je ne sais pas » is NO_NEWS. Whoever is
still employed at 90 days is a person whose question of day 90 was answered by HIRED: `employed_at`.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from pages.models.job_offer import Contract
from portal.accounts.actors import Actor
from portal.participation.answering import DOES, settle, window
from portal.participation.errors import ParticipationError
from portal.participation.models import About, Outcome, OutcomeQuestion, Participant, Side
from portal.participation.services.questions import EMPLOYED_DAYS, lock_person, plan
from snippets.models import Organisation

_HAS_CONTRACT = frozenset({Outcome.Kind.HIRED, Outcome.Kind.PMSMP})
NO_CONTRACT = "Le contrat et la date de début sont ceux d’une embauche ou d’une immersion."
UNKNOWN_CONTRACT = "Choisissez un contrat de la liste."
UNKNOWN_KIND = "Choisissez une réponse de la liste."
ERASED = "Cette personne a effacé ses données\u00a0: il n’y a plus rien à noter."


@transaction.atomic
def record_outcome(
    *,
    participant: Participant,
    organisation: Organisation | None,
    about: About,
    about_id: int,
    kind: str,
    side: Side,
    actor: Actor,
    contract: str = "",
    start_date: date | None = None,
    now: datetime | None = None,
) -> Outcome:
    """Add a fact, and close every open question that it answers.

    The same words said again on the same day are one fact: a click sent twice. Somebody hired after
    an application is asked about at 30 and 90 days of the contract, and so is the organisation.
    Raises ParticipationError for an answer that is none, or a person who was erased.
    """
    now = now or timezone.now()
    _check(kind, contract, start_date, organisation)
    person = lock_person(participant)
    if person.erased_at is not None:
        raise ParticipationError(ERASED)
    fact = _said_today(
        Outcome(
            participant=person,
            organisation=organisation,
            about=about,
            about_id=about_id,
            kind=kind,
            contract=contract,
            start_date=start_date,
            side=side,
            # What a person says of themselves has no other author.
            said_by=None if side == Side.PERSON else actor.user,
            said_by_name="" if side == Side.PERSON else actor.name,
            said_at=now,
        )
    )
    settle(person, [fact], now=now)
    if kind == Outcome.Kind.HIRED and about == About.APPLICATION and organisation is not None:
        _ask_whether_still_employed(fact, now)
    return fact


def known(
    *, participant: Participant, organisation: Organisation | None, now: datetime
) -> Outcome | None:
    """The fact that still holds about a person and an organisation; None when one may ask.

    Without organisation: what the person does. A hiring says it first, then the end of a pair and
    what they said of themselves.
    """
    facts = Outcome.objects.filter(participant=participant, said_at__gt=now - window())
    if organisation is not None:
        return facts.filter(organisation=organisation).first()
    own = facts.filter(Q(kind__in=DOES) | Q(side=Side.PERSON))
    return facts.filter(kind__in=_HAS_CONTRACT).first() or own.first()


def employed_at(*, about: About, ids: Collection[int], day: int = 90) -> set[tuple[int, int]]:
    """(subject, participant) of those still employed on that day: the latest answer holds."""
    answered = (
        OutcomeQuestion.objects.filter(
            about=about, about_id__in=ids, day=day, outcome__isnull=False
        )
        .order_by("outcome__said_at", "outcome_id")
        .values_list("about_id", "participant_id", "outcome__kind")
    )
    latest = {(subject, person): kind for subject, person, kind in answered}
    return {pair for pair, kind in latest.items() if kind == Outcome.Kind.HIRED}


def is_known_at(*, about: About, ids: Collection[int], day: int = 90) -> bool:
    """Whether anybody was answered for on that day: before, nobody employed says nothing."""
    questions = OutcomeQuestion.objects.filter(about=about, about_id__in=ids, day=day)
    return questions.filter(outcome__isnull=False).exists()


def _check(
    kind: str, contract: str, start_date: date | None, organisation: Organisation | None
) -> None:
    if kind not in (Outcome.MET if organisation is not None else Outcome.Kind.values):
        raise ParticipationError(UNKNOWN_KIND, field="kind")
    if contract and contract not in Contract.values:
        raise ParticipationError(UNKNOWN_CONTRACT, field="contract")
    if (contract or start_date) and kind not in _HAS_CONTRACT:
        raise ParticipationError(NO_CONTRACT, field="contract" if contract else "start_date")


def _said_today(fact: Outcome) -> Outcome:
    """The fact, saved, or the same one when it is the last that this side said today."""
    last = Outcome.objects.filter(
        participant=fact.participant_id,
        organisation=fact.organisation_id,
        about=fact.about,
        about_id=fact.about_id,
        side=fact.side,
        said_at__date=timezone.localtime(fact.said_at).date(),
    ).first()
    same = ("kind", "contract", "start_date")
    if last and all(getattr(last, name) == getattr(fact, name) for name in same):
        return last
    fact.save(force_insert=True)
    return fact


def _ask_whether_still_employed(fact: Outcome, now: datetime) -> None:
    """A job that has begun already is asked about from the day that it is told."""
    told_on = timezone.localtime(now).date()
    plan(
        participant=fact.participant,
        organisation=fact.organisation,
        about=About.APPLICATION,
        about_id=fact.about_id,
        met_on=max(fact.start_date or told_on, told_on),
        sides=(Side.ORGANISATION, Side.PERSON),
        days=EMPLOYED_DAYS,
        now=now,
    )
