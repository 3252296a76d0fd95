"""A first talk: said by either, asked of both, given back to the coordinator in the end."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.services.changing import change, lock_coordinated, lock_pair
from portal.sponsorship.pairs.states import ContactSource, Role, Side, State
from snippets.one_by_one import sum_of_each

ALREADY = "C’est déjà noté\u00a0: merci."
NOT_YOURS = "Ce binôme n’est pas le vôtre."
OVER = "Ce binôme n’attend plus de premier contact."
# The question leaves this many days before the last one.
ASKED_BEFORE = timedelta(days=3)


@transaction.atomic
def say_spoken(*, pair: Sponsorship, side: Side, actor: Actor) -> Sponsorship:
    """They have talked: the pair begins. Said again, by either, it is noted once.

    Raises SponsorshipError for a pair that is over, or of others.
    """
    found = _own(pair, side, actor)
    if found.contacted_at is not None:
        return found
    _check_waits(found)
    now = timezone.now()
    found.contacted_at, found.contact_said_by = now, side
    return change(found, State.ACTIVE, role=Role(side.value), actor=actor, now=now)


@transaction.atomic
def say_not_yet(*, pair: Sponsorship, side: Side, actor: Actor) -> Sponsorship:
    """They have not: the coordinator sees it, and the last day stays.

    Raises SponsorshipError, also when they have talked.
    """
    found = _own(pair, side, actor)
    if found.contacted_at is not None:
        raise SponsorshipError(ALREADY)
    _check_waits(found)
    found.not_yet_at = timezone.now()
    found.save(update_fields=["not_yet_at"])
    return found


@transaction.atomic
def note_contact(*, pair: Sponsorship, actor: Actor) -> Sponsorship:
    """The coordinator called, and heard that they have talked. Raises SponsorshipError."""
    found = lock_coordinated(pair, actor)
    _check_waits(found)
    now = timezone.now()
    found.contacted_at, found.contact_said_by = now, ContactSource.COORDINATOR
    return change(found, State.ACTIVE, role=Role.COORDINATOR, actor=actor, now=now)


def ask_pairs(ask: Callable[[Sponsorship], None], *, now: datetime | None = None) -> int:
    """Ask both of each pair, once, a few days before the last one; return how many pairs."""
    day = timezone.localdate(now) + ASKED_BEFORE
    waiting = Sponsorship.objects.filter(
        state=State.ACCEPTED, asked_at__isnull=True, contact_by__lte=day
    )
    return sum_of_each(
        waiting.order_by("pk"),
        lambda pair: _ask(pair, ask, now or timezone.now()),
        failed="Pair %s could not be asked.",
    )


@transaction.atomic
def _ask(pair: Sponsorship, ask: Callable[[Sponsorship], None], now: datetime) -> bool:
    found = lock_pair(pair)
    if found.state != State.ACCEPTED or found.asked_at is not None:
        return False
    found.asked_at = now
    found.save(update_fields=["asked_at"])
    ask(found)
    return True


@transaction.atomic
def return_silent(*, now: datetime | None = None) -> int:
    """Give back to the coordinator the pairs past their last day; return how many are new."""
    now = now or timezone.now()
    silent = Sponsorship.objects.filter(
        state=State.ACCEPTED, returned_at__isnull=True, contact_by__lt=timezone.localdate(now)
    )
    keys = list(
        silent.select_for_update(no_key=True, skip_locked=True, of=("self",)).values_list(
            "pk", flat=True
        )
    )
    return Sponsorship.objects.filter(pk__in=keys).update(returned_at=now)


def _own(pair: Sponsorship, side: Side, actor: Actor) -> Sponsorship:
    """The pair, held, when one of its two speaks."""
    found = lock_pair(pair)
    if actor.user is None or found.side_of(actor.user) != side:
        raise SponsorshipError(NOT_YOURS)
    return found


def _check_waits(pair: Sponsorship) -> None:
    if pair.state != State.ACCEPTED:
        raise SponsorshipError(OVER)
