"""What anybody may know of a session before asking for a place: how many are left, in which hours.

A picture of the moment, for screens; whoever takes a place counts again under the lock.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q
from django.utils import timezone

from pages.models.session import SessionAudience, SessionStatus
from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.services.following import roster_of
from portal.recruitment.states import Status


class State(StrEnum):
    """Whether people may register, and why not."""

    OPEN = "open"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    INVITATION = "invitation"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
    TAKEN_DOWN = "taken_down"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class FreeSlot:
    """One hour: the places left in it, and the room for somebody who has a place in the session."""

    slot: Slot
    left: int
    room: int


@dataclass(frozen=True, slots=True)
class Availability:
    """What is left in a session now.

    `can_seat` is False while people wait: a place that is free is theirs.
    """

    roster: Roster
    state: State
    left: int
    waiting: int
    slots: tuple[FreeSlot, ...] = ()
    # The page of the registration of who is signed in, if there is one.
    own_path: str = ""

    @property
    def has_room(self) -> bool:
        """Whether somebody could be received, those who wait included."""
        if self.roster.has_slots:
            return self.left > 0 and any(slot.left for slot in self.slots)
        return self.left > 0

    @property
    def can_seat(self) -> bool:
        """Whether who registers now has a place."""
        return self.has_room and not self.waiting

    @property
    def waiting_left(self) -> int:
        """Places left on the waiting list."""
        return max(self.roster.waiting_list_size - self.waiting, 0)

    @property
    def next_rank(self) -> int:
        """The rank of who joins the waiting list now."""
        return self.waiting + 1

    @property
    def is_full(self) -> bool:
        """Whether neither a place nor a rank is left."""
        return not self.can_seat and not self.waiting_left


def availability_of_page(page_id: int, *, now: datetime | None = None) -> Availability | None:
    """What is left in the session of a page, in one query, two with slots; None without a list.

    A page that was online before there were lists has its own from its first visit on.
    """
    found = _read(Q(page_id=page_id), now)
    if found is None and roster_of(page_id) is not None:
        found = _read(Q(page_id=page_id), now)
    return found


def availability_of(roster: Roster, *, now: datetime | None = None) -> Availability:
    """The same for a list."""
    found = _read(Q(pk=roster.pk), now)
    assert found is not None  # noqa: S101 - lists are never deleted
    return found


def state_of(roster: Roster, now: datetime) -> State:
    """Whether people may register now."""
    states = (
        (roster.status == SessionStatus.CANCELLED, State.CANCELLED),
        (roster.status == SessionStatus.POSTPONED, State.POSTPONED),
        (roster.ends_at <= now, State.OVER),
        (roster.taken_down_at is not None, State.TAKEN_DOWN),
        (roster.audience == SessionAudience.INVITATION, State.INVITATION),
        (roster.opens_at is not None and roster.opens_at > now, State.NOT_OPEN),
        (roster.closes_at <= now, State.CLOSED),
    )
    return next((state for holds, state in states if holds), State.OPEN)


def _read(which: Q, now: datetime | None) -> Availability | None:
    holding = Registration.objects.holding().values("pk")
    roster = (
        Roster.objects.filter(which)
        .select_related("commune", "organisation")
        .annotate(
            held=Count("registrations", filter=Q(registrations__in=holding)),
            waiting=Count("registrations", filter=Q(registrations__status=Status.WAITLISTED)),
        )
        .first()
    )
    if roster is None:
        return None
    left = max(roster.capacity - roster.held, 0)
    slots: tuple[FreeSlot, ...] = ()
    if roster.has_slots:
        # Counting leaves out the order of the model.
        rows = (
            roster.slots.filter(places__gt=0)
            .annotate(held=Count("registrations", filter=Q(registrations__in=holding)))
            .order_by("starts_at")
        )
        rooms = [(row, max(row.places - row.held, 0)) for row in rows]
        slots = tuple(FreeSlot(row, min(room, left), room) for row, room in rooms)
    return Availability(
        roster=roster,
        state=state_of(roster, now or timezone.now()),
        left=left,
        waiting=roster.waiting,
        slots=slots,
    )
