"""Hours of each week beside what the contract, a reduction or a waiver says: counted, nothing else.

A week follows the rule of its first day that has one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portal.followup.contract.models import ActivityLog, EngagementContract, HoursExemption
from portal.followup.contract.states import WAS_SIGNED, S
from portal.followup.people.models import Beneficiary

WEEK = timedelta(days=7)
SHOWN_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Planned:
    """What a week should have: hours, and the word that says why. None: nothing says it."""

    hours: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Week:
    """One week: what was done, and what was planned."""

    monday: date
    entries: Sequence[ActivityLog]
    planned: Planned

    @property
    def sunday(self) -> date:
        """Its last day."""
        return self.monday + WEEK - timedelta(days=1)

    @property
    def total(self) -> Decimal:
        """Hours done, of every kind."""
        return sum((entry.hours for entry in self.entries), Decimal(0))


@dataclass(frozen=True, slots=True)
class Count:
    """Weeks, newest first, and their sums over the weeks that have a plan."""

    weeks: Sequence[Week]

    @property
    def done(self) -> Decimal:
        """Hours done in all of them."""
        return sum((week.total for week in self.weeks), Decimal(0))

    @property
    def planned(self) -> int:
        """Hours planned in all of them."""
        return sum(week.planned.hours or 0 for week in self.weeks)


def count_of(case: Beneficiary, *, today: date, weeks: int = SHOWN_WEEKS) -> Count:
    """The weeks up to today from the first that says something, in three queries."""
    last = today - timedelta(days=today.weekday())
    first = last - WEEK * (weeks - 1)
    entries: dict[date, list[ActivityLog]] = {}
    rows = ActivityLog.unscoped.filter(beneficiary=case, week__gte=first, week__lte=last)
    for entry in rows.select_related("kind").order_by("pk"):
        entries.setdefault(entry.week, []).append(entry)
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
        found.append(Week(monday, entries.get(monday, []), planned))
    while found and not found[-1].entries and found[-1].planned.hours is None:
        found.pop()
    return Count(found)


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
