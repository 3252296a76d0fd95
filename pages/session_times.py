"""The times and places of a session: what its page says, and what registration holds to.

Pure: they read the page they are given, a draft with holes included, and ask for `now`.
"""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from pages.models.session import SessionStatus

if TYPE_CHECKING:
    from pages.models import RecruitmentSessionPage


def registration_closes(page: "RecruitmentSessionPage") -> datetime | None:
    """When nobody registers any more: the moment chosen, or the start; None without either."""
    return page.registration_closes_at or page.starts_at


def is_registration_open(page: "RecruitmentSessionPage", now: datetime) -> bool:
    """Whether a person may register at `now`, as far as times and status say.

    Whether the page is online (`is_open`), and has places left, is another question.
    """
    opens, closes = page.registration_opens_at, registration_closes(page)
    return (
        page.status == SessionStatus.SCHEDULED
        and (opens is None or opens <= now)
        and (closes is None or closes > now)
    )


def slot_times(page: "RecruitmentSessionPage") -> list[tuple[datetime, datetime]]:
    """Start and end of each appointment, in order; empty when people come when they like.

    What is left at the end, shorter than an appointment, is none.
    """
    if not page.slot_minutes or page.starts_at is None or page.ends_at is None:
        return []
    step = timedelta(minutes=page.slot_minutes)
    starts = page.starts_at
    count = (page.ends_at - starts) // step
    return [(starts + step * rank, starts + step * (rank + 1)) for rank in range(count)]


def places_per_slot(page: "RecruitmentSessionPage") -> int:
    """How many people are received at the same time."""
    return page.interviewers or 1


def total_places(page: "RecruitmentSessionPage") -> int | None:
    """How many people may come: never more than there are appointments, if there are.

    None while nobody has said.
    """
    slots = len(slot_times(page))
    if not slots:
        return page.capacity
    seats = slots * places_per_slot(page)
    return min(page.capacity, seats) if page.capacity else seats
