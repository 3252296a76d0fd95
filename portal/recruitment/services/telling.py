"""To whom a message about a registration goes: the person, else who registered them.

Texts are `person_messages`'. False: there is nobody to write to, and somebody has to call.
"""

from portal.recruitment import links, person_messages, wording
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.states import HOLDING
from snippets.mail.queue import queue_mail


def place_offered(offer: PlaceOffer) -> bool:
    """A place is theirs until the deadline."""
    news = OFFERED.format(deadline=wording.moment(offer.deadline))
    return person_messages.place_offered(offer) or _to_helper(offer.registration, news)


def offer_expired(offer: PlaceOffer) -> bool:
    """The deadline has passed."""
    return person_messages.offer_expired(offer) or _to_helper(offer.registration, EXPIRED)


def registered(registration: Registration) -> bool:
    """Who waited has a place."""
    return person_messages.registered(registration) or _to_helper(registration, REGISTERED)


def slot_changed(registration: Registration) -> bool:
    """Another hour."""
    return person_messages.slot_changed(registration) or _to_helper(registration, MOVED)


def cancelled(registration: Registration, *, by_person: bool) -> bool:
    """The registration has ended."""
    told = person_messages.cancelled(registration, by_person=by_person)
    return told or _to_helper(registration, CANCELLED)


def session_moved(registration: Registration) -> bool:
    """Another date, or another place."""
    return person_messages.moved(registration) or _to_helper(registration, MOVED)


def session_postponed(registration: Registration) -> bool:
    """A date to come."""
    return person_messages.postponed(registration) or _to_helper(registration, POSTPONED)


def session_cancelled(registration: Registration) -> bool:
    """It is not held."""
    told = person_messages.session_cancelled(registration)
    return told or _to_helper(registration, NOT_HELD)


def slot_lost(registration: Registration) -> bool:
    """Their hour is no more: they choose another, or come when they like."""
    if registration.roster.has_slots and registration.status in HOLDING:
        return person_messages.slot_lost(registration) or _to_helper(registration, SLOT_LOST)
    return session_moved(registration)


OFFERED = "une place est libre pour elle. Il faut l’accepter avant le {deadline}"
EXPIRED = "la place proposée n’est plus gardée, faute de réponse"
REGISTERED = "elle a maintenant une place"
MOVED = "la date, l’heure ou le lieu ont changé"
CANCELLED = "son inscription est annulée"
POSTPONED = "la rencontre est reportée. La nouvelle date sera annoncée"
NOT_HELD = "la rencontre est annulée"
SLOT_LOST = "son heure de passage n’existe plus. Il faut en choisir une autre"


def _to_helper(registration: Registration, news: str) -> bool:
    """Ask who registered somebody without an e-mail to tell them, while they may follow them."""
    helper, person = registration.helped_by, registration.participant
    if person.address or person.erased_at or not (helper and helper.is_active):
        return False
    if not Registration.objects.helped_by(helper).filter(pk=registration.pk).exists():
        return False
    queue_mail(
        "session_told_to_helper",
        to=helper.email,
        context={
            "recipient_name": helper.get_short_name(),
            "person": person.name,
            "news": news,
            "session_title": registration.roster.told_title,
            "when": wording.when(registration),
            "place": wording.place_of(registration.roster),
            "own_url": links.own_url(registration),
        },
    )
    return True
