"""Another hour for somebody who has a place, and what a manager marks of who came."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import Registration, Slot
from portal.recruitment.services import telling
from portal.recruitment.services.changing import change, write_change
from portal.recruitment.services.places import locked, occupancy, slot_of
from portal.recruitment.services.registering import NOT_ITS_SLOT, SLOT_FULL
from portal.recruitment.states import CAME, Role, Status
from snippets import french

NO_PLACE = "Sans place confirmée, il n’y a pas d’heure à changer."
STARTED = "La rencontre a commencé\u00a0: voyez sur place pour changer d’heure."
OVER = "Cette rencontre est passée."
NOT_HELD = "Cette rencontre n’a pas lieu à cette date."
NOT_YET = "La rencontre n’a pas commencé\u00a0: il est trop tôt pour noter une absence."
NOT_TODAY = "La rencontre n’a pas lieu aujourd’hui\u00a0: notez les présences le jour venu."
NOT_A_MARK = "Notez une présence, une absence ou un entretien."
MARKS = frozenset({Status.PRESENT, Status.ABSENT, Status.INTERVIEWED})
OTHER_HOUR = "Autre heure de passage"


@transaction.atomic
def move(
    *,
    registration: Registration,
    slot: Slot,
    role: Role,
    actor: Actor,
    now: datetime | None = None,
) -> Registration:
    """Give a person another hour; they keep theirs until the other is had.

    The person moves until the session starts, a manager until its end; they are told.
    Raises RecruitmentError, FullError.
    """
    now = now or timezone.now()
    found = locked(registration)
    roster = found.roster
    if not roster.takes_place:
        raise RecruitmentError(NOT_HELD)
    if roster.ends_at <= now:
        raise RecruitmentError(OVER)
    if role == Role.PERSON and roster.starts_at <= now:
        raise RecruitmentError(STARTED)
    came = found.status in CAME and role != Role.PERSON
    if found.status != Status.CONFIRMED and not came:
        raise RecruitmentError(NO_PLACE)
    wanted = slot_of(roster, slot, message=NOT_ITS_SLOT)
    if wanted is None:
        raise RecruitmentError(NOT_ITS_SLOT, field="slot")
    if wanted.pk == found.slot_id:
        return found
    if not occupancy(roster).has_room(wanted):
        raise FullError(SLOT_FULL.format(hour=french.hour(wanted.starts_at)), field="slot")
    found.slot, found.changed_at = wanted, now
    found.save(update_fields=["slot", "changed_at"])
    write_change(found, found.status, actor=actor, at=now, note=OTHER_HOUR)
    telling.slot_changed(found)
    return found


@transaction.atomic
def mark(
    *, registration: Registration, to: Status, actor: Actor, now: datetime | None = None
) -> Registration:
    """Write that somebody came, did not come, or was received; the same mark again is one.

    `to` CONFIRMED takes back a mark that was made by mistake. Raises RecruitmentError before the
    day of the session, for an absence before its start, and for a mark that does not follow.
    """
    now = now or timezone.now()
    found = locked(registration)
    if found.status == to:
        return found
    if to == Status.CONFIRMED and found.status in MARKS:
        return _unmark(found, role=Role.MANAGER, actor=actor, now=now)
    if to not in MARKS:
        raise RecruitmentError(NOT_A_MARK)
    starts_at = found.roster.starts_at
    if timezone.localdate(now) < timezone.localdate(starts_at):
        raise RecruitmentError(NOT_TODAY)
    if to == Status.ABSENT and now < starts_at:
        raise RecruitmentError(NOT_YET)
    return change(found, to, role=Role.MANAGER, actor=actor, now=now)


@transaction.atomic
def undo_presence(
    *, registration: Registration, role: Role, actor: Actor, now: datetime | None = None
) -> Registration:
    """Take back a presence that was somebody else's: the person is what they were before.

    Who came without a place waits again if they did, else has left. Raises RecruitmentError.
    """
    return _unmark(locked(registration), role=role, actor=actor, now=now or timezone.now())


def _unmark(registration: Registration, *, role: Role, actor: Actor, now: datetime) -> Registration:
    marked = registration.changes.filter(to_status__in=MARKS).exclude(from_status__in=MARKS).last()
    if not registration.came_unexpected:
        to = Status.CONFIRMED
    elif marked and marked.from_status == Status.WAITLISTED:
        to = Status.WAITLISTED
    else:
        to = Status.CANCELLED
    return change(registration, to, role=role, actor=actor, now=now, note="Pointage repris")
