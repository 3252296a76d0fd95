"""What both are reminded of: the meeting of tomorrow, and that nothing has happened for long."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from portal.sponsorship.pairs.following import Meeting, Review
from portal.sponsorship.pairs.models import Sponsorship, SponsorshipQuerySet
from portal.sponsorship.pairs.services.changing import lock_pair
from portal.sponsorship.pairs.states import MeetingState, State
from portal.sponsorship.pairs.tell import tell_both
from snippets import french


def remind_of_meetings(*, now: datetime | None = None) -> int:
    """The day before, once; return how many meetings. Nobody is reminded while on pause."""
    now = now or timezone.now()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    due = Meeting.objects.filter(
        state=MeetingState.PLANNED,
        day=tomorrow,
        reminded_at__isnull=True,
        pair__state__in=[State.ACCEPTED, State.ACTIVE],
    )
    return sum(_remind(meeting, now) for meeting in due.select_related("pair__request"))


@transaction.atomic
def _remind(meeting: Meeting, now: datetime) -> bool:
    pair = lock_pair(meeting.pair)
    # It may have been moved or cancelled while we waited.
    row = pair.meetings.filter(
        pk=meeting.pk, state=MeetingState.PLANNED, day=meeting.day, reminded_at__isnull=True
    ).first()
    if row is None:
        return False
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    tell_both(pair, "sponsorship_meeting_eve", when=french.when(row.starts_at, None))
    return True


def nudge_silent(*, now: datetime | None = None) -> int:
    """Remind both of pairs in which nothing happens, once; return how many.

    They are the coordinator's to see until a meeting is noted or planned.
    """
    now = now or timezone.now()
    return sum(_nudge(pair, now) for pair in _silent(now).select_related("request"))


def _silent(now: datetime) -> SponsorshipQuerySet:
    """Active for long, nothing held since, nothing planned, and not reminded yet."""
    today = timezone.localdate(now)
    since = today - timedelta(days=settings.SPONSORSHIP_SILENT_DAYS)
    alive = Meeting.objects.filter(
        Q(state=MeetingState.HELD, day__gt=since) | Q(state=MeetingState.PLANNED, day__gte=today),
        pair=OuterRef("pk"),
    )
    return Sponsorship.objects.filter(
        ~Exists(alive),
        state=State.ACTIVE,
        nudged_at__isnull=True,
        started_on__lte=since,
        # After a pause, the days are counted again.
        changed_at__date__lte=since,
    )


@transaction.atomic
def _nudge(pair: Sponsorship, now: datetime) -> bool:
    found = lock_pair(pair)
    if not _silent(now).filter(pk=found.pk).exists():
        return False
    found.nudged_at = now
    found.save(update_fields=["nudged_at"])
    tell_both(found, "sponsorship_silent")
    return True


def tell_review_due(review: Review) -> None:
    """To both: a review waits for them."""
    tell_both(review.pair, "sponsorship_review_due", review=review.get_kind_display())
