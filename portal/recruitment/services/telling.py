"""What people of a list are told by mail, in words that say nothing of whom it is for."""

from typing import Any

from portal.recruitment.links import mine_url
from portal.recruitment.models import Registration, Roster
from snippets import french
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail


def tell(registration: Registration, key: str, *, bulk: bool = False, **context: MailValue) -> bool:
    """Queue a message about a registration; False when there is nobody to write to.

    Somebody without an e-mail is told by who registered them, if anybody did.
    """
    address, reader, helped = _reader(registration)
    if not address:
        return False
    queue_mail(key, to=address, bulk=bulk, context={
        "recipient_name": reader,
        "helped_person": helped,
        **about(registration),
        **context,
    })
    return True


def about(registration: Registration) -> dict[str, MailValue]:
    """What every message about a registration may say of it."""
    return {
        "session_title": registration.roster.told_title,
        "session_on": when(registration),
        "place": place_of(registration.roster),
        "mine_url": mine_url(registration),
    }


def when(registration: Registration) -> str:
    """The day and hour of a person: « Mardi 12 janvier 2027 à 14 h 15 »."""
    slot, roster = registration.slot, registration.roster
    return french.when(slot.starts_at, None) if slot else french.when(roster.starts_at, roster.ends_at)


def place_of(roster: Roster) -> str:
    """« Maison du peuple, 3 rue de la République, Belfort »."""
    return ", ".join(part for part in (roster.place_name, roster.address, str(roster.commune)) if part)


def moment(value: Any) -> str:
    """« mercredi 6 janvier 2027 à 14 h », within a sentence."""
    return f"{french.full_date(value)} à {french.hour(value)}"


def _reader(registration: Registration) -> tuple[str, str, str]:
    """The address, the first name, and the name of the person when somebody else reads."""
    person, helper = registration.participant, registration.helped_by
    if person.address and person.erased_at is None:
        return person.address, person.first, ""
    if helper and helper.is_active and not person.user_id:
        return helper.email, helper.get_short_name(), person.name
    return "", "", ""
