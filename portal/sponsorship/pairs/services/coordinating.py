"""What the coordinator does with a pair that both accepted."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.participation.models import About, Outcome
from portal.participation.models import Side as OutcomeSide
from portal.participation.services.outcomes import known, record_outcome
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.apart import is_kept_apart
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.phases import plan_reviews
from portal.sponsorship.pairs.services.changing import change, lock_coordinated
from portal.sponsorship.pairs.services.own import lock_own
from portal.sponsorship.pairs.states import End, Phase, Role, Side, State
from portal.sponsorship.pairs.tell import tell_both
from portal.sponsorship.requests.services.closing import close
from portal.sponsorship.rules import require_coordinator

NO_REASON = "Dites pourquoi."
NO_END = "Dites ce que le parrainage a donné."
ALREADY_IN_WORK = "La deuxième phase est déjà ouverte."
APART = "Ce binôme ne peut pas reprendre."
NOT_ACTIVE = "Ce binôme n’est pas en cours."
FUTURE = "Choisissez un jour passé, ou aujourd’hui."
OTHER_DAY = "Choisissez un jour depuis le début du parrainage."
_FACTS: dict[str, Outcome.Kind] = {
    End.JOB: Outcome.Kind.HIRED,
    End.TRAINING: Outcome.Kind.TRAINING,
    End.BUSINESS: Outcome.Kind.BUSINESS,
    End.OTHER: Outcome.Kind.OTHER,
    End.NOTHING: Outcome.Kind.NOTHING,
}


@transaction.atomic
def suspend_pair(*, pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    """Neither reads the other any more, until it resumes. Raises SponsorshipError."""
    found = _held(pair, reason, actor)
    change(found, State.SUSPENDED, role=Role.COORDINATOR, actor=actor, reason=reason)
    tell_both(found, "sponsorship_paused")
    return found


@transaction.atomic
def resume_pair(*, pair: Sponsorship, actor: Actor) -> Sponsorship:
    """The pause is over. Raises SponsorshipError; also for two who may not meet, without why."""
    found = lock_coordinated(pair, actor)
    if is_kept_apart(found):
        raise SponsorshipError(APART)
    change(found, State.ACTIVE, role=Role.COORDINATOR, actor=actor)
    tell_both(found, "sponsorship_resumed")
    return found


@transaction.atomic
def break_pair(*, pair: Sponsorship, reason: str, wants_another: bool, actor: Actor) -> Sponsorship:
    """End it; the person waits again at the rank of their first day, or their request is closed.

    A change of sponsor is this, and a new proposal: the former pair stays in the history. Raises
    SponsorshipError.
    """
    found = _held(pair, reason, actor)
    change(found, State.BROKEN, role=Role.COORDINATOR, actor=actor, reason=reason)
    tell_both(found, "sponsorship_ended")
    if not wants_another:
        close(request=found.request, reason=reason, actor=actor)
    return found


@transaction.atomic
def complete_pair(
    *, pair: Sponsorship, outcome: str, day: date | None = None, actor: Actor
) -> Sponsorship:
    """Close it with what it gave, which is a fact like any other: nobody is asked it again soon.

    `day` is when a job began: since the pair did. Raises SponsorshipError.
    """
    require_coordinator(actor)
    if outcome not in End.values:
        raise SponsorshipError(NO_END, field="outcome")
    found = lock_coordinated(pair, actor)
    if found.started_on is None:
        raise SponsorshipError(NOT_ACTIVE)
    if day is not None and day > timezone.localdate():
        raise SponsorshipError(FUTURE, field="day")
    if day is not None and day < found.started_on:
        raise SponsorshipError(OTHER_DAY, field="day")
    found.outcome = outcome
    change(found, State.COMPLETED, role=Role.COORDINATOR, actor=actor)
    _record(found, _FACTS[outcome], found.in_work_since or day, OutcomeSide.OFFICER, actor)
    tell_both(found, "sponsorship_completed")
    return found


@transaction.atomic
def enter_work(*, pair: Sponsorship, day: date, actor: Actor) -> Sponsorship:
    """The person works: the second phase opens. Said by the coordinator, or the person themselves.

    Raises SponsorshipError for a day to come or before the pair.
    """
    is_own = actor.user is not None and pair.side_of(actor.user) == Side.PERSON
    if is_own:
        found = lock_own(pair, Side.PERSON, actor, {State.ACTIVE})
    else:
        found = lock_coordinated(pair, actor)
    if found.state != State.ACTIVE or found.started_on is None:
        raise SponsorshipError(NOT_ACTIVE)
    if found.phase == Phase.IN_WORK:
        raise SponsorshipError(ALREADY_IN_WORK)
    if day > timezone.localdate():
        raise SponsorshipError(FUTURE, field="day")
    if day < found.started_on:
        raise SponsorshipError(OTHER_DAY, field="day")
    found.phase, found.in_work_since = Phase.IN_WORK, day
    found.save()
    plan_reviews(found)
    side = OutcomeSide.PERSON if is_own else OutcomeSide.OFFICER
    _record(found, Outcome.Kind.HIRED, day, side, actor)
    return found


def known_job(pair: Sponsorship) -> Outcome | None:
    """A hiring that somebody said elsewhere since the pair began, within its window."""
    fact = known(participant=pair.participant, organisation=None, now=timezone.now())
    if fact is None or fact.kind != Outcome.Kind.HIRED or pair.started_on is None:
        return None
    return fact if timezone.localdate(fact.said_at) >= pair.started_on else None


def _record(
    pair: Sponsorship, kind: Outcome.Kind, day: date | None, side: OutcomeSide, actor: Actor
) -> None:
    """Write it, unless it is a hiring that is known already."""
    is_job = kind == Outcome.Kind.HIRED
    if is_job and known_job(pair) is not None:
        return
    record_outcome(
        participant=pair.participant,
        organisation=None,
        about=About.SPONSORSHIP,
        about_id=pair.pk,
        kind=kind,
        side=side,
        start_date=day if is_job else None,
        actor=actor,
    )


def _held(pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    require_coordinator(actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    return lock_coordinated(pair, actor)
