"""A period: two days, both counted, in Paris."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from snippets import french


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last one."""

    first: date
    last: date

    @property
    def begins(self) -> datetime:
        """The first moment."""
        return _begin(self.first)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        return _begin(self.last + timedelta(days=1))

    def within(self, field: str) -> dict[str, datetime]:
        """The condition on a moment."""
        return {f"{field}__gte": self.begins, f"{field}__lt": self.ends}

    def __str__(self) -> str:
        return f"du {french.long_day(self.first)} au {french.long_day(self.last)}"


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def this_year(today: date) -> Period:
    """From the first of January to today."""
    return Period(today.replace(month=1, day=1), today)
