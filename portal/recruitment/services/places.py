"""How many places are taken and left, known for sure under the lock of the list."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection, transaction

from portal.recruitment.models import Registration, Roster, Slot
from portal.recruitment.states import HOLDING, Status


def lock_roster(roster: Roster | int) -> Roster:
    """The list as it is now, held until the transaction ends: whatever takes a place does this.

    After the lock, count again. Raises RuntimeError outside of a transaction or above READ
    COMMITTED, where a count would read what was there before the lock.
    """
    if not connection.in_atomic_block:
        message = "A place is taken in a transaction."
        raise RuntimeError(message)
    with connection.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        if cursor.fetchone()[0] != "read committed":
            message = "Places are counted under READ COMMITTED."
            raise RuntimeError(message)
    pk = roster.pk if isinstance(roster, Roster) else roster
    return Roster.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=pk)


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What is taken in a list: in all, and in each slot (by its key)."""

    roster: Roster
    slots: tuple[Slot, ...]
    held: int
    waiting: int
    by_slot: Counter[int] = field(default_factory=Counter)

    @property
    def left(self) -> int:
        """Places that nobody holds; never less than 0."""
        return max(self.roster.capacity - self.held, 0)

    def left_in(self, slot: Slot) -> int:
        """Places that nobody holds in a slot, within those of the session."""
        return min(max(slot.places - self.by_slot[slot.pk], 0), self.left)

    @property
    def free_slots(self) -> tuple[Slot, ...]:
        """The slots with a place, the earliest first."""
        return tuple(slot for slot in self.slots if self.left_in(slot))

    @property
    def can_seat(self) -> bool:
        """Whether somebody could have a place now."""
        return bool(self.free_slots) if self.roster.has_slots else self.left > 0

    @property
    def waiting_left(self) -> int:
        """Places left on the waiting list."""
        return max(self.roster.waiting_list_size - self.waiting, 0)


def occupancy(roster: Roster) -> Occupancy:
    """What is taken now: two queries. Only true for long under the lock."""
    rows = Registration.objects.filter(
        roster=roster, status__in=(*HOLDING, Status.WAITLISTED)
    ).values_list("status", "slot_id")
    statuses: Counter[str] = Counter()
    by_slot: Counter[int] = Counter()
    for status, slot_id in rows:
        statuses[status] += 1
        if status in HOLDING and slot_id:
            by_slot[slot_id] += 1
    return Occupancy(
        roster=roster,
        slots=tuple(roster.slots.all()),
        held=sum(statuses[status] for status in HOLDING),
        waiting=statuses[Status.WAITLISTED],
        by_slot=by_slot,
    )


def rank_of(registration: Registration) -> int:
    """Which one of the waiting list this is, from 1; 0 for who does not wait."""
    if registration.status != Status.WAITLISTED:
        return 0
    waiting = Registration.objects.filter(roster_id=registration.roster_id).in_line()
    return waiting.filter(arrival__lte=registration.arrival).count()


@transaction.atomic
def next_arrival(roster: Roster) -> int:
    """The next rank of arrival, of a list that the caller has locked."""
    roster.arrivals += 1
    roster.save(update_fields=["arrivals"])
    return roster.arrivals
