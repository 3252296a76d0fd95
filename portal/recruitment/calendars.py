"""One registration as iCalendar (RFC 5545, 5546): what a person puts in their own calendar.

The identifier never changes and each change raises the sequence, so that a calendar replaces what
it has. Of a session for RSA beneficiaries it says no more than a place and a date.
"""

import datetime
from typing import Final

from icalendar import Alarm, Calendar, Event, vCalAddress, vText

from pages.models import SessionStatus
from portal.recruitment import links, wording
from portal.recruitment.checkin.codes import spaced_code
from portal.recruitment.models import Registration
from portal.recruitment.states import HOLDING, Status
from snippets.site import base_url, site_settings

FILE_NAME: Final = "rendez-vous.ics"
CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
_ALARM_BEFORE = datetime.timedelta(hours=2)
_CANCELLED, _TENTATIVE, _CONFIRMED = "CANCELLED", "TENTATIVE", "CONFIRMED"


def calendar(registration: Registration) -> bytes:
    """The event as it is now: the same registration gives the same bytes."""
    status = _status(registration)
    made = Calendar()
    made.add("prodid", "-//Declic//Inscriptions//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    # A published event has no list of guests: nobody's address is in it.
    made.add("method", "CANCEL" if status == _CANCELLED else "PUBLISH")
    made.add_component(_event(registration, status))
    return bytes(made.to_ical())


def _event(registration: Registration, status: str) -> Event:
    roster, slot = registration.roster, registration.slot
    title = roster.told_title
    if status == _CANCELLED:
        title = f"Annulé\u00a0: {title}"
    elif status == _TENTATIVE:
        title = f"À confirmer\u00a0: {title}"
    changed = _changed_at(registration)
    event = Event()
    event.add("uid", f"inscription-{registration.pk}@{base_url().hostname}")
    event.add("dtstamp", changed.astimezone(datetime.UTC))
    event.add("last-modified", changed.astimezone(datetime.UTC))
    event.add("sequence", _sequence(registration, changed))
    # In UTC: no rule of time zones is needed, and every calendar shows its reader's time.
    event.add("dtstart", (slot or roster).starts_at.astimezone(datetime.UTC))
    event.add("dtend", (slot or roster).ends_at.astimezone(datetime.UTC))
    event.add("summary", vText(title))
    event.add("location", vText(wording.place_of(roster)))
    event.add("description", vText(_description(registration)))
    event.add("url", links.own_url(registration))
    event.add("status", status)
    event.add("class", "PRIVATE")
    organiser = _organiser()
    if organiser:
        event.add("organizer", organiser)
    if status == _CONFIRMED:
        event.add_component(_alarm(title))
    return event


def _status(registration: Registration) -> str:
    roster = registration.roster
    if registration.status not in HOLDING or roster.status == SessionStatus.CANCELLED:
        return _CANCELLED
    if not roster.takes_place or registration.status == Status.OFFERED_PLACE:
        return _TENTATIVE
    return _CONFIRMED


def _changed_at(registration: Registration) -> datetime.datetime:
    """When the registration, or what its session told its people, changed last."""
    return max(filter(None, [registration.changed_at, registration.asked_at]))


def _sequence(registration: Registration, changed: datetime.datetime) -> int:
    """Seconds since it was made: grows with each change, from 0."""
    return max(0, int((changed - registration.created_at).total_seconds()))


def _description(registration: Registration) -> str:
    roster = registration.roster
    lines = []
    if roster.what_to_bring and not roster.is_for_rsa:
        lines.append(f"À apporter\u00a0: {roster.what_to_bring}")
    lines.append(f"Code d’entrée\u00a0: {spaced_code(registration)}")
    lines.append(f"Changer ou annuler\u00a0: {links.own_url(registration)}")
    return "\n".join(lines)


def _organiser() -> vCalAddress | None:
    """The employment service, the same for all."""
    site = site_settings()
    if not site.contact_email:
        return None
    address = vCalAddress(f"mailto:{site.contact_email}")
    address.params["CN"] = " ".join(site.site_name.replace('"', "'").split())
    return address


def _alarm(title: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(title))
    alarm.add("trigger", -_ALARM_BEFORE)
    return alarm
