"""When and where, in the words of screens, messages and calendars that a person receives."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.recruitment.hours import cut_off_of
from portal.recruitment.models import Registration, Roster, Slot
from snippets import french


def moment(value: datetime) -> str:
    """“mardi 12 janvier 2027 à 14 h 20”."""
    return f"{french.full_date(value)} à {french.hour(value)}"


def when_of(roster: Roster, slot: Slot | None = None) -> str:
    """The hour at which one is received, or the times of the session if that hour is no more."""
    if slot is None or not slot.places:
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
    """“jusqu’à demain mardi 12 janvier à 14 h”: said on a page; a mail is read later."""
    today = timezone.localdate(now or timezone.now())
    day = timezone.localdate(deadline)
    near = {today: "à aujourd’hui", today + timedelta(days=1): "à demain"}.get(day, "au")
    written = french.full_date(deadline)
    if day.year == today.year:
        written = written.rsplit(" ", 1)[0]
    return f"jusqu’{near} {written} à {french.hour(deadline)}"


def offers_until(roster: Roster) -> str:
    """Until when places are offered by message; then the officers call."""
    return moment(min(roster.closes_at, cut_off_of(roster)))


def helper_name(registration: Registration) -> str:
    """Who registered the person, as the person is told: empty when they did it themselves.

    An adviser's name beside a session for RSA beneficiaries would say too much.
    """
    if registration.helped_by is None:
        return ""
    if registration.roster.is_for_rsa:
        return "Le service emploi"
    name = str(registration.helped_by)
    return f"{name} ({registration.helped_for})" if registration.helped_for else name
