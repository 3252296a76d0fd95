"""Fixed quarters: free dates would undo by subtraction what is suppressed."""

from dataclasses import dataclass
from datetime import date, timedelta

from portal.followup.clocks.legal import after_months

_MONTHS = 3
OFFERED = 8


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, 1 to 4."""

    year: int
    number: int

    @property
    def starts_on(self) -> date:
        """Its first day."""
        return date(self.year, _MONTHS * (self.number - 1) + 1, 1)

    @property
    def ends_on(self) -> date:
        """Its last day."""
        return after_months(self.starts_on, _MONTHS) - timedelta(days=1)

    @property
    def key(self) -> str:
        """As an address writes it."""
        return f"{self.year}-{self.number}"

    def __str__(self) -> str:
        return f"{self.number}{'er' if self.number == 1 else 'e'} trimestre {self.year}"


def over(day: date) -> list[Quarter]:
    """The last quarters that are over on a day, the newest first."""
    found = []
    current = Quarter(day.year, (day.month - 1) // _MONTHS + 1)
    for _ in range(OFFERED):
        number = current.number - 1 or 4
        current = Quarter(current.year - (number == 4), number)
        found.append(current)
    return found
