"""Cases that were silent for some time, archives and slips, as tests of retention need them."""

from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any
from unittest.mock import patch

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import (
    Beneficiary,
    CaseRetention,
    EliminationSlip,
    Professional,
    RetentionHold,
    SlipLine,
)
from portal.followup.retention.services import running, slips
from portal.followup.retention.states import S
from portal.followup.rows.scope import acting_as
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_professional,
)

TODAY = timezone.localdate()


@contextmanager
def at(day: date):
    """The site's clock stands at noon of another day."""
    moment = timezone.make_aware(datetime.combine(day, time(12)))
    with patch("django.utils.timezone.now", return_value=moment):
        yield


def months(day: date, count: int) -> date:
    """The same day some months later: computed apart from the program."""
    year, month = day.year + (day.month - 1 + count) // 12, (day.month - 1 + count) % 12 + 1
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError


@in_test_scope
def opened(case: Beneficiary, on: date) -> Beneficiary:
    """Say when the case was opened: its first contact."""
    moment = timezone.make_aware(datetime.combine(on, time(12)))
    Beneficiary.unscoped.filter(pk=case.pk).update(created_at=moment)
    case.refresh_from_db()
    return case


def silent(since: date, referent: Professional, **fields: Any) -> Beneficiary:
    """A case without any contact since a day."""
    return opened(make_beneficiary(referent, **fields), since)


@in_test_scope
def retention_of(case: Beneficiary) -> CaseRetention | None:
    return CaseRetention.unscoped.filter(beneficiary=case).first()


@in_test_scope
def archive(case: Beneficiary, **fields: Any) -> CaseRetention:
    """Archived a year ago, after a year and a half of silence, its destruction announced."""
    running_day = TODAY - timedelta(days=400)
    values = {
        "unit": case.unit,
        "state": "archived",
        "last_contact_on": TODAY - timedelta(days=1200),
        "noticed_on": running_day - timedelta(days=30),
        "archive_on": running_day,
        "archived_on": running_day,
        "destroy_on": TODAY - timedelta(days=1),
    }
    row = CaseRetention.unscoped.create(beneficiary=case, **(values | fields))
    opened(case, row.last_contact_on)
    running.close([case.pk])
    return row


def manager_of(unit: Any) -> Professional:
    return make_professional(L.UNIT_MANAGER, unit=unit)


@in_test_scope
def make_slip(unit: Any, *cases: Beneficiary, **fields: Any) -> EliminationSlip:
    """Prepared, unless said otherwise."""
    values = {"files_count": len(cases) or 1, "first_year": 2020, "last_year": 2024}
    state = fields.get("state", S.PREPARED)
    if state not in {S.PREPARED, S.CANCELLED}:
        values["sent_on"] = TODAY - timedelta(days=3)
    if state in {S.RETURNED, S.REFUSED}:
        values |= {"answered_on": TODAY, "answer": "Dates à revoir"}
    if state in {S.APPROVED, S.DESTROYING, S.DESTROYED}:
        values |= {"answered_on": TODAY, "visa_number": "V-12", "visa_file": "followup-visas/x.pdf"}
    if unit is not None:
        values["unit"] = unit
    slip = EliminationSlip.unscoped.create(**(values | fields))
    SlipLine.unscoped.bulk_create([SlipLine(slip=slip, beneficiary=case) for case in cases])
    return slip


def destroyed(case: Beneficiary) -> int:
    """Anonymise a case that is archived, by a slip that has its visa."""
    slip = make_slip(None, case, state=S.DESTROYING, unit_id=case.unit_id)
    return slips.destroy(slip_id=slip.pk)


def as_manager(manager: Professional) -> Any:
    return acting_as(manager.user)


def actor_of(professional: Professional) -> Actor:
    return Actor(professional.user)


def every_text(pattern: str) -> dict[str, set[str]]:
    """What matches in any column of any table of the database, by table. In the scope `test`."""
    found: dict[str, set[str]] = {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            name = connection.ops.quote_name(table)
            cursor.execute(
                f"SELECT DISTINCT (regexp_matches(row::text, %s, 'gi'))[1] FROM {name} row",
                [f"({pattern})"],
            )
            if told := {text.lower() for (text,) in cursor.fetchall()}:
                found[table] = told
    return found


@in_test_scope
def lay_retention(world: Any) -> None:
    """What the matrix of rights names: archived cases, their holds, slips, a visa."""
    visa = storages["private"].save("followup-visas/matrix.pdf", ContentFile(b"%PDF-"))
    for name, slip_name, approved, adviser in (
        ("archived_case", "unit_slip", "approved_slip", world.adviser),
        ("other_archived", "other_slip", "other_approved", world.other_adviser),
    ):
        case = make_beneficiary(adviser)
        archive(case)
        setattr(world, name, case)
        hold = RetentionHold.unscoped.create(
            beneficiary=case, kind="litigation", reason="Tribunal administratif"
        )
        setattr(world, "archived_hold" if name == "archived_case" else "other_hold", hold)
        setattr(world, slip_name, make_slip(adviser.unit, case))
        setattr(
            world,
            approved,
            make_slip(adviser.unit, state=S.APPROVED, files_count=1, visa_file=visa),
        )
