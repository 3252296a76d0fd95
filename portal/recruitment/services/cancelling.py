"""Leaving a list: the place is free at once, and offered if it is day."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from portal.accounts.actors import SITE, Actor
from portal.accounts.models import User
from portal.participation.models import Participant
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration
from portal.recruitment.services import telling
from portal.recruitment.services.changing import change
from portal.recruitment.services.offers import offer_places
from portal.recruitment.services.places import locked
from portal.recruitment.states import MAY_COME, Role, Status
from snippets.one_by_one import sum_of_each

OVER = "Cette rencontre est passée\u00a0: il n’y a plus rien à annuler."
CONFIRM_WITHIN = timedelta(days=7)
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
        # A helper acts for the person, who has said nothing to us.
        is_theirs = actor.user is None or actor.user.pk == found.participant.user_id
        telling.cancelled(found, by_person=role == Role.PERSON and is_theirs)
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
        status__in=MAY_COME,
        roster__ends_at__gt=now,
    ).order_by("pk")
    note = "Données effacées"
    return _leave_each(gone[:BATCH], MAY_COME, now, note)


@transaction.atomic
def cancel_of_account(*, user: User, now: datetime | None = None) -> None:
    """Free the places of an account that is being erased, in the transaction that erases it."""
    _leave_all(Registration.objects.owned_by(user), now or timezone.now(), "Compte effacé")


@transaction.atomic
def cancel_of_guest(*, participant: Participant, now: datetime | None = None) -> None:
    """The same of somebody without an account, before their rows are redacted.

    A list is locked before its rows, as everywhere.
    """
    rows = Registration.objects.filter(participant=participant)
    _leave_all(rows, now or timezone.now(), "Données effacées")


def _leave_all(rows: QuerySet[Registration], now: datetime, note: str) -> None:
    """End all that may still be, in one transaction; two at once lock lists in the same order."""
    coming = rows.filter(status__in=MAY_COME, roster__ends_at__gt=now)
    for registration in coming.order_by("roster_id", "pk"):
        _leave(registration, MAY_COME, now, note)


def _leave_each(
    rows: Iterable[Registration], states: frozenset[Status], now: datetime, note: str
) -> int:
    return sum_of_each(
        rows,
        lambda registration: _leave(registration, states, now, note),
        failed="registration %s was not closed",
    )


@transaction.atomic
def _leave(registration: Registration, states: frozenset[Status], now: datetime, note: str) -> bool:
    """Cancel it, unless it has left these states in the meantime."""
    found = locked(registration)
    if found.status not in states:
        return False
    change(found, Status.CANCELLED, role=Role.SITE, actor=SITE, now=now, note=note)
    offer_places(roster=found.roster, now=now)
    return True
