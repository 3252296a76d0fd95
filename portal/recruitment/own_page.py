"""What a registration's own page says: where one stands, in plain words, and what one may do."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone

from pages.presentation.session import facilities_text
from portal.recruitment import wording
from portal.recruitment.availability import Availability, State, availability_of, state_of
from portal.recruitment.hours import offers_are_over
from portal.recruitment.models import PlaceOffer, Registration
from portal.recruitment.ranks import rank_of
from portal.recruitment.states import CONCERNED, LEFT, MAY_COME, Status
from snippets import french

_SENTENCES: dict[str, str] = {
    Status.TO_CONFIRM: "Votre demande n’est pas encore confirmée\u00a0: "
    "votre place n’est pas prise.",
    Status.CONFIRMED: "Votre place est réservée.",
    Status.WAITLISTED: "Vous êtes sur la liste d’attente.",
    Status.OFFERED_PLACE: "Une place s’est libérée pour vous.",
    Status.DECLINED: "Vous avez laissé la place que nous vous proposions.",
    Status.OFFER_EXPIRED: "La place proposée est allée à la personne suivante\u00a0: "
    "nous n’avons pas eu de réponse à temps.",
    Status.CANCELLED: "Votre inscription est annulée.",
    Status.PRESENT: "Vous êtes venu·e.",
    Status.ABSENT: "Sur notre liste, vous n’êtes pas venu·e.",
    Status.INTERVIEWED: "Vous avez été reçu·e en entretien.",
}
_NOTICES: dict[str, str] = {
    State.CANCELLED: "Cette rencontre est annulée. Ne vous déplacez pas.",
    State.POSTPONED: "Cette rencontre est reportée\u00a0: elle n’a pas lieu à la date prévue. "
    "Nous vous écrirons dès que la nouvelle date sera connue.",
    State.TAKEN_DOWN: "Cette rencontre n’est plus annoncée. Appelez le service emploi pour savoir "
    "si elle a lieu.",
    State.OVER: "Cette rencontre est passée.",
}
_OF_SOMEBODY: dict[str, str] = {
    Status.TO_CONFIRM: "La personne n’a pas encore confirmé.",
    Status.CONFIRMED: "La personne a une place.",
    Status.WAITLISTED: "La personne est sur la liste d’attente.",
    Status.OFFERED_PLACE: "Une place lui est proposée\u00a0: elle doit répondre.",
    Status.DECLINED: "La personne a laissé la place proposée.",
    Status.OFFER_EXPIRED: "La place proposée est allée à quelqu’un d’autre.",
    Status.CANCELLED: "L’inscription est annulée.",
    Status.PRESENT: "La personne est venue.",
    Status.ABSENT: "La personne n’est pas venue.",
    Status.INTERVIEWED: "La personne a été reçue en entretien.",
}


@dataclass(frozen=True)
class OwnPage:
    """One registration at one moment, as its person reads it."""

    registration: Registration
    now: datetime

    @cached_property
    def availability(self) -> Availability:
        """What is left in the session."""
        return availability_of(self.registration.roster, now=self.now)

    @property
    def status(self) -> str:
        """Where it stands."""
        return self.registration.status

    @property
    def sentence(self) -> str:
        """The same, in plain words."""
        return _SENTENCES[self.status]

    @property
    def notice(self) -> str:
        """What became of the session, when it is not held as announced."""
        return _NOTICES.get(state_of(self.registration.roster, self.now), "")

    @property
    def list_sentence(self) -> str:
        """Both in a list, where each row costs no query of its own."""
        return f"{self.notice} {self.sentence}" if self.notice and self.is_active else self.sentence

    @property
    def helper_sentence(self) -> str:
        """Where it stands, for who registered the person."""
        said = _OF_SOMEBODY[self.status]
        return f"{self.notice} {said}" if self.notice and self.is_active else said

    @property
    def helper_name(self) -> str:
        """Who registered them, if they did not do it themselves."""
        return wording.helper_name(self.registration)

    @property
    def title(self) -> str:
        """What the session is called on a page that a link opens."""
        return self.registration.roster.told_title

    @property
    def when(self) -> str:
        """The hour of the person, or the times of the session."""
        return wording.when(self.registration)

    @property
    def session_when(self) -> str:
        """The times of the session, whatever the hour of the person."""
        return wording.when_of(self.registration.roster)

    @property
    def place(self) -> str:
        """Name of the place, address, commune."""
        return wording.place_of(self.registration.roster)

    @cached_property
    def rank(self) -> int:
        """The rank on the waiting list, from 1; 0 for who does not wait."""
        return rank_of(self.registration)

    @property
    def before(self) -> int:
        """How many people are before."""
        return max(self.rank - 1, 0)

    @cached_property
    def offer(self) -> PlaceOffer | None:
        """The place that is offered and waits for an answer."""
        if self.status != Status.OFFERED_PLACE:
            return None
        return self.registration.open_offer

    @property
    def offered_when(self) -> str:
        """When one would be received."""
        slot = self.offer.slot if self.offer else None
        return wording.when_of(self.registration.roster, slot)

    @property
    def deadline(self) -> str:
        """Until when to answer: “jusqu’à demain mardi 12 janvier à 14 h”."""
        return wording.until(self.offer.deadline, now=self.now) if self.offer else ""

    @property
    def offers_until(self) -> str:
        """Until when places are offered by message; then the officers call."""
        return wording.offers_until(self.registration.roster)

    @property
    def offers_go_on(self) -> bool:
        """Whether the next place that is free is offered by message."""
        return not offers_are_over(self.registration.roster, self.now)

    @property
    def is_over(self) -> bool:
        """Whether the session has ended."""
        return self.registration.roster.ends_at <= self.now

    @property
    def is_active(self) -> bool:
        """Whether they have a place, or wait for one."""
        return self.status in CONCERNED

    @property
    def practical(self) -> list[tuple[str, str]]:
        """What to bring, how to come, what is on the spot: the page's own words, what is known."""
        roster = self.registration.roster
        page = roster.page
        facts = [("À apporter", roster.what_to_bring)]
        if page is not None:
            facts.append(("Venir sans voiture", page.transport_access))
            facts.append(("Sur place", facilities_text(page)))
        return [(label, value) for label, value in facts if value]

    @property
    def is_held(self) -> bool:
        """Whether it is to come, as announced."""
        return self.registration.roster.takes_place and not self.is_over

    @property
    def can_confirm(self) -> bool:
        """Whether the address is still to be proved."""
        return self.status == Status.TO_CONFIRM and self.is_held

    @property
    def must_choose_slot(self) -> bool:
        """Whether their hour is no more: the place is kept."""
        registration = self.registration
        if self.status != Status.CONFIRMED or not registration.roster.has_slots or self.is_over:
            return False
        return registration.slot is None or not registration.slot.places

    @property
    def can_say_coming(self) -> bool:
        """Whether « Je viens » and « Je ne viens pas » make sense."""
        return self.status == Status.CONFIRMED and self.is_held

    @property
    def said_coming_on(self) -> str:
        """The day on which they said that they come."""
        said = self.registration.coming_at
        return french.full_date(said) if said else ""

    @property
    def can_change_slot(self) -> bool:
        """Whether another hour may be chosen."""
        return (
            self.status == Status.CONFIRMED and self.registration.roster.has_slots and self.is_held
        )

    @property
    def can_cancel(self) -> bool:
        """Whether there is something to cancel."""
        return self.status in MAY_COME and not self.is_over

    @property
    def can_ask_again(self) -> bool:
        """Whether who left may come back."""
        return (
            self.status in LEFT
            and self.availability.state == State.OPEN
            and not self.availability.is_full
        )

    @property
    def has_pass(self) -> bool:
        """Whether the code of the entrance is shown."""
        return self.status == Status.CONFIRMED and self.is_held

    @property
    def has_calendar(self) -> bool:
        """Whether there is an event to put in a calendar, or to take out of it."""
        return self.status == Status.CONFIRMED and not self.is_over

    @property
    def can_withdraw(self) -> bool:
        """Whether somebody wrote an agreement down for them, which still holds."""
        registration = self.registration
        return bool(registration.helped_by_id and registration.agreement.withdrawn_at is None)

    @property
    def can_choose_sharing(self) -> bool:
        """Whether organisations read the list at all, and there is still somebody to read about."""
        return (
            not self.registration.roster.is_for_rsa
            and self.status not in {*LEFT, Status.TO_CONFIRM}
            and not self.is_over
            and self.registration.agreement.withdrawn_at is None
        )


def own_page(registration: Registration, *, now: datetime | None = None) -> OwnPage:
    """What its page says now."""
    return OwnPage(registration, now or timezone.now())
