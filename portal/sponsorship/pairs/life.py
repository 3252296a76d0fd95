"""What the page of each of the two, and that of the coordinator, show of a pair that runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from portal.participation.models import Outcome
from portal.sponsorship.pairs.following import Alert, Meeting, Objective, Review, ReviewAnswer
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.phases import begins_on
from portal.sponsorship.pairs.services.coordinating import known_job
from portal.sponsorship.pairs.states import MeetingState, Phase, Side, State

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Life:
    """For one of the two: what both wrote, the reviews that wait for this one, the next one.

    `is_cut`: there are older meetings than those.
    """

    since: date | None
    next: Meeting | None
    is_past: bool
    meetings: Sequence[Meeting]
    is_cut: bool
    objectives: Sequence[Objective]
    reviews: Sequence[Review]
    next_review: Review | None
    may_say_work: bool


def life_of(pair: Sponsorship, side: str) -> Life:
    """Three queries, and one more for a person who may say that they work."""
    # The planned one, and one more to know that there are more.
    rows = list(pair.meetings.exclude(state=MeetingState.CANCELLED)[: SHOWN + 2])
    planned = next((row for row in rows if row.state == MeetingState.PLANNED), None)
    done = [row for row in rows if row.state in _DONE]
    due, to_come = _reviews(pair, side)
    is_active = pair.state == State.ACTIVE
    may_say = is_active and side == Side.PERSON and pair.phase == Phase.TOWARDS
    return Life(
        since=begins_on(pair),
        next=planned,
        is_past=planned is not None and planned.starts_at <= timezone.now(),
        meetings=done[:SHOWN],
        is_cut=len(done) > SHOWN,
        objectives=list(pair.objectives.all()),
        reviews=due if is_active else [],
        next_review=to_come if is_active else None,
        # Nobody is asked what is known already.
        may_say_work=may_say and known_job(pair) is None,
    )


def _reviews(pair: Sponsorship, side: str) -> tuple[list[Review], Review | None]:
    """Those that one of the two may answer now, and the next one to come. One query."""
    answered = ReviewAnswer.objects.filter(review=OuterRef("pk"), side=side)
    waiting = list(pair.reviews.filter(~Exists(answered)))
    today = timezone.localdate()
    due = [row for row in waiting if row.due_on <= today or row.asked_at]
    return due, next((row for row in waiting if row not in due), None)


_DONE = frozenset({MeetingState.HELD, MeetingState.MISSED})


@dataclass(frozen=True, slots=True)
class PairFile:
    """For the coordinator: dates and topics of meetings, never their words; reviews, alerts."""

    today: date
    meetings: Sequence[Meeting]
    is_cut: bool
    met: int
    objectives: int
    reviews: Sequence[Review]
    alerts: Sequence[Alert]
    job: Outcome | None


def file_of(pair: Sponsorship) -> PairFile:
    """All that is the coordinator's to read."""
    today = timezone.localdate()
    meetings = pair.meetings.defer("word", "next_step")
    # Once it is over, nobody answers those that were to come.
    reviews = pair.reviews.all() if pair.is_open else pair.reviews.due(today)
    rows = list(meetings[: SHOWN + 1])
    return PairFile(
        today=today,
        meetings=rows[:SHOWN],
        is_cut=len(rows) > SHOWN,
        met=meetings.filter(state=MeetingState.HELD).count(),
        objectives=pair.objectives.count(),
        reviews=list(reviews.prefetch_related("answers")),
        alerts=list(pair.alerts.select_related("handled_by")),
        job=known_job(pair) if pair.phase == Phase.TOWARDS else None,
    )
