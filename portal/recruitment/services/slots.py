"""The hours of a list made again from those of the page, without losing anybody's.

A slot that the page no longer has keeps the people who are in it, with no place for others.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from portal.recruitment.models import PlaceOffer, Registration, Roster, Slot

Times = Sequence[tuple[datetime, datetime]]
# Where rows wait while their hours are exchanged: two slots never start at the same time.
_FAR = timedelta(days=365 * 100)


def rebuild(roster: Roster, times: Times, places: int, *, keeps_ranks: bool) -> bool:
    """Give a list the slots of these times; who calls holds its lock.

    `keeps_ranks`: the session as a whole has another time, and the people of its third slot are
    those of the third one still. Otherwise a slot is known by when it starts. True when somebody
    is in a slot that is closed now.
    """
    rows = list(roster.slots.order_by("starts_at"))
    current = [row for row in rows if row.places]
    if [(row.starts_at, row.ends_at, row.places) for row in current] == [
        (start, end, places) for start, end in times
    ]:
        return False
    by_start = {row.starts_at: row for row in rows}
    kept: list[Slot] = []
    made: list[Slot] = []
    for rank, (start, end) in enumerate(times):
        row = (
            (current[rank] if rank < len(current) else None) if keeps_ranks else by_start.get(start)
        )
        if row is None:
            made.append(Slot(roster=roster, starts_at=start, ends_at=end, places=places))
            continue
        row.starts_at, row.ends_at, row.places = start, end, places
        kept.append(row)
    Slot.objects.filter(pk__in=[row.pk for row in kept]).update(
        starts_at=F("starts_at") + _FAR, ends_at=F("ends_at") + _FAR
    )
    gone = [row for row in rows if row not in kept]
    closed = [row.pk for row in gone if row.places]
    _remove(gone, {start for start, _ in times})
    Slot.objects.bulk_update(kept, ["starts_at", "ends_at", "places"])
    Slot.objects.bulk_create(made)
    return roster.registrations.holding().filter(slot__in=closed).exists()


def _remove(rows: list[Slot], taken: set[datetime]) -> None:
    """Delete the slots that nobody was ever in; close the others, out of the way of new ones."""
    keys = {row.pk for row in rows}
    used = set(Registration.objects.filter(slot__in=keys).values_list("slot", flat=True))
    used |= set(PlaceOffer.objects.filter(slot__in=keys).values_list("slot", flat=True))
    Slot.objects.filter(pk__in=keys - used).delete()
    starts = {row.starts_at for row in rows}
    for row in rows:
        if row.pk not in used:
            continue
        row.places = 0
        if row.starts_at in taken:
            # Its people are told that it is gone, and never read this hour.
            while row.starts_at in taken | starts:
                row.starts_at += timedelta(seconds=1)
            starts.add(row.starts_at)
        row.save(update_fields=["starts_at", "places"])


def without_hour(roster: Roster) -> QuerySet[Registration]:
    """Who has a place and no hour any more, or none yet where each has theirs."""
    holding = roster.registrations.holding()
    closed = Q(slot__places=0)
    return holding.filter(closed | Q(slot__isnull=True) if roster.has_slots else closed)
