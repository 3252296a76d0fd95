"""The next meeting as iCalendar (RFC 5545): what either puts in their own calendar.

It says neither who the other is nor how to reach them: calendars are shared at work and at home.
"""

from datetime import UTC, timedelta

from icalendar import Calendar, Event, vText

from portal.sponsorship.pairs.following import Meeting
from portal.sponsorship.pairs.states import MeetingState
from snippets.site import base_url

FILE_NAME = "rendez-vous.ics"
CONTENT_TYPE = "text/calendar; charset=utf-8"
LASTS = timedelta(hours=1)


def calendar(meeting: Meeting) -> bytes:
    """The meeting as it is now: the same identifier, a higher sequence at each change."""
    changed = meeting.changed_at.astimezone(UTC)
    starts_at = meeting.starts_at.astimezone(UTC)
    event = Event()
    event.add("uid", f"parrainage-{meeting.pk}@{base_url().hostname}")
    event.add("dtstamp", changed)
    event.add("last-modified", changed)
    event.add("sequence", meeting.sequence)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + LASTS)
    event.add("summary", vText(f"Rendez-vous ({meeting.get_mode_display().lower()})"))
    event.add("status", "CONFIRMED" if meeting.state == MeetingState.PLANNED else "CANCELLED")
    event.add("class", "PRIVATE")
    made = Calendar()
    made.add("prodid", "-//Declic//Parrainage//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add_component(event)
    return bytes(made.to_ical())
