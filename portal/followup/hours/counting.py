"""Hours of each week beside what the contract, a reduction or a waiver says: counted, nothing else.

What is confirmed enters the totals; what waits is shown apart. A week follows the rule of its first
day that has one. What is missing is a fact, which nothing reads but screens.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q

from portal.followup.contract.models import EngagementContract
from portal.followup.contract.states import WAS_SIGNED, S
from portal.followup.hours.models import ActivityLog, HoursExemption
from portal.followup.hours.overlaps import beyond_a_day, overlapping
from portal.followup.hours.states import State
from portal.followup.hours.values import SHOWN_WEEKS
from portal.followup.people.models import Beneficiary

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a week should have: hours, and the word that says why. None: nothing says it."""

    hours: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of hours, those whose times meet its own, the hours of a day that has too many."""

    row: ActivityLog
    overlaps: Sequence[ActivityLog]
    beyond: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was done, and what was planned."""

    monday: date
    lines: Sequence[Line]
    planned: Planned
    is_over: bool

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + WEEK - timedelta(days=1)

    @property
    def confirmed(self) -> list[Line]:
        """What counts."""
        return [line for line in self.lines if line.row.state == State.CONFIRMED]

    @property
    def total(self) -> Decimal:
        """Hours confirmed, of every kind."""
        return _sum(self.lines, State.CONFIRMED)

    @property
    def waiting(self) -> Decimal:
        """Hours that wait to be confirmed: in no total."""
        return _sum(self.lines, State.WAITING)

    @property
    def missing(self) -> Decimal:
        """Hours that were planned and are not there, once the week is over."""
        if not self.is_over:
            return Decimal(0)
        return max(Decimal(0), Decimal(self.planned.hours or 0) - self.total)


@dataclass(frozen=True, slots=True)
class Count:
    """Weeks, newest first, and their sums over the weeks that have a plan.

    `waiting` and `refused` are lines of any week: an old one waits as well.
    """

    weeks: Sequence[Week]
    waiting: Sequence[Line]
    refused: Sequence[Line]

    @property
    def done(self) -> Decimal:
        """Hours confirmed in all of them."""
        return sum((week.total for week in self.weeks), Decimal(0))

    @property
    def planned(self) -> int:
        """Hours planned in all of them."""
        return sum(week.planned.hours or 0 for week in self.weeks)

    @property
    def missing(self) -> Decimal:
        """Hours missing in those that are over: more in one week does not make up for another."""
        return sum((week.missing for week in self.weeks), Decimal(0))

    @property
    def missing_weeks(self) -> int:
        """In how many of them."""
        return sum(1 for week in self.weeks if week.missing)

    @property
    def waiting_hours(self) -> Decimal:
        """Hours that wait, of any week."""
        return _sum(self.waiting, State.WAITING)


def count_of(case: Beneficiary, *, today: date, weeks: int = SHOWN_WEEKS) -> Count:
    """The weeks up to today from the first that says something, in four queries."""
    last = today - timedelta(days=today.weekday())
    first = last - WEEK * (weeks - 1)
    lines = _lines_of(case, first=first, last=last)
    by_week: dict[date, list[Line]] = {}
    for line in lines:
        by_week.setdefault(line.row.week, []).append(line)
    contracts = list(
        EngagementContract.unscoped.filter(beneficiary=case, state__in=WAS_SIGNED).prefetch_related(
            "renewals"
        )
    )
    exemptions = list(HoursExemption.unscoped.filter(beneficiary=case).select_related("reason"))
    found = []
    for number in range(weeks):
        monday = last - WEEK * number
        planned = planned_of(monday, contracts, exemptions)
        found.append(Week(monday, by_week.get(monday, []), planned, is_over=number > 0))
    while found and not found[-1].lines and found[-1].planned.hours is None:
        found.pop()
    return Count(
        found,
        waiting=[line for line in lines if line.row.state == State.WAITING],
        refused=[line for line in lines if line.row.state == State.REFUSED],
    )


def _lines_of(case: Beneficiary, *, first: date, last: date) -> list[Line]:
    """Oldest first, those that wait longer than the weeks that are shown included."""
    rows = [
        *ActivityLog.unscoped.filter(
            Q(week__gte=first) | Q(state=State.WAITING), beneficiary=case, week__lte=last
        )
        .select_related("kind")
        .order_by("week", "day", "starts_at", "pk")
    ]
    meeting, beyond = overlapping(rows), beyond_a_day(rows)
    return [Line(row, meeting.get(row.pk, []), beyond.get(row.pk)) for row in rows]


def _sum(lines: Iterable[Line], state: State) -> Decimal:
    return sum((line.row.hours for line in lines if line.row.state == state), Decimal(0))


def planned_of(
    monday: date,
    contracts: Iterable[EngagementContract],
    exemptions: Iterable[HoursExemption],
) -> Planned:
    """What is planned for a week; a reduction or a waiver comes before the contract."""
    contracts, exemptions = list(contracts), list(exemptions)
    for number in range(7):
        day = monday + timedelta(days=number)
        for exemption in exemptions:
            if exemption.starts_on <= day and (not exemption.ends_on or day < exemption.ends_on):
                return Planned(exemption.weekly_hours, exemption.get_regime_display())
        for contract in contracts:
            if _covers(contract, day):
                return Planned(contract.weekly_hours, contract.get_regime_display())
    return Planned(None)


def _covers(contract: EngagementContract, day: date) -> bool:
    """Whether a contract says the hours of a day.

    One that was renewed does to its last day, though another was signed before it.
    """
    if contract.starts_on is None or contract.ends_on is None or contract.signed_on is None:
        return False
    if not max(contract.starts_on, contract.signed_on) <= day <= contract.ends_on:
        return False
    if contract.closed_on is None or day < contract.closed_on:
        return True
    is_renewed = any(one.state in WAS_SIGNED for one in contract.renewals.all())
    return contract.state == S.ENDED and is_renewed
