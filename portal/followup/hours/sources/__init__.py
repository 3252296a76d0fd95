"""What is known of a person's activities, and is no line of hours yet: a module by source.

Each answers `found(case, since, today)` with activities that its own key tells apart. Another
source (commitments of volunteering, once they exist) is one more module in `SOURCES`.
"""

from datetime import date, timedelta

from portal.followup.hours.models import ActivityLog
from portal.followup.hours.sources import sessions, steps, volunteering
from portal.followup.hours.sources.found import Found
from portal.followup.people.models import Beneficiary

SOURCES = (steps, sessions, volunteering)
# What is older was seen, and left.
LOOKED_BACK = timedelta(weeks=12)


def found_of(case: Beneficiary, *, today: date) -> list[Found]:
    """Activities that are no line yet, newest first; one that was refused is a line."""
    since = today - LOOKED_BACK
    found = [one for source in SOURCES for one in source.found(case, since, today)]
    lines = ActivityLog.unscoped.filter(beneficiary=case).values_list("source", "key")
    taken = set(lines)
    left = [one for one in found if (one.source, one.key) not in taken]
    return sorted(left, key=lambda one: (one.day or one.week, one.key), reverse=True)
