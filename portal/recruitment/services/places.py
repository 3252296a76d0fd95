"""How many places are taken and left, known for sure under the lock of the list."""

from collections import Counter
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.db.models import Count

from portal.recruitment.errors import RecruitmentError
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
    # What only points to the list (a scan, a message) does not wait for it. Without its relations:
    # a list whose place or organiser changed while we waited would not be found.
    Roster.objects.select_for_update(no_key=True).only("pk").get(pk=pk)
    return Roster.objects.select_related("organisation", "commune").get(pk=pk)


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

    def has_room(self, slot: Slot) -> bool:
        """Whether one more fits in a slot, for somebody who has a place in the session already."""
        return self.by_slot[slot.pk] < slot.places

    def left_in(self, slot: Slot) -> int:
        """Places that nobody holds in a slot, within those of the session."""
        return min(max(slot.places - self.by_slot[slot.pk], 0), self.left)

    @property
    def free_slots(self) -> tuple[Slot, ...]:
        """The slots with a place, the earliest first."""
        return tuple(slot for slot in self.slots if self.left_in(slot))

    @property
    def free_seats(self) -> list[Slot | None]:
        """One item for each place that nobody holds: its slot, None where there are no slots."""
        if not self.roster.has_slots:
            return [None] * self.left
        seats = [
            slot for slot in self.slots for _ in range(max(slot.places - self.by_slot[slot.pk], 0))
        ]
        return list(seats[: self.left])

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
    rows = (
        Registration.objects.filter(
            roster=roster, status__in=(*HOLDING, Status.WAITLISTED), came_unexpected=False
        )
        .order_by()
        .values_list("status", "slot_id")
        .annotate(Count("pk"))
    )
    statuses: Counter[str] = Counter()
    by_slot: Counter[int] = Counter()
    for status, slot_id, count in rows:
        statuses[status] += count
        if status in HOLDING and slot_id:
            by_slot[slot_id] += count
    return Occupancy(
        roster=roster,
        slots=tuple(roster.slots.all()),
        held=sum(statuses[status] for status in HOLDING),
        waiting=statuses[Status.WAITLISTED],
        by_slot=by_slot,
    )


@transaction.atomic
def next_arrival(roster: Roster) -> int:
    """The next rank of arrival, of a list that the caller has locked."""
    roster.arrivals += 1
    roster.save(update_fields=["arrivals"])
    return roster.arrivals


def locked(registration: Registration) -> Registration:
    """The registration as it is now, its list locked; its person, slot and list are read."""
    roster = lock_roster(registration.roster_id)
    found = roster.registrations.select_related(
        "participant__user", "slot", "helped_by", "agreement"
    ).get(pk=registration.pk)
    found.roster = roster
    return found


def slot_of(roster: Roster, slot: Slot | None, *, message: str) -> Slot | None:
    """The slot as it is now. Raises RecruitmentError when the session does not propose it."""
    if slot is None:
        return None
    found = roster.slots.filter(pk=slot.pk, places__gt=0).first()
    if found is None:
        raise RecruitmentError(message, field="slot")
    return found
