"""The days promised to whoever applies to be a sponsor, counted from day to day in France."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from snippets.site import site_settings


def contact_by(applied_at: datetime) -> date:
    """The last day on which the contact comes in time."""
    return timezone.localdate(applied_at) + timedelta(days=site_settings().sponsor_contact_days)


def overdue_before(now: datetime) -> datetime:
    """Whoever applied before this moment should have been contacted."""
    day = timezone.localdate(now) - timedelta(days=site_settings().sponsor_contact_days)
    return timezone.make_aware(datetime.combine(day, time()))


def days_since(moment: datetime, now: datetime) -> int:
    """Whole days between two moments, as people count them."""
    return (timezone.localdate(now) - timezone.localdate(moment)).days
