"""Until when somebody is to be oriented.

Weeks from the day on which the service received the opening of the right, or the move from another
organism. People without duties have no such day; nor has somebody whose right is not open.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from portal.followup.configuration.delays import Delay, Delays
from portal.followup.entitlements.models import OPEN, OVER, Entitlement, OrganismMove


def starts_of(cases: Iterable[int]) -> dict[int, date]:
    """The day on which the clock of each case started, in two queries."""
    keys = [*cases]
    rights: dict[int, list[Entitlement]] = defaultdict(list)
    for right in Entitlement.unscoped.filter(beneficiary__in=keys).order_by("on", "pk"):
        rights[right.beneficiary_id].append(right)
    arrivals = dict(
        OrganismMove.unscoped.filter(beneficiary__in=keys, direction=OrganismMove.Direction.IN)
        .order_by("on", "pk")
        .values_list("beneficiary", "received_on")
    )
    found = {}
    for key, rows in rights.items():
        start = _opening(rows)
        if start is not None:
            found[key] = max(start, arrivals.get(key, start))
    return found


def due_on_of(cases: Iterable[int], delays: Delays) -> dict[int, date]:
    """The last day to orient each case. The delay is that of the day on which its clock started."""
    return {
        key: start + timedelta(weeks=delays.value(Delay.ORIENTATION_WEEKS, start))
        for key, start in starts_of(cases).items()
    }


def _opening(rows: list[Entitlement]) -> date | None:
    """The earliest day on which a file that holds the present opening was received."""
    if rows[-1].status not in OPEN or not rows[-1].has_duties:
        return None
    received = []
    for row in reversed(rows):
        if row.status in OVER:
            break
        if row.status in OPEN:
            received.append(row.received_on)
    return min(received)
