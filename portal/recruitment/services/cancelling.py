"""Leaving a list: the place is free at once, and offered if it is day."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services import telling
from portal.recruitment.services.changing import change
from portal.recruitment.services.offers import offer_places
from portal.recruitment.services.places import locked
from portal.recruitment.states import Role, Status

OVER = "Cette rencontre est passée\u00a0: il n’y a plus rien à annuler."
CONFIRM_WITHIN = timedelta(days=7)
_WHO_MAY_COME = frozenset(
    {Status.TO_CONFIRM, Status.CONFIRMED, Status.WAITLISTED, Status.OFFERED_PLACE}
)
logger = logging.getLogger("declic.recruitment")
# One run of the job takes so many: the next one goes on.
BATCH = 200


@transaction.atomic
def cancel(
    *,
    registration: Registration,
    role: Role,
    actor: Actor,
    now: datetime | None = None,
    note: str = "",
) -> Registration:
    """End a registration, tell the person, offer the place; said twice, it is once.

    Raises RecruitmentError when the session is over, or when the person has come.
    """
    now = now or timezone.now()
    found = locked(registration)
    if found.status == Status.CANCELLED:
        return found
    if found.roster.ends_at <= now and role != Role.SITE:
        raise RecruitmentError(OVER)
    was_known = found.status != Status.TO_CONFIRM
    change(found, Status.CANCELLED, role=role, actor=actor, now=now, note=note)
    if was_known:
        telling.cancelled(found, by_person=role == Role.PERSON)
    offer_places(roster=found.roster, now=now)
    return found


def close_unconfirmed(*, now: datetime) -> int:
    """Close the registrations that nobody has proved within seven days; return how many.

    One transaction for each: a stop in the middle loses nothing.
    """
    late = Registration.objects.filter(
        status=Status.TO_CONFIRM, changed_at__lte=now - CONFIRM_WITHIN
    ).order_by("changed_at")
    states = frozenset({Status.TO_CONFIRM})
    note = "Sans confirmation pendant sept jours"
    return _leave_each(late[:BATCH], states, now, note)


def cancel_of_erased(*, now: datetime) -> int:
    """Free the places of people whose data were erased since; return how many."""
    gone = Registration.objects.filter(
        Q(participant__erased_at__isnull=False) | Q(participant__user__erased_at__isnull=False),
        status__in=_WHO_MAY_COME,
        roster__starts_at__gt=now,
    ).order_by("pk")
    note = "Données effacées"
    return _leave_each(gone[:BATCH], _WHO_MAY_COME, now, note)


@transaction.atomic
def cancel_of_account(*, user: User, now: datetime | None = None) -> None:
    """Free the places of an account that is being erased, in the transaction that erases it."""
    now = now or timezone.now()
    rows = Registration.objects.owned_by(user).filter(status__in=_WHO_MAY_COME)
    for registration in rows.filter(roster__ends_at__gt=now).order_by("roster", "pk"):
        _leave(registration, _WHO_MAY_COME, now, "Compte effacé")


def _leave_each(
    rows: Iterable[Registration], states: frozenset[Status], now: datetime, note: str
) -> int:
    done = 0
    for registration in rows:
        try:
            done += _leave(registration, states, now, note)
        except Exception:
            logger.exception("registration %s was not closed", registration.pk)
    return done


@transaction.atomic
def _leave(registration: Registration, states: frozenset[Status], now: datetime, note: str) -> bool:
    """Cancel it, unless it has left these states in the meantime."""
    found = locked(registration)
    if found.status not in states:
        return False
    change(found, Status.CANCELLED, role=Role.SITE, actor=SITE, now=now, note=note)
    offer_places(roster=found.roster, now=now)
    return True
