"""Dates counted from today, on days when things happen: a session is on no Sunday nor holiday."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from django.utils import timezone

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKING_DAYS = DAYS[:5]
# Month and day of the public holidays that never move.
_HOLIDAYS = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
# Days after Easter of those that follow it: Easter Monday, Ascension, Whit Monday.
_AFTER_EASTER = (1, 39, 50)


def moment(days: int) -> datetime:
    """Nine in the morning in France, so many days from today (past when negative)."""
    return at(timezone.localdate() + timedelta(days=days), "09:00")


def at(day: date, clock: str) -> datetime:
    """An aware datetime in France; `clock` is written `14:30`."""
    naive = datetime.combine(day, time.fromisoformat(clock))
    return timezone.make_aware(naive, timezone.get_default_timezone())


def next_day(day: date, names: Collection[str] = DAYS) -> date:
    """The first of these days of the week, no public holiday, from `day` on."""
    while DAYS[day.weekday()] not in names or is_holiday(day):
        day += timedelta(days=1)
    return day


def is_holiday(day: date) -> bool:
    """Whether it is a public holiday in the Territoire de Belfort."""
    moving = {easter(day.year) + timedelta(days=days) for days in _AFTER_EASTER}
    return (day.month, day.day) in _HOLIDAYS or day in moving


def easter(year: int) -> date:
    """Easter Sunday of a Gregorian year (Butcher's algorithm)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, skipped = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - correction + 15) % 30
    weekday = (32 + 2 * skipped + 2 * (rest // 4) - epact - rest % 4) % 7
    month_shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * month_shift + 114, 31)
    return date(year, month, day + 1)
