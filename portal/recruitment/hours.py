"""When the site may offer a place, and until when: never at night, never too late to come.

Hours are those of the wall clock of the site (`TIME_ZONE`), whatever the daylight saving time
does that night.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from portal.recruitment.models import Roster
from snippets.site import site_settings

NIGHT_STARTS, NIGHT_ENDS = 20, 8
_UTC = ZoneInfo("UTC")
OFFER_LASTS = timedelta(hours=24)
# A place that is offered leaves the time to read the message. With less, the officer calls.
SHORTEST_OFFER = timedelta(minutes=30)


def _on_the_wall(moment: datetime) -> datetime:
    # Not the current zone, which the CMS sets to that of whoever works there.
    return timezone.localtime(moment, timezone.get_default_timezone())


def is_night(now: datetime) -> bool:
    """Whether nothing is sent and nothing expires now: from 20:00, until 8:00."""
    hour = _on_the_wall(now).hour
    return hour >= NIGHT_STARTS or hour < NIGHT_ENDS


def next_day_time(now: datetime) -> datetime:
    """Now in the daytime, else the next 8:00."""
    if not is_night(now):
        return now
    local = _on_the_wall(now)
    day = local.date() + timedelta(days=1 if local.hour >= NIGHT_STARTS else 0)
    return datetime(day.year, day.month, day.day, NIGHT_ENDS, tzinfo=local.tzinfo)


def before_night(moment: datetime) -> datetime:
    """This moment in the daytime, else 19:59 of the evening before it."""
    if not is_night(moment):
        return moment
    local = _on_the_wall(moment)
    day = local.date() - timedelta(days=1 if local.hour < NIGHT_ENDS else 0)
    return datetime(day.year, day.month, day.day, NIGHT_STARTS - 1, 59, tzinfo=local.tzinfo)


def cut_off_of(roster: Roster) -> datetime:
    """After this, nobody has the time left to answer and come: a setting, in hours."""
    hours = timedelta(hours=site_settings().offer_cutoff_hours)
    # In UTC: those hours are there to be lived, the night when the clock changes too.
    return roster.starts_at.astimezone(_UTC) - hours


def deadline_of(roster: Roster, now: datetime) -> datetime | None:
    """Until when a place that is offered now may be accepted; None when none may be offered.

    None at night, once registration is closed, for a session that is not held, and when there
    would be less than half an hour to answer.
    """
    if is_night(now) or not roster.takes_place or roster.closes_at <= now:
        return None
    # In UTC: a day is 24 hours, the day when the clock changes too.
    in_a_day = now.astimezone(_UTC) + OFFER_LASTS
    deadline = before_night(min(in_a_day, cut_off_of(roster)))
    return deadline if deadline - now >= SHORTEST_OFFER else None


def offers_are_over(roster: Roster, now: datetime) -> bool:
    """Whether nothing will be offered by itself any more: registration is closed, or it is late."""
    return deadline_of(roster, next_day_time(now)) is None
