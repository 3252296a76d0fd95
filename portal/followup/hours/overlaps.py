"""What cannot all be so: times that meet, more hours than a day has. Kept, and the reader is told.

What is typed is refused beyond a day's hours; two cases that were merged may hold more.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from portal.followup.hours.models import ActivityLog
from portal.followup.hours.states import State
from portal.followup.hours.values import MOST_IN_A_DAY, minutes_of


def overlapping(rows: Iterable[ActivityLog]) -> dict[int, list[ActivityLog]]:
    """For each line, by its key, those of the same day whose times meet its own.

    One that ends when the other begins does not. What was refused meets nothing.
    """
    timed = [row for row in rows if row.day and row.starts_at and row.state != State.REFUSED]
    timed.sort(key=lambda row: (row.day, row.starts_at, row.pk))
    found: dict[int, list[ActivityLog]] = {}
    for _, of_a_day in groupby(timed, key=attrgetter("day")):
        lines = [*of_a_day]
        for number, one in enumerate(lines):
            for other in lines[number + 1 :]:
                if _meet(one, other):
                    found.setdefault(one.pk, []).append(other)
                    found.setdefault(other.pk, []).append(one)
    return found


def beyond_a_day(rows: Iterable[ActivityLog]) -> dict[int, Decimal]:
    """For each line of a day that has more hours than there are, by its key, those of the day."""
    counted = [row for row in rows if row.day and row.state != State.REFUSED]
    days: dict[date | None, Decimal] = {}
    for row in counted:
        days[row.day] = days.get(row.day, Decimal(0)) + row.hours
    return {row.pk: days[row.day] for row in counted if days[row.day] > MOST_IN_A_DAY}


def _meet(one: ActivityLog, other: ActivityLog) -> bool:
    (start, end), (other_start, other_end) = (
        minutes_of(row.starts_at, row.ends_at)  # type: ignore[arg-type]
        for row in (one, other)
    )
    return start < other_end and other_start < end
