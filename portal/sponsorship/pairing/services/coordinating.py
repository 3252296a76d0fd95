"""The coordinator settles the first meeting, and takes back what nobody has accepted yet."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.services.answering import contact_by
from portal.sponsorship.pairing.telling import (
    tell_first_meeting,
    tell_first_meeting_waived,
    tell_over,
)
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_coordinated
from portal.sponsorship.pairs.states import REACHED, Role, Side, State
from portal.sponsorship.rules import require_coordinator

NO_REASON = "Dites pourquoi."
PAST = "Choisissez une date à venir."
FAR = "Choisissez une date dans l’année qui vient."
NO_PLACE = "Dites où vous vous rencontrez."
FARTHEST = timedelta(days=366)
NOT_ACCEPTED = "La première rencontre se décide quand les deux ont accepté."


@transaction.atomic
def plan_first_meeting(*, pair: Sponsorship, at: datetime, place: str, actor: Actor) -> Sponsorship:
    """Say when and where the two meet with the coordinator; again, to move it. They are told, once.

    Also when they have talked by themselves already. Raises SponsorshipError for a moment that has
    passed, or is more than a year away, and without a place.
    """
    found = _reached(pair, actor)
    now = timezone.now()
    if at <= now:
        raise SponsorshipError(PAST, field="at")
    if at > now + FARTHEST:
        raise SponsorshipError(FAR, field="at")
    place = place.strip()
    if not place:
        raise SponsorshipError(NO_PLACE, field="place")
    if (at, place) == (found.first_meeting_at, found.first_meeting_place):
        return found
    found.first_meeting_at, found.first_meeting_waived = at, ""
    found.first_meeting_place = place
    _ask_again(found, contact_by(_accepted_at(found), at))
    found.save()
    tell_first_meeting(found)
    return found


@transaction.atomic
def waive_first_meeting(*, pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    """Let the two meet by themselves, and tell them: no meeting is announced any more.

    Their days to talk begin again. Raises SponsorshipError without a reason.
    """
    found = _reached(pair, actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    found.first_meeting_at, found.first_meeting_waived = None, reason.strip()
    found.first_meeting_place = ""
    _ask_again(found, contact_by(max(_accepted_at(found), timezone.now()), None))
    found.save()
    tell_first_meeting_waived(found)
    return found


@transaction.atomic
def cancel(*, pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    """Take a proposal back; both are told. Raises SponsorshipError without a reason."""
    require_coordinator(actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    found = lock_coordinated(pair, actor)
    change(found, State.CANCELLED, role=Role.COORDINATOR, actor=actor, reason=reason)
    for side in Side:
        tell_over(found, side)
    return found


def _reached(pair: Sponsorship, actor: Actor) -> Sponsorship:
    found = lock_coordinated(pair, actor)
    if found.state not in REACHED:
        raise SponsorshipError(NOT_ACCEPTED)
    return found


def _ask_again(pair: Sponsorship, last_day: date) -> None:
    """Whoever has not talked is asked again before another last day, and given back later."""
    if pair.state == State.ACCEPTED:
        pair.contact_by = last_day
        pair.asked_at = pair.returned_at = None


def _accepted_at(pair: Sponsorship) -> datetime:
    return pair.accepted_at or timezone.now()
