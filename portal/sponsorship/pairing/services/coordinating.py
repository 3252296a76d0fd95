"""The coordinator settles the first meeting, and takes back what nobody has accepted yet."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairing.services.answering import contact_by
from portal.sponsorship.pairing.telling import tell_first_meeting, tell_over
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_pair
from portal.sponsorship.pairs.states import Role, Side, State
from portal.sponsorship.rules import require_coordinator

NO_REASON = "Dites pourquoi."
PAST = "Choisissez une date à venir."
NOT_ACCEPTED = "La première rencontre se décide quand les deux ont accepté."


@transaction.atomic
def plan_first_meeting(*, pair: Sponsorship, at: datetime, actor: Actor) -> Sponsorship:
    """Say when the two meet with the coordinator; again, to move it. They are told.

    Raises SponsorshipError for a moment that has passed.
    """
    found = _accepted(pair, actor)
    if at <= timezone.now():
        raise SponsorshipError(PAST, field="at")
    found.first_meeting_at, found.first_meeting_waived = at, ""
    found.contact_by = contact_by(_accepted_at(found), at)
    # They are asked again, and given back later.
    found.asked_at = found.returned_at = None
    found.save()
    tell_first_meeting(found)
    return found


@transaction.atomic
def waive_first_meeting(*, pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    """Let the two meet by themselves. Raises SponsorshipError without a reason."""
    found = _accepted(pair, actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    found.first_meeting_at, found.first_meeting_waived = None, reason.strip()
    found.contact_by = contact_by(_accepted_at(found), None)
    found.save()
    return found


@transaction.atomic
def cancel(*, pair: Sponsorship, reason: str, actor: Actor) -> Sponsorship:
    """Take a proposal back; both are told. Raises SponsorshipError without a reason."""
    require_coordinator(actor)
    if not reason.strip():
        raise SponsorshipError(NO_REASON, field="reason")
    found = lock_pair(pair)
    change(found, State.CANCELLED, role=Role.COORDINATOR, actor=actor, reason=reason)
    for side in Side:
        tell_over(found, side)
    return found


def _accepted(pair: Sponsorship, actor: Actor) -> Sponsorship:
    require_coordinator(actor)
    found = lock_pair(pair)
    if found.state != State.ACCEPTED:
        raise SponsorshipError(NOT_ACCEPTED)
    return found


def _accepted_at(pair: Sponsorship) -> datetime:
    return pair.accepted_at or timezone.now()
