"""What was known of cases at the end of a day, in a number of queries that does not follow theirs.

How a past day is read:

- entitlements and moves, by the day on which the service received them (`received_on`), whenever
  they were written down: they are facts of the organism, which files bring in any order;
- the person, orientations, contracts, diagnoses, appointments and notes, as their rows stood: the
  last state that triggers kept before midnight (`…Event`). An orientation that is notified or ended
  later, a contract signed or closed later, a date put right later change nothing of that day;
- delays, as they are now: a change starts today or later, never before.

Today is read from the rows themselves, which say the same (a test compares the two).

Rows come through the second lock as the person whose scope is open, contacts apart: the day of the
last one counts what only another profession may read, so that a clock says the same to all who read
the case. Nothing but that day comes out.
"""

from collections.abc import Collection
from datetime import date

from django.utils import timezone

from portal.followup.clocks.legal import Facts, Oriented
from portal.followup.clocks.openings import openings_of
from portal.followup.clocks.past import Past
from portal.followup.clocks.present import Present
from portal.followup.models import Beneficiary, Path

# Of somebody whose pathway is not reviewed, or without any diagnosis.
_NONE: tuple[date | None, bool] = (None, False)


def facts_of(
    ids: Collection[int], day: date, *, whole: Collection[int] | None = None
) -> dict[int, Facts]:
    """The facts of each of these cases, by key. Cases that are out of reach are left out.

    `whole` are those that the reader reads whole; all of them, when it is None.
    """
    asked_whole = ids if whole is None else whole
    read: Past | Present
    if day < timezone.localdate():
        read = Past(ids, day, asked_whole)
    else:
        read = Present(ids, day, asked_whole)
    read_whole = set(asked_whole) & read.people.keys()
    contacts = read.contacts(read_whole) if read_whole else {}
    unoriented = [
        pk
        for pk in read.people
        if not any(row.covers(day) for row in read.orientations.get(pk, ()))
    ]
    openings = openings_of(unoriented, day) if unoriented else {}
    found = {}
    for pk, (state, followed, right, move) in read.people.items():
        orientations = read.orientations.get(pk, ())
        contracts = read.contracts.get(pk, ())
        rights, moves = openings.get(pk, ((right,) if right else (), (move,) if move else ()))
        is_reviewed = contracts and _is_social(orientations, day)
        joint, is_long = read.diagnoses.get(pk, _NONE) if is_reviewed else _NONE
        found[pk] = Facts(
            beneficiary_id=pk,
            is_active=state == Beneficiary.State.ACTIVE,
            was_followed_before_reform=followed,
            rights=tuple(rights),
            moves=tuple(moves),
            orientations=tuple(orientations),
            contracts=tuple(contracts),
            joint_diagnosis_on=joint,
            has_long_barrier=is_long,
            last_contact_on=contacts.get(pk),
            reads_all=pk in read_whole,
        )
    return found


def _is_social(rows: Collection[Oriented], day: date) -> bool:
    return any(row.covers(day) and row.path == Path.SOCIAL for row in rows)
