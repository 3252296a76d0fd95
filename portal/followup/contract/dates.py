"""How long a contract may last: calendar months, its last day included."""

from calendar import monthrange
from datetime import date, timedelta

from portal.followup.configuration import delays
from portal.followup.configuration.delays import Delay
from portal.followup.contract.models import EngagementContract

ONE_DAY = timedelta(days=1)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day(starts_on: date, months: int) -> date:
    """The last of so many months: from 1 January, six months end on 30 June."""
    return plus_months(starts_on, months) - ONE_DAY


def first_day_of(contract: EngagementContract) -> date | None:
    """The day from which its length counts: of what it amends, when it amends something."""
    first = contract
    while first.amends is not None:
        first = first.amends
    return first.starts_on


def latest_end(contract: EngagementContract) -> date | None:
    """The last day that a contract may have; None before it has a first day."""
    starts_on = first_day_of(contract)
    if starts_on is None:
        return None
    return last_day(starts_on, delays.value(Delay.CONTRACT_MAX_MONTHS, starts_on))


def same_length(former: EngagementContract, starts_on: date) -> date | None:
    """The last day of a contract as long as the former one; None when it has no dates."""
    if former.starts_on is None or former.ends_on is None:
        return None
    after = former.ends_on + ONE_DAY
    months = (after.year - former.starts_on.year) * 12 + after.month - former.starts_on.month
    if plus_months(former.starts_on, months) > after:
        months -= 1
    rest = after - plus_months(former.starts_on, months)
    end = plus_months(starts_on, months) + rest - ONE_DAY
    longest = delays.value(Delay.CONTRACT_MAX_MONTHS, starts_on)
    return min(end, last_day(starts_on, longest))
