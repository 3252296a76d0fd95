"""What retention would do of each case on a day: computed, written by nobody.

Notice, thirty days, archive; notice again, thirty days, a slip. Each day that was announced stands:
what is due meanwhile waits for it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from portal.followup.clocks.legal import after_months
from portal.followup.configuration.delays import Delay, Delays, all_values
from portal.followup.people.models import Beneficiary
from portal.followup.retention import holds
from portal.followup.retention.contacts import last_contacts
from portal.followup.retention.models import CaseRetention
from portal.followup.retention.states import R


class Act(StrEnum):
    """What a run does of a case."""

    NOTICE = "notice"
    LAPSE = "lapse"
    ARCHIVE = "archive"
    REOPEN = "reopen"
    ANNOUNCE = "announce"  # that it will be destroyed
    DEFER = "defer"  # it was announced, and is held since


LABELS = {
    Act.NOTICE: "archivages annoncés",
    Act.LAPSE: "annonces sans suite (contact ou arrêt)",
    Act.ARCHIVE: "dossiers archivés",
    Act.REOPEN: "dossiers rouverts (la personne est revenue)",
    Act.ANNOUNCE: "destructions annoncées",
    Act.DEFER: "destructions suspendues par un arrêt",
}


@dataclass(frozen=True, slots=True)
class Decision:
    """An act of a run, the contact that it was counted from, the day that it announces."""

    key: int
    act: Act
    last_contact_on: date
    on: date | None = None


def decisions(keys: Collection[int] | None, day: date) -> list[Decision]:
    """What is to be done today, in the order of cases. Inside the scope `retention`."""
    delays = all_values()
    rows = CaseRetention.objects.in_system_scope()
    # A case that was merged into another goes with it.
    people = Beneficiary.objects.in_system_scope().filter(merged_into__isnull=True)
    if keys is not None:
        rows, people = rows.filter(beneficiary__in=keys), people.filter(pk__in=keys)
    known = {row.beneficiary_id: row for row in rows}
    contacts = last_contacts(keys, day)
    held = holds.reasons(keys, delays, day)
    found = []
    for pk in people.order_by("pk").values_list("pk", flat=True):
        decision = _of(pk, known.get(pk), contacts.get(pk), pk in held, delays, day)
        if decision is not None:
            found.append(decision)
    return found


def archive_from(last_contact_on: date, delays: Delays) -> date:
    """The first day on which a case without a new contact may be archived."""
    return after_months(last_contact_on, delays.value(Delay.RETENTION_MONTHS, last_contact_on))


def destroy_from(archived_on: date, delays: Delays) -> date:
    """The first day on which what was archived may be destroyed."""
    return after_months(archived_on, delays.value(Delay.ARCHIVE_MONTHS, archived_on))


def has_come_back(row: CaseRetention, contact: date | None) -> bool:
    """Whether there was a contact since the one that the notice was counted from."""
    return contact is not None and contact > row.last_contact_on


def _of(
    pk: int,
    row: CaseRetention | None,
    contact: date | None,
    is_held: bool,  # noqa: FBT001 - one call
    delays: Delays,
    day: date,
) -> Decision | None:
    if row is None or row.state == R.LAPSED:
        return None if is_held or contact is None else _notice(pk, contact, delays, day)
    if row.state == R.ANONYMISED:
        return None
    came_back = has_come_back(row, contact)
    if row.state == R.NOTICED:
        act = Act.LAPSE if came_back or is_held else Act.ARCHIVE
        is_due = act == Act.LAPSE or row.archive_on <= day
        return Decision(pk, act, contact or row.last_contact_on) if is_due else None
    if came_back:
        return Decision(pk, Act.REOPEN, contact or row.last_contact_on)
    if is_held:
        return Decision(pk, Act.DEFER, row.last_contact_on) if row.destroy_on else None
    return _destruction(pk, row, delays, day)


def _notice(pk: int, contact: date, delays: Delays, day: date) -> Decision | None:
    notice = timedelta(days=delays.value(Delay.RETENTION_NOTICE_DAYS, day))
    due = archive_from(contact, delays)
    if day < due - notice:
        return None
    return Decision(pk, Act.NOTICE, contact, max(due, day + notice))


def _destruction(pk: int, row: CaseRetention, delays: Delays, day: date) -> Decision | None:
    if row.destroy_on is not None or row.archived_on is None:
        return None
    notice = timedelta(days=delays.value(Delay.RETENTION_NOTICE_DAYS, day))
    due = destroy_from(row.archived_on, delays)
    if day < due - notice:
        return None
    return Decision(pk, Act.ANNOUNCE, row.last_contact_on, max(due, day + notice))
