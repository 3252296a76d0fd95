"""What the tab « Heures » reads, of a case in reach; which cases have hours that wait."""

from datetime import date, timedelta
from typing import Any

from django.db.models import OuterRef, Subquery, Sum

from portal.followup.hours.models import ActivityLog, HoursExemption
from portal.followup.hours.states import State
from portal.followup.people.models import Beneficiary


def exemptions_of(case: Beneficiary, day: date) -> list[tuple[HoursExemption, bool, date | None]]:
    """Newest first: the row, whether it holds on a day, its last day."""
    rows = HoursExemption.unscoped.filter(beneficiary=case).select_related("reason")
    return [
        (
            row,
            row.starts_on <= day and (row.ends_on is None or day < row.ends_on),
            row.ends_on - timedelta(days=1) if row.ends_on else None,
        )
        for row in rows
    ]


def with_waiting_hours(rows: Any) -> Any:
    """A query of cases, with the hours that wait to be confirmed; None without any.

    In the query of the cases itself: the adviser's home page costs no more for it.
    """
    waiting = ActivityLog.unscoped.filter(beneficiary=OuterRef("pk"), state=State.WAITING)
    sums = waiting.order_by().values("beneficiary").annotate(total=Sum("hours")).values("total")
    return rows.annotate(waiting_hours=Subquery(sums))
