"""When alerts go out, in the time of France."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils import timezone


def last_daily(now: datetime) -> datetime:
    """The last moment, now included, at which daily alerts went out."""
    return _last(now, days=1)


def last_weekly(now: datetime) -> datetime:
    """The same for weekly ones."""
    return _last(now, days=7)


def _last(now: datetime, *, days: int) -> datetime:
    """The last departure every `days` days; a Monday's hour is that of the clock on that day."""
    local = timezone.localtime(now)
    hour = time(settings.ALERTS_HOUR)
    back = 0 if days == 1 else (local.weekday() - settings.ALERTS_WEEKDAY) % days
    day = local.date() - timedelta(days=back)
    moment = timezone.make_aware(datetime.combine(day, hour))
    if moment > now:
        moment = timezone.make_aware(datetime.combine(day - timedelta(days=days), hour))
    return moment
