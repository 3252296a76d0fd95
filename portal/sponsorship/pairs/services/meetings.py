"""Meetings: noted after, planned before, moved, missed, cancelled. Either of the two does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.following import Meeting
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change
from portal.sponsorship.pairs.services.own import lock_own
from portal.sponsorship.pairs.states import MeetingState, Role, Side, State, meeting_may_go

FUTURE = "Cette rencontre n’a pas encore eu lieu. Notez-la après."
TOO_EARLY = "Vous n’étiez pas encore en binôme ce jour-là."
PAST = "Choisissez un jour et une heure à venir."
FAR = "Choisissez un jour dans l’année qui vient."
FARTHEST = timedelta(days=366)
NOT_YET = "Ce rendez-vous n’est pas encore passé."
OVER = "Ce rendez-vous n’est plus prévu. Rechargez la page."


@dataclass(frozen=True, slots=True)
class Said:
    """What one notes of a meeting. `minutes` and words may be left out."""

    day: date
    mode: str
    minutes: int | None = None
    topics: Sequence[str] = ()
    word: str = ""
    next_step: str = ""


@transaction.atomic
def note_meeting(*, pair: Sponsorship, side: Side, said: Said, actor: Actor) -> Meeting:
    """Note a meeting that was held; one that was planned for that day is this one.

    The first of a pair that had not talked yet begins it. What the same side sends twice is one
    meeting: they are counted, and certified. Raises SponsorshipError for a day to come, an hour of
    today that has not come, or a day before the pair.
    """
    found = lock_own(pair, side, actor)
    now = timezone.now()
    if said.day > timezone.localdate(now):
        raise SponsorshipError(FUTURE, field="day")
    if found.accepted_at and said.day < timezone.localdate(found.accepted_at):
        raise SponsorshipError(TOO_EARLY, field="day")
    planned = _planned(found)
    if planned and planned.day == said.day:
        if planned.starts_at > now:
            raise SponsorshipError(FUTURE, field="day")
        meeting = _take(planned, MeetingState.HELD, side, now)
    elif same := _same(found, side, said):
        return same
    else:
        meeting = Meeting(pair=found, state=MeetingState.HELD, changed_at=now)
    meeting.day, meeting.mode, meeting.minutes = said.day, said.mode, said.minutes
    meeting.topics = [*said.topics]
    meeting.word, meeting.next_step = said.word.strip(), said.next_step.strip()
    meeting.side, meeting.written_by = side, actor.user
    meeting.noted_on = timezone.localdate(now)
    meeting.save()
    _no_longer_silent(found)
    if found.state == State.ACCEPTED:
        found.contacted_at, found.contact_said_by = now, side
        change(found, State.ACTIVE, role=Role(side.value), actor=actor, now=now)
    return meeting


@transaction.atomic
def plan_meeting(
    *, pair: Sponsorship, side: Side, day: date, hour: time, mode: str, actor: Actor
) -> Meeting:
    """Plan the next meeting, or move it: there is one at a time.

    Raises SponsorshipError for a moment that has passed, or is more than a year away: a pair that
    has a meeting to come is never silent.
    """
    found = lock_own(pair, side, actor)
    now = timezone.now()
    at = timezone.make_aware(datetime.combine(day, hour))
    if at <= now:
        raise SponsorshipError(PAST, field="day")
    if at > now + FARTHEST:
        raise SponsorshipError(FAR, field="day")
    meeting = _planned(found)
    if meeting is None:
        meeting = Meeting(pair=found, state=MeetingState.PLANNED)
    else:
        meeting.sequence += 1
    meeting.day, meeting.hour, meeting.mode = day, hour, mode
    meeting.side, meeting.written_by, meeting.changed_at = side, actor.user, now
    meeting.reminded_at = None
    meeting.save()
    _no_longer_silent(found)
    return meeting


@transaction.atomic
def cancel_meeting(*, pair: Sponsorship, side: Side, actor: Actor) -> Meeting:
    """Cancel the next meeting. Raises SponsorshipError when there is none."""
    return _settle(pair, side, MeetingState.CANCELLED, actor)


@transaction.atomic
def miss_meeting(*, pair: Sponsorship, side: Side, actor: Actor) -> Meeting:
    """Say that a meeting whose hour has passed was not held. Raises SponsorshipError."""
    return _settle(pair, side, MeetingState.MISSED, actor)


def _settle(pair: Sponsorship, side: Side, to: MeetingState, actor: Actor) -> Meeting:
    meeting = _planned(lock_own(pair, side, actor))
    now = timezone.now()
    if meeting is None:
        raise SponsorshipError(OVER)
    if to == MeetingState.MISSED and meeting.starts_at > now:
        raise SponsorshipError(NOT_YET)
    _take(meeting, to, side, now)
    meeting.save()
    return meeting


def _take(meeting: Meeting, to: MeetingState, side: Side, now: datetime) -> Meeting:
    if not meeting_may_go(meeting.state, to, Role(side.value)):
        raise SponsorshipError(OVER)
    meeting.state, meeting.changed_at = to, now
    meeting.sequence += 1
    return meeting


def _same(pair: Sponsorship, side: Side, said: Said) -> Meeting | None:
    return pair.meetings.filter(
        state=MeetingState.HELD,
        side=side,
        day=said.day,
        mode=said.mode,
        minutes=said.minutes,
        topics=[*said.topics],
        word=said.word.strip(),
        next_step=said.next_step.strip(),
    ).first()


def _planned(pair: Sponsorship) -> Meeting | None:
    return pair.meetings.filter(state=MeetingState.PLANNED).first()


def _no_longer_silent(pair: Sponsorship) -> None:
    if pair.nudged_at is not None:
        pair.nudged_at = None
        pair.save(update_fields=["nudged_at"])
