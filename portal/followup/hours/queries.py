"""What the tab « Heures » reads, of a case in reach."""

from datetime import date, timedelta

from portal.followup.hours.models import HoursExemption
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
