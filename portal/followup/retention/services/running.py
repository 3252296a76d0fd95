"""The run of the night: notices, archives, people who came back. It destroys nothing.

Dry unless it is told to act. Each batch is a transaction of its own, and decides again under its
locks: killed, it goes on where it was; a second run waits for each batch of the first.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.followup.access.models import CareTeamMember
from portal.followup.configuration.delays import all_values
from portal.followup.merging import proposals
from portal.followup.models import Beneficiary, ReferentAssignment, SearchKey
from portal.followup.people.searching import write_keys
from portal.followup.retention.deciding import Act, Decision, decisions, destroy_from
from portal.followup.retention.mails import tell_units
from portal.followup.retention.models import CaseRetention
from portal.followup.retention.states import R
from portal.followup.rows.moments import this_moment
from portal.followup.rows.scope import Scope, system_scope
from snippets import locks

BATCH = 200
LOCK = "followup.retention"
ARCHIVED = "Dossier archivé"
# What a night writes.
_FIELDS = [
    "state",
    "unit",
    "last_contact_on",
    "noticed_on",
    "archive_on",
    "archived_on",
    "destroy_on",
]


@dataclass(slots=True)
class Report:
    """How many cases of each act, and the units that are told of a notice."""

    day: date
    is_dry: bool
    counts: Counter[str] = field(default_factory=Counter)
    decided: list[Decision] = field(default_factory=list)
    # Nobody could be told of them: they wait until somebody says which unit they are of.
    without_unit: int = 0


def run(*, day: date | None = None, is_dry: bool = True, batch: int = BATCH) -> Report:
    """What is due on a day, done unless `is_dry`; the units concerned are told."""
    day = day or timezone.localdate()
    with system_scope(Scope.RETENTION, actor=SITE):
        due = decisions(None, day)
        homeless = Beneficiary.objects.in_system_scope().filter(unit__isnull=True)
        waiting = {*homeless.values_list("pk", flat=True)}
    due_keys = [decision.key for decision in due]
    report = Report(day, is_dry, without_unit=len(waiting.intersection(due_keys)))
    if is_dry:
        _add(report, (decision for decision in due if decision.key not in waiting))
        return report
    keys = [key for key in due_keys if key not in waiting]
    for start in range(0, len(keys), batch):
        with system_scope(Scope.RETENTION, actor=SITE):
            _add(report, _batch(keys[start : start + batch], day))
    _tell(report)
    return report


def _tell(report: Report) -> None:
    """One message a run to the managers of each unit whose list has grown."""
    announced = {Act.NOTICE, Act.ANNOUNCE, Act.REOPEN}
    keys = [decision.key for decision in report.decided if decision.act in announced]
    with system_scope(Scope.RETENTION, actor=SITE):
        people = Beneficiary.objects.in_system_scope().filter(pk__in=keys)
        tell_units({*people.order_by().values_list("unit", flat=True)})


def _add(report: Report, done: Iterable[Decision]) -> None:
    done = list(done)
    report.decided += done
    report.counts.update(decision.act for decision in done)


def _batch(keys: Sequence[int], day: date) -> list[Decision]:
    """Decide again what stands now, under the locks of these cases, and do it."""
    locks.take(LOCK)
    people = lock_cases(keys)
    done = decisions(keys, day)
    rows = {
        row.beneficiary_id: row
        for row in CaseRetention.objects.in_system_scope().filter(beneficiary__in=keys)
    }
    written = [
        _written(decision, rows.get(decision.key), people[decision.key], day) for decision in done
    ]
    CaseRetention.objects.in_system_scope().bulk_create(
        written, update_conflicts=True, unique_fields=["beneficiary"], update_fields=_FIELDS
    )
    archived = [one.key for one in done if one.act == Act.ARCHIVE]
    close(archived)
    back = [people[one.key] for one in done if one.act == Act.REOPEN]
    write_keys(back)
    return done


def lock_cases(keys: Sequence[int]) -> dict[int, Beneficiary]:
    """These cases, locked: imports and colleagues who write in them wait."""
    rows = Beneficiary.objects.in_system_scope().filter(pk__in=keys)
    return {one.pk: one for one in rows.order_by("pk").select_for_update(of=("self",))}


def _written(
    decision: Decision, row: CaseRetention | None, person: Beneficiary, day: date
) -> CaseRetention:
    """Where a case stands once it is done; not saved."""
    row = row or CaseRetention(beneficiary=person)
    match decision.act:
        case Act.NOTICE:
            row.state, row.last_contact_on = R.NOTICED, decision.last_contact_on
            row.noticed_on, row.archive_on = day, decision.on or day
            row.archived_on = row.destroy_on = None
        case Act.LAPSE | Act.REOPEN:
            row.state, row.last_contact_on = R.LAPSED, decision.last_contact_on
            row.destroy_on = None
        case Act.ARCHIVE:
            row.state, row.archived_on = R.ARCHIVED, day
        case Act.ANNOUNCE:
            row.destroy_on = decision.on
        case Act.DEFER:
            row.destroy_on = None
    row.unit_id = person.unit_id
    return row


def close(keys: Sequence[int]) -> None:
    """Take archived cases out of reach: referent, care team, words that find them."""
    # The locks compare with the beginning of the transaction.
    now = this_moment()
    open_ones = {"beneficiary__in": keys}
    ReferentAssignment.objects.in_system_scope().filter(ends_at__isnull=True, **open_ones).update(
        ends_at=now, end_reason=ARCHIVED
    )
    CareTeamMember.objects.in_system_scope().filter(
        Q(ends_at__isnull=True) | Q(ends_at__gt=now), refused_at__isnull=True, **open_ones
    ).update(ends_at=now, end_reason=ARCHIVED)
    SearchKey.objects.in_system_scope().filter(**open_ones).delete()
    proposals.withdraw_all(keys, why=proposals.ARCHIVED)


def next_destruction(row: CaseRetention) -> date | None:
    """The first day on which an archived case may be destroyed, announced or not."""
    if row.archived_on is None:
        return None
    return row.destroy_on or destroy_from(row.archived_on, all_values())
