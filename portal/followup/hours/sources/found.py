"""An activity that a source knows of."""

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from portal.followup.hours.models import Source
from portal.followup.hours.values import monday_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`key` tells it apart in its source; `kind` is the code of a term of the list of activities.

    `hours` are those that the source says: as they are when `is_exact`, else to be checked by
    whoever takes it. None: the source does not know.
    """

    source: Source
    key: str
    title: str
    kind: str
    on: date
    is_of_a_week: bool = False
    starts_at: time | None = None
    ends_at: time | None = None
    hours: Decimal | None = None
    is_exact: bool = False
    note: str = ""

    @property
    def day(self) -> date | None:
        """Its day; None for what lasts a week."""
        return None if self.is_of_a_week else self.on

    @property
    def week(self) -> date:
        """The Monday of its week."""
        return monday_of(self.on)
