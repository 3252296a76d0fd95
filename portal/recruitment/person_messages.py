"""What a person receives about their registration: services call these, in their transaction.

Each answers whether something was written: a person without an address is told by phone. Texts
say nothing of whom a session for RSA beneficiaries is for (`Roster.told_title`), nor what to bring
to it, which may say the same.
"""

from collections.abc import Mapping

from portal.recruitment import calendars, links, qr, wording
from portal.recruitment.checkin.codes import spaced_code
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.ranks import rank_of
from portal.recruitment.states import HOLDING, Status
from snippets.mail import kinds
from snippets.mail.files import MailFile
from snippets.mail.kinds import MailValue
from snippets.mail.queue import queue_mail

CODE_FILE = "code-entree.png"
_Values = Mapping[str, MailValue]


def to_confirm(registration: Registration) -> bool:
    """Ask an address that nobody proved; the place is taken by the link."""
    confirm_url = links.act_url(registration, "confirmer")
    return _write("session_to_confirm", registration, {"confirm_url": confirm_url})


def already_registered(registration: Registration) -> bool:
    """Answer a second registration from the same address: only its owner learns of the first."""
    return _write("session_already_registered", registration)


def registered(registration: Registration) -> bool:
    """Say that the place is theirs: confirmed, an offer accepted, or promoted by hand."""
    return _write(
        "session_registered",
        registration,
        {**_bring(registration), **_helper(registration)},
        files=(*_calendar(registration), _code(registration)),
    )


def waitlisted(registration: Registration) -> bool:
    """Say their rank on the waiting list."""
    rank = rank_of(registration)
    more = {"rank": rank, "before": rank - 1, **_helper(registration)}
    return _write("session_waitlisted", registration, more)


def place_offered(offer: PlaceOffer) -> bool:
    """Offer a place until its deadline."""
    return _write(
        "session_place_offered",
        offer.registration,
        {
            "when": wording.when_of(offer.registration.roster, offer.slot),
            "deadline": wording.moment(offer.deadline),
            "accept_url": links.offer_url(offer, "accepter"),
            "decline_url": links.offer_url(offer, "refuser"),
        },
    )


def offer_expired(offer: PlaceOffer) -> bool:
    """Say that the place went to the next person."""
    more = {"deadline": wording.moment(offer.deadline)}
    return _write("session_offer_expired", offer.registration, more)


def offer_withdrawn(offer: PlaceOffer) -> bool:
    """Say that the place offered is no more, and that the rank is kept."""
    return _write("session_offer_withdrawn", offer.registration)


def slot_changed(registration: Registration) -> bool:
    """Say the new hour, whoever chose it."""
    files = _calendar(registration)
    return _write("session_slot_changed", registration, _bring(registration), files=files)


def slot_lost(registration: Registration) -> bool:
    """Ask somebody whose hour is no more to choose another."""
    slot_url = links.act_url(registration, "heure")
    return _write("session_slot_lost", registration, {"slot_url": slot_url})


def cancelled(registration: Registration, *, by_person: bool) -> bool:
    """Say that the registration is cancelled."""
    files = _calendar(registration)
    more = {"is_by_person": by_person}
    return _write("session_registration_cancelled", registration, more, files=files)


def reminder(registration: Registration, *, is_tomorrow: bool) -> bool:
    """Remind of the session, and ask whether they come."""
    more = {
        "is_tomorrow": is_tomorrow,
        "has_said_yes": registration.coming_at is not None,
        **_bring(registration),
        **_coming(registration),
    }
    files = _calendar(registration)
    return _write("session_reminder", registration, more, files=files, bulk=True)


def moved(registration: Registration) -> bool:
    """Say the new date or place, and ask again; to those who wait as well."""
    return _change_of_session("session_moved", registration, _coming(registration))


def postponed(registration: Registration) -> bool:
    """Say that it is held later, on a date to come."""
    link = {"not_coming_url": links.act_url(registration, "je-ne-viens-pas")}
    return _change_of_session("session_postponed", registration, link)


def session_cancelled(registration: Registration) -> bool:
    """Say that the session is not held."""
    files = _calendar(registration)
    return _write("session_cancelled", registration, files=files, bulk=True)


def _change_of_session(key: str, registration: Registration, answers: _Values) -> bool:
    """To who holds a place, with the links of their answer; to who waits, without."""
    holds = registration.status in HOLDING
    more = {
        "is_waiting": registration.status == Status.WAITLISTED,
        **(answers if holds else {}),
    }
    files = _calendar(registration) if holds else ()
    return _write(key, registration, more, files=files, bulk=True)


def _write(
    key: str,
    registration: Registration,
    more: _Values | None = None,
    *,
    files: tuple[MailFile, ...] = (),
    bulk: bool = False,
) -> bool:
    """Queue one message; False without an address."""
    address = registration.participant.address
    if not address:
        return False
    context: dict[str, MailValue] = {
        "recipient_name": registration.participant.first,
        "session_title": registration.roster.told_title,
        "when": wording.when(registration),
        "place": wording.place_of(registration.roster),
        **(more or {}),
    }
    if "own_url" in kinds.get(key).variables:
        context["own_url"] = links.own_url(registration)
    queue_mail(key, to=address, context=context, attachments=files, bulk=bulk)
    return True


def _bring(registration: Registration) -> dict[str, MailValue]:
    roster = registration.roster
    return {
        "what_to_bring": "" if roster.is_for_rsa else roster.what_to_bring,
        "code": spaced_code(registration),
    }


def _coming(registration: Registration) -> dict[str, MailValue]:
    return {
        "coming_url": links.act_url(registration, "je-viens"),
        "not_coming_url": links.act_url(registration, "je-ne-viens-pas"),
    }


def _helper(registration: Registration) -> _Values:
    """Who registered them, and the link by which they take their agreement back."""
    name = wording.helper_name(registration)
    if not name:
        return {}
    return {
        "helper_name": name,
        "withdraw_url": links.act_url(registration, "retirer-mon-accord"),
    }


def _calendar(registration: Registration) -> tuple[MailFile, ...]:
    """The event of who has a place, or had one: the others have nothing in their calendar."""
    if not registration.changes.filter(to_status=Status.CONFIRMED).exists():
        return ()
    content = calendars.calendar(registration)
    return (MailFile(calendars.FILE_NAME, content, "text/calendar"),)


def _code(registration: Registration) -> MailFile:
    return MailFile(CODE_FILE, qr.qr_png(registration), "image/png")
