"""The one way a registration changes: allowed, written, and kept in its history."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.recruitment.errors import RecruitmentError
from portal.recruitment.models import Registration, RegistrationChange
from portal.recruitment.services.places import next_arrival
from portal.recruitment.states import CAME, LEFT, Role, Status, may_go

NOT_NOW = "C’est impossible\u00a0: cette inscription est «\u00a0{state}\u00a0». Rechargez la page."
_IN_LINE = frozenset({Status.CONFIRMED, Status.WAITLISTED})


def change(
    registration: Registration,
    to: Status,
    *,
    role: Role,
    actor: Actor,
    now: datetime | None = None,
    note: str = "",
) -> Registration:
    """Take a registration to another state and write who did it; who calls holds the list's lock.

    The registration was read under that lock, its `slot` and whatever else changes with the state
    set on it already. Who comes back after having left is the last to arrive.
    Raises RecruitmentError when the state refuses it.
    """
    now = now or timezone.now()
    if not may_go(registration.status, to, role):
        label = Status(registration.status).label.lower()
        raise RecruitmentError(NOT_NOW.format(state=label))
    before, registration.status, registration.changed_at = registration.status, to, now
    comes_back = before in LEFT and to in _IN_LINE
    if comes_back or (registration.arrival is None and to != Status.CANCELLED):
        registration.arrival = next_arrival(registration.roster)
    if to in CAME and registration.came_at is None:
        registration.came_at = now
        registration.came_unexpected = before in LEFT
    registration.save()
    write_change(registration, before, actor=actor, at=now, note=note)
    return registration


def write_change(
    registration: Registration, before: str, *, actor: Actor, at: datetime, note: str = ""
) -> RegistrationChange:
    """One line of history: the state before, and what the registration is now."""
    return RegistrationChange.objects.create(
        registration=registration,
        at=at,
        from_status=before,
        to_status=registration.status,
        slot_starts_at=registration.slot.starts_at if registration.slot else None,
        actor=actor.user,
        actor_name=actor.name,
        note=note[:200],
    )
