"""The secret address of one's calendar: made, ended, read without signing in."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.booking import ics
from portal.followup.booking.codes import hash_of, new_address
from portal.followup.booking.errors import BookingError, UnusableLinkError
from portal.followup.booking.models import CalendarFeed
from portal.followup.people.models import Professional
from portal.followup.rows.scope import Scope, system_scope

# Calendars ask every few minutes; its owner is told of the day.
_READ_EVERY = timedelta(days=1)


@transaction.atomic
def make_address(*, professional: Professional, actor: Actor) -> str:
    """A new secret, shown once: its hash is kept. The one before opens nothing any more.

    Raises BookingError for somebody else's calendar.
    """
    _check_own(professional, actor)
    secret = new_address()
    with system_scope(Scope.CALENDAR, actor=actor):
        Professional.objects.in_system_scope().select_for_update(no_key=True).get(
            pk=professional.pk
        )
        _end(professional)
        CalendarFeed.unscoped.create(professional=professional, token_hash=hash_of(secret))
    return secret


@transaction.atomic
def end_address(*, professional: Professional, actor: Actor) -> bool:
    """Whoever has the address reads nothing from now on; whether there was one.

    Raises BookingError for somebody else's calendar.
    """
    _check_own(professional, actor)
    with system_scope(Scope.CALENDAR, actor=actor):
        return _end(professional) > 0


def calendar_of(secret: str, *, address: str = "") -> bytes:
    """The calendar of a secret address. Raises UnusableLinkError.

    It ends with the place of the professional in the area, whatever became of the address.
    """
    with system_scope(Scope.CALENDAR, actor=Actor(None, address, "Agenda")):
        feed = (
            CalendarFeed.objects.in_system_scope()
            .select_related("professional__user")
            .filter(token_hash=hash_of(secret), revoked_at__isnull=True)
            .first()
        )
        if feed is None or not _works(feed.professional):
            message = "Cette adresse d’agenda n’existe pas ou a été fermée."
            raise UnusableLinkError(message)
        now = timezone.now()
        if feed.read_at is None or now - feed.read_at > _READ_EVERY:
            feed.read_at = now
            feed.save(update_fields=["read_at"])
        return ics.calendar(feed.professional)


def _check_own(professional: Professional, actor: Actor) -> None:
    if actor.user is None or professional.user_id != actor.user.pk:
        message = "Chacun ouvre et ferme l’adresse de son propre agenda."
        raise BookingError(message)


def _works(professional: Professional) -> bool:
    user = professional.user
    return bool(professional.left_on is None and user and user.is_active)


def _end(professional: Professional) -> int:
    rows = CalendarFeed.objects.in_system_scope().filter(
        professional=professional, revoked_at__isnull=True
    )
    count: int = rows.update(revoked_at=timezone.now())
    return count
