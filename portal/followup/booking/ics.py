"""An adviser's calendar as iCalendar (RFC 5545), for the calendar of their office.

The address is its only lock, and calendars are copied to phones and to servers elsewhere: it says
« Rendez-vous » and when, the address of an office, and nothing of who is met, nor of why. The home
of a person is not a place that it names.
"""

import datetime

from django.utils import timezone
from django.utils.crypto import salted_hmac
from icalendar import Calendar, Event, vText

from portal.followup.appointments.models import Appointment
from portal.followup.booking.words import discreet
from portal.followup.people.models import Professional
from snippets.site import base_url

CONTENT_TYPE = "text/calendar; charset=utf-8"
FILE_NAME = "rendez-vous.ics"
_TITLE = "Rendez-vous"
_BEFORE, _AFTER = datetime.timedelta(days=30), datetime.timedelta(days=180)


def calendar(professional: Professional) -> bytes:
    """What is planned, a month back and six ahead. Inside a scope of the site."""
    now = timezone.now()
    made = _empty()
    rows = Appointment.unscoped.filter(
        professional=professional,
        state=Appointment.State.PLANNED,
        starts_at__gte=now - _BEFORE,
        starts_at__lte=now + _AFTER,
    )
    for row in rows.order_by("starts_at", "pk"):
        made.add_component(_event(row))
    return bytes(made.to_ical())


def of_person(row: Appointment) -> bytes:
    """One appointment, for the calendar of the person: their phone says no more either."""
    made = _empty()
    made.add_component(_event(row))
    return bytes(made.to_ical())


def _empty() -> Calendar:
    made = Calendar()
    made.add("prodid", "-//Declic//Agenda//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    return made


def _event(row: Appointment) -> Event:
    changed = row.updated_at.astimezone(datetime.UTC)
    event = Event()
    event.add("uid", f"{_name(row)}@{base_url().hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", row.version)
    event.add("dtstart", row.starts_at.astimezone(datetime.UTC))
    ends_at = row.starts_at + datetime.timedelta(minutes=row.minutes)
    event.add("dtend", ends_at.astimezone(datetime.UTC))
    event.add("summary", vText(_TITLE))
    event.add("location", vText(_place(row)))
    event.add("class", "PRIVATE")
    return event


def _name(row: Appointment) -> str:
    """A name that tells nothing, not even how many appointments there were."""
    return salted_hmac("followup.appointment", str(row.pk)).hexdigest()[:24]


def _place(row: Appointment) -> str:
    if row.mode == Appointment.Mode.OFFICE and row.place:
        return discreet(row.place, row.get_mode_display())
    return row.get_mode_display()
