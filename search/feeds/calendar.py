"""Sessions as iCalendar (RFC 5545, 7986): dates in Europe/Paris, texts without markup."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.utils import timezone
from icalendar import (
    Alarm,
    Calendar,
    Event,
    Timezone,
    TimezoneDaylight,
    TimezoneStandard,
    vCalAddress,
    vDuration,
    vText,
)

from pages.models import Precision, SessionStatus, SessionType
from pages.presentation.session import AUDIENCES, STATUS_NOTICES
from search.feeds import wording
from search.models import Opportunity
from snippets import french
from snippets.site import absolute, base_url

CONTENT_TYPE = "text/calendar; charset=utf-8"
# How often a calendar that subscribes should ask again.
REFRESH = datetime.timedelta(hours=6)
ALARM_BEFORE = datetime.timedelta(days=1)
_STATUSES = {
    SessionStatus.SCHEDULED.value: "CONFIRMED",
    SessionStatus.POSTPONED.value: "TENTATIVE",
    SessionStatus.CANCELLED.value: "CANCELLED",
}
_TYPES = dict(SessionType.choices)


def calendar(name: str, rows: Iterable[Opportunity], *, with_alarm: bool = False) -> bytes:
    """A calendar of sessions that begin at a known time; `with_alarm` reminds a day before.

    Nothing in it depends on when it is made: the same sessions give the same bytes.
    """
    made = Calendar()
    made.add("prodid", "-//Declic//Sessions de recrutement//FR")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    for label in ("name", "x-wr-calname"):
        made.add(label, vText(name))
    made.add("x-wr-timezone", vText(settings.TIME_ZONE))
    made.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(REFRESH))
    made.add_component(_time_zone())
    for row in rows:
        made.add_component(_event(row, with_alarm=with_alarm))
    return bytes(made.to_ical())


def _event(row: Opportunity, *, with_alarm: bool) -> Event:
    """One session."""
    assert row.starts_at  # noqa: S101 - rows without a date are not asked for
    status = row.details.get("status", SessionStatus.SCHEDULED.value)
    title = wording.announced(row)
    event = Event()
    event.add("uid", f"session-{row.pk}@{base_url().hostname}")
    # Without a METHOD, the stamp is the last change as well (RFC 5545, 3.8.7.2).
    event.add("dtstamp", row.updated_at)
    event.add("last-modified", row.updated_at)
    event.add("sequence", _revision(row))
    event.add("dtstart", timezone.localtime(row.starts_at))
    if row.ends_at:
        event.add("dtend", timezone.localtime(row.ends_at))
    event.add("summary", vText(title))
    event.add("description", vText(_description(row)))
    event.add("status", _STATUSES.get(status, "CONFIRMED"))
    event.add("url", absolute(row.url))
    location = _location(row)
    if location:
        event.add("location", vText(location))
    # The centre of a commune is no place to go to.
    if row.position and row.precision == Precision.ADDRESS:
        event.add("geo", (row.latitude, row.longitude))
    session_type = _TYPES.get(row.details.get("session_type", ""))
    if session_type:
        event.add("categories", [session_type])
    organiser = _organiser(row)
    if organiser:
        event.add("organizer", organiser)
    if with_alarm and status != SessionStatus.CANCELLED:
        event.add_component(_alarm(title))
    return event


def _revision(row: Opportunity) -> int:
    """Seconds from the first publication to the last one: grows with each, from 0."""
    return max(0, int((row.updated_at - row.published_at).total_seconds()))


def _location(row: Opportunity) -> str:
    """Name of the place, address, postal code and commune, with what is known."""
    town = f"{row.postal_code} {row.commune_name}".strip()
    return wording.clean(", ".join(filter(None, [row.details.get("place", ""), town])))


def _description(row: Opportunity) -> str:
    """What a person needs to decide and to come, in plain text."""
    details = row.details
    partners = ", ".join(partner["name"] for partner in details.get("partners", ()))
    places = details.get("capacity")
    lines = [
        STATUS_NOTICES.get(details.get("status", ""), ""),
        row.summary,
        _labelled("Organisé par", row.organisation_name),
        _labelled("Avec", partners),
        _labelled("Public", AUDIENCES.get(details.get("audience", ""), "")),
        french.counted(places, "place") if places else "",
        _labelled("À apporter", details.get("what_to_bring", "")),
        _labelled("Détails et inscription", absolute(row.url)),
    ]
    return wording.clean("\n".join(filter(None, lines)))


def _labelled(label: str, value: str) -> str:
    """“Label : value”, or an empty string without a value."""
    return f"{label}\u00a0: {value}" if value else ""


def _organiser(row: Opportunity) -> vCalAddress | None:
    """The contact, if the public may know an e-mail address: iCalendar asks for one."""
    contact = row.details.get("contact", {})
    if not contact.get("email"):
        return None
    address = vCalAddress(f"mailto:{contact['email']}")
    name = wording.clean(contact.get("name") or row.organisation_name)
    if name:
        # Neither quotes nor line breaks fit in a parameter.
        address.params["CN"] = " ".join(name.replace('"', "'").split())
    return address


def _alarm(title: str) -> Alarm:
    """A reminder on the screen."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", vText(title))
    alarm.add("trigger", -ALARM_BEFORE)
    return alarm


def _time_zone() -> Timezone:
    """The time of France by its rule, which holds in any year; a library would list dates.

    Overseas, no département changes its clocks.
    """
    zone = Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    here = timezone.get_default_timezone()
    winter, summer = (datetime.datetime(1996, month, 1, tzinfo=here) for month in (1, 7))
    if winter.utcoffset() == summer.utcoffset():
        always = TimezoneStandard()
        always.add("dtstart", datetime.datetime(1996, 1, 1))  # noqa: DTZ001 - the same
        always.add("tzname", winter.tzname())
        always.add("tzoffsetfrom", winter.utcoffset())
        always.add("tzoffsetto", winter.utcoffset())
        zone.add_component(always)
        return zone
    for part, name, month, before, after in (
        (TimezoneDaylight(), "CEST", 3, 1, 2),
        (TimezoneStandard(), "CET", 10, 2, 1),
    ):
        part.add("dtstart", datetime.datetime(1996, month, 31 if month == 3 else 27, before + 1))  # noqa: DTZ001 - local by definition
        part.add("tzname", name)
        part.add("tzoffsetfrom", datetime.timedelta(hours=before))
        part.add("tzoffsetto", datetime.timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone
