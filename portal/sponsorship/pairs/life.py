"""What the page of each of the two, and that of the coordinator, show of a pair that runs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from portal.participation.models import Outcome
from portal.sponsorship.pairs.following import Alert, Meeting, Objective, Review
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.coordinating import known_job
from portal.sponsorship.pairs.states import MeetingState, Phase, Side, State

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Life:
    """For one of the two: what both wrote, and the reviews that wait for this one."""

    next: Meeting | None
    is_past: bool
    meetings: Sequence[Meeting]
    objectives: Sequence[Objective]
    reviews: Sequence[Review]
    may_say_work: bool


def life_of(pair: Sponsorship, side: str) -> Life:
    """Three queries, and one more for a person who may say that they work."""
    rows = list(pair.meetings.all()[: SHOWN + 1])
    planned = next((row for row in rows if row.state == MeetingState.PLANNED), None)
    due = pair.reviews.due(timezone.localdate()).exclude(answers__side=side)
    is_active = pair.state == State.ACTIVE
    may_say = is_active and side == Side.PERSON and pair.phase == Phase.TOWARDS
    return Life(
        next=planned,
        is_past=planned is not None and planned.starts_at <= timezone.now(),
        meetings=[row for row in rows if row.state in _DONE],
        objectives=list(pair.objectives.all()),
        reviews=list(due) if is_active else [],
        # Nobody is asked what is known already.
        may_say_work=may_say and known_job(pair) is None,
    )


_DONE = frozenset({MeetingState.HELD, MeetingState.MISSED})


@dataclass(frozen=True, slots=True)
class PairFile:
    """For the coordinator: dates and topics of meetings, never their words; reviews, alerts."""

    meetings: Sequence[Meeting]
    met: int
    objectives: int
    reviews: Sequence[Review]
    alerts: Sequence[Alert]
    job: Outcome | None


def file_of(pair: Sponsorship) -> PairFile:
    """All that is the coordinator's to read."""
    meetings = pair.meetings.defer("word", "next_step")
    return PairFile(
        meetings=list(meetings[:SHOWN]),
        met=meetings.filter(state=MeetingState.HELD).count(),
        objectives=pair.objectives.count(),
        reviews=list(pair.reviews.prefetch_related("answers")),
        alerts=list(pair.alerts.select_related("handled_by")),
        job=known_job(pair) if pair.phase == Phase.TOWARDS else None,
    )
