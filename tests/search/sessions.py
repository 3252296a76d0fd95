"""Sessions in the index, for tests."""

import datetime
from typing import Any

from django.utils import timezone

from search.models import Opportunity
from tests.search.rows import make_row

DETAILS = {
    "session_type": "job_dating",
    "status": "scheduled",
    "audience": "public",
    "capacity": 24,
    "positions": None,
    "place": "Maison du peuple",
    "registration_opens_at": None,
    "registration_closes_at": "2027-01-10T12:00:00+01:00",
    "partners": [],
    "occupations": ["F1703"],
}


def make_session(
    starts_at: datetime.datetime | None = None,
    details: dict[str, Any] | None = None,
    **values: Any,
) -> Opportunity:
    """A session in ten days, of three hours."""
    begin = starts_at or timezone.now().replace(microsecond=0) + datetime.timedelta(days=10)
    end = begin + datetime.timedelta(hours=3)
    values = {
        "title": "Job dating",
        "starts_at": begin,
        "ends_at": end,
        "expires_at": end,
        **values,
    }
    return make_row(kind="session", details={**DETAILS, **(details or {})}, **values)
