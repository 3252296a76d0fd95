"""Activities whose times meet: both are kept, and whoever reads them is told."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from portal.followup.hours.models import ActivityLog
from portal.followup.hours.states import State
from portal.followup.hours.values import minutes_of


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


def _meet(one: ActivityLog, other: ActivityLog) -> bool:
    (start, end), (other_start, other_end) = (
        minutes_of(row.starts_at, row.ends_at)  # type: ignore[arg-type]
        for row in (one, other)
    )
    return start < other_end and other_start < end
