"""The days promised for a reply, counted as people count them: from day to day, in France.

An application sent on the 1st with fourteen days is answered in time until the 15th is over.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from snippets.site import site_settings

# How long an application waits for its person's confirmation.
CONFIRM_WITHIN = timedelta(days=7)


def reply_by(sent_at: datetime) -> date:
    """The last day on which a reply comes in time."""
    return timezone.localdate(sent_at) + timedelta(days=site_settings().reply_deadline_days)


def is_late(sent_at: datetime, now: datetime) -> bool:
    """Whether a reply given now comes after its last day."""
    return timezone.localdate(now) > reply_by(sent_at)


def sent_long_ago(days: int, now: datetime) -> datetime:
    """What was sent before this moment was sent at least `days` days ago."""
    day = timezone.localdate(now) - timedelta(days=days - 1)
    return timezone.make_aware(datetime.combine(day, time()))


def overdue_before(now: datetime) -> datetime:
    """What was sent before this moment should have been answered."""
    return sent_long_ago(site_settings().reply_deadline_days + 1, now)
