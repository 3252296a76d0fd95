"""The slots that a professional offers: opening hours, cut, without what is taken.

Asked inside a scope of the site: an appointment that takes a slot may be of any case.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.followup.access.models import Absence
from portal.followup.appointments.models import Appointment
from portal.followup.booking.models import AppointmentCategory, OpeningHours, Unavailability
from portal.followup.people.models import Professional
from snippets.holidays import holiday
from snippets.site import site_settings

# A slot that begins sooner leaves nobody the time to come.
NOTICE = timedelta(hours=12)
# So far ahead.
AHEAD = timedelta(days=28)
_LONGEST = timedelta(minutes=480)
Period = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that may be taken, and where."""

    starts_at: datetime
    minutes: int
    mode: str
    place: str

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def key(self) -> str:
        """What a form sends."""
        return f"{self.starts_at.astimezone(timezone.get_default_timezone()):%Y-%m-%dT%H:%M}"


def free_slots(
    professional: Professional,
    category: AppointmentCategory,
    *,
    now: datetime | None = None,
    besides: Appointment | None = None,
) -> list[Slot]:
    """Those that are free now, the first one first; each time once.

    `besides`: an appointment that is being moved, whose own time counts as free.
    """
    now = now or timezone.now()
    if professional.left_on is not None:
        return []
    first, last = now + NOTICE, now + AHEAD
    hours = list(hours_of(professional, category, timezone.localdate(first)))
    taken = _taken(professional, first, last, besides)
    found: dict[datetime, Slot] = {}
    for slot in sorted(_cut(hours, category.minutes, first, last), key=lambda one: one.starts_at):
        is_free = all(end <= slot.starts_at or start >= slot.ends_at for start, end in taken)
        if is_free:
            found.setdefault(slot.starts_at, slot)
    return list(found.values())


def by_day(slots: Iterable[Slot]) -> list[tuple[date, list[Slot]]]:
    """Day by day."""
    return [
        (day, list(own))
        for day, own in groupby(slots, key=lambda slot: timezone.localdate(slot.starts_at))
    ]


def hours_of(
    professional: Professional, category: AppointmentCategory, day: date
) -> Iterable[OpeningHours]:
    """The hours of a professional from a day on; without any, those of their structure."""
    rows = OpeningHours.unscoped.filter(Q(valid_until__isnull=True) | Q(valid_until__gt=day))
    own = list(rows.filter(professional=professional))
    if not own:
        own = list(rows.filter(structure=professional.structure_id, unit=professional.unit_id))
    return [one for one in own if one.category_id in {None, category.pk}]


def _cut(
    hours: Iterable[OpeningHours], minutes: int, first: datetime, last: datetime
) -> Iterator[Slot]:
    day, here = timezone.localdate(first), site_settings().department_code
    while day <= timezone.localdate(last):
        if not holiday(day, here):
            for one in hours:
                if one.weekday == day.weekday() and _counts(one, day):
                    yield from _of_day(one, day, minutes, first, last)
        day += timedelta(days=1)


def _counts(hours: OpeningHours, day: date) -> bool:
    return hours.valid_from <= day and (hours.valid_until is None or day < hours.valid_until)


def _of_day(
    hours: OpeningHours, day: date, minutes: int, first: datetime, last: datetime
) -> Iterator[Slot]:
    start, end = _moment(day, hours.starts_at), _moment(day, hours.ends_at)
    step = timedelta(minutes=minutes)
    while start + step <= end:
        if first <= start <= last:
            yield Slot(start, minutes, hours.mode, hours.place)
        start += step


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def _taken(
    professional: Professional, first: datetime, last: datetime, besides: Appointment | None
) -> list[Period]:
    """When a professional is not free: appointments, absences, what they closed."""
    appointments = Appointment.unscoped.filter(
        professional=professional,
        state=Appointment.State.PLANNED,
        starts_at__gt=first - _LONGEST,
        starts_at__lte=last,
    ).exclude(pk=besides.pk if besides else None)
    periods: list[Period] = [
        (start, start + timedelta(minutes=minutes))
        for start, minutes in appointments.values_list("starts_at", "minutes")
    ]
    meeting: dict[str, Any] = {"starts_at__lt": last + _LONGEST, "ends_at__gt": first}
    absences = Absence.unscoped.filter(professional=professional, **meeting)
    closed = closures_of(professional).filter(**meeting)
    for rows in (absences, closed):
        periods += rows.values_list("starts_at", "ends_at")
    return periods


def closures_of(professional: Professional) -> Any:
    """What closes somebody's diary: their own, and that of their structure."""
    return Unavailability.unscoped.filter(
        Q(professional=professional)
        | Q(structure=professional.structure_id, unit=professional.unit_id)
    )
