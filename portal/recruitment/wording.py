"""When and where, in the words of screens, messages and calendars that a person receives."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.recruitment.models import Registration, Roster, Slot
from snippets import french


def moment(value: datetime) -> str:
    """“mardi 12 janvier 2027 à 14 h 20”."""
    return f"{french.full_date(value)} à {french.hour(value)}"


def when_of(roster: Roster, slot: Slot | None = None) -> str:
    """The hour at which one is received, or the times of the session."""
    if slot is None:
        return french.when(roster.starts_at, roster.ends_at)
    text = moment(slot.starts_at)
    return text[:1].upper() + text[1:]


def when(registration: Registration) -> str:
    """The same for a registration."""
    return when_of(registration.roster, registration.slot)


def place_of(roster: Roster) -> str:
    """“Maison du peuple, salle 2, 1 place de la Résistance, Belfort”, with what is known."""
    return ", ".join(filter(None, [roster.place_name, roster.address, str(roster.commune.name)]))


def until(deadline: datetime, *, now: datetime | None = None) -> str:
    """“demain mardi 12 janvier à 14 h”: what a page says of a deadline; a mail is read later."""
    today = timezone.localdate(now or timezone.now())
    day = timezone.localdate(deadline)
    near = {today: "aujourd’hui ", today + timedelta(days=1): "demain "}.get(day, "")
    written = french.full_date(deadline)
    if day.year == today.year or near:
        written = written.rsplit(" ", 1)[0]
    return f"{near}{written} à {french.hour(deadline)}"
