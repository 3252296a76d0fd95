"""What the screens of retention show: of the unit of who reads, archived cases by number alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from portal.followup.access import reach
from portal.followup.configuration.delays import Delays, all_values
from portal.followup.people.models import Beneficiary
from portal.followup.retention import holds
from portal.followup.retention.models import CaseRetention, EliminationSlip, RetentionHold, SlipLine
from portal.followup.retention.services import slips
from portal.followup.retention.services.running import next_destruction
from portal.followup.retention.states import L, R
from portal.followup.rows.scope import Scope, system_scope

MOST = 50


@dataclass(frozen=True, slots=True)
class Line:
    """A case on its way out. `label` is empty for an archived one: a reason opens it."""

    pk: int
    number: str
    label: str
    last_contact_on: date
    on: date | None
    is_announced: bool
    held: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold, as it stands today."""

    row: RetentionHold
    number: str
    until: date | None
    stands: bool


def noticed(user: Any, *, start: int = 0) -> list[Line]:
    """Cases of the unit whose archive was announced, the soonest first."""
    rows = _rows(user, R.NOTICED).order_by("archive_on", "pk")[start : start + MOST]
    return _lines(rows)


def archived(user: Any, *, start: int = 0) -> list[Line]:
    """Cases of the restricted archive, the soonest destroyed first."""
    rows = _rows(user, R.ARCHIVED).order_by("destroy_on", "archived_on", "pk")
    return _lines(rows[start : start + MOST])


def count(user: Any, state: R) -> int:
    """How many cases of the unit are there."""
    return int(_rows(user, state).count())


def ready_count(user: Any) -> int:
    """How many cases a slip would list today."""
    unit = reach.led_unit_ids(user).first()
    if unit is None:
        return 0
    with system_scope(Scope.RETENTION):
        return len(slips.ready(unit["unit"], timezone.localdate()))


def slips_of(user: Any) -> Any:
    """Those of the unit, the newest first."""
    return EliminationSlip.objects.visible_to(user).select_related("unit")


def destroyed_count(user: Any, slip: EliminationSlip) -> int:
    """How many of its cases were anonymised."""
    rows = SlipLine.objects.visible_to(user).filter(slip=slip, state=L.DESTROYED)
    return int(rows.count())


def withheld_of(user: Any, slip: EliminationSlip) -> list[tuple[str, str]]:
    """The number of each case that was withheld, and why."""
    rows = SlipLine.objects.visible_to(user).filter(slip=slip, state=L.WITHHELD)
    found = list(rows[:MOST])
    people = _people([line.beneficiary_id for line in found])
    return [(people[one.beneficiary_id].shown_number, one.withheld_reason) for one in found]


def case_of(user: Any, pk: int) -> tuple[Beneficiary, CaseRetention | None] | None:
    """A case of the unit, archived or not, and where it stands; None for any other."""
    with system_scope(Scope.RETENTION):
        rows = Beneficiary.objects.in_system_scope().select_related("unit")
        case = rows.filter(pk=pk, unit__in=reach.led_unit_ids(user)).first()
        if case is None:
            return None
        return case, CaseRetention.objects.in_system_scope().filter(beneficiary=case).first()


def number_to_pk(user: Any, number: int) -> int | None:
    """The case of the unit with this number."""
    with system_scope(Scope.RETENTION):
        rows = Beneficiary.objects.in_system_scope().filter(
            number=number, unit__in=reach.led_unit_ids(user)
        )
        found: int | None = rows.values_list("pk", flat=True).first()
    return found


def holds_of(user: Any, case_pk: int | None = None) -> list[Hold]:
    """Holds of the unit that nobody lifted; with a case, all of its own."""
    rows = RetentionHold.objects.visible_to(user)
    rows = rows.filter(lifted_on__isnull=True) if case_pk is None else rows.filter(
        beneficiary=case_pk
    )  # fmt: skip
    found = list(rows[:MOST])
    delays, today = all_values(), timezone.localdate()
    numbers = _people([hold.beneficiary_id for hold in found])
    return [_hold(hold, numbers[hold.beneficiary_id], delays, today) for hold in found]


def _hold(hold: RetentionHold, person: Beneficiary, delays: Delays, today: date) -> Hold:
    return Hold(
        hold,
        person.shown_number,
        holds.last_day(hold, delays),
        holds.stands(hold, delays, today),
    )


def _rows(user: Any, state: R) -> Any:
    units = reach.led_unit_ids(user)
    return CaseRetention.objects.visible_to(user).filter(state=state, unit__in=units)


def _people(keys: Iterable[int]) -> dict[int, Beneficiary]:
    with system_scope(Scope.RETENTION):
        return {one.pk: one for one in Beneficiary.objects.in_system_scope().filter(pk__in=[*keys])}


def _lines(rows: Any) -> list[Line]:
    found = list(rows)
    keys = [row.beneficiary_id for row in found]
    people = _people(keys)
    with system_scope(Scope.RETENTION):
        held = holds.reasons(keys, all_values(), timezone.localdate())
    return [_line(row, people[row.beneficiary_id], held) for row in found]


def _line(row: CaseRetention, person: Beneficiary, held: dict[int, list[str]]) -> Line:
    is_archived = row.state == R.ARCHIVED
    return Line(
        person.pk,
        person.shown_number,
        "" if is_archived else str(person),
        row.last_contact_on,
        next_destruction(row) if is_archived else row.archive_on,
        not is_archived or row.destroy_on is not None,
        tuple(held.get(person.pk, ())),
    )
