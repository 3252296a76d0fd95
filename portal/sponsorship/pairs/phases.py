"""When the phases of a pair end, and the reviews that each has."""

from calendar import monthrange
from datetime import date

from django.conf import settings

from portal.sponsorship.pairs.following import Review
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import Phase


def months_of(phase: str) -> int:
    """How long a phase lasts, in months."""
    if phase == Phase.IN_WORK:
        return int(settings.SPONSORSHIP_IN_WORK_MONTHS)
    return int(settings.SPONSORSHIP_TOWARDS_MONTHS)


def plus_months(day: date, months: int) -> date:
    """The same day so many months later; the last of the month when there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def begins_on(pair: Sponsorship) -> date | None:
    """The first day of the phase in which a pair is; None before it has begun."""
    return pair.in_work_since if pair.phase == Phase.IN_WORK else pair.started_on


def ends_on(pair: Sponsorship) -> date | None:
    """The day of its final review."""
    first = begins_on(pair)
    return plus_months(first, months_of(pair.phase)) if first else None


def plan_reviews(pair: Sponsorship) -> None:
    """Write both reviews of the phase that begins; what the former phase had not is dropped."""
    first, last = begins_on(pair), ends_on(pair)
    if first is None or last is None:
        return
    pair.reviews.filter(answers__isnull=True).exclude(phase=pair.phase).delete()
    half_way = first + (last - first) // 2
    for kind, day in ((Review.Kind.HALF_WAY, half_way), (Review.Kind.FINAL, last)):
        Review.objects.get_or_create(
            pair=pair, phase=pair.phase, kind=kind, defaults={"due_on": day}
        )
