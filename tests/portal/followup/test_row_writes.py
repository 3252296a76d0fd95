"""The second lock: what nobody writes by SQL of their own, what services write in their scopes."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import Absence, AccessEntry, BreakGlass, CareTeamMember
from portal.followup.models import (
    Beneficiary,
    Exit,
    Handover,
    JournalEntry,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.rows.scope import READING, Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.every_row import DAY
from tests.portal.followup.locked import (
    EVERYBODYS,
    HISTORIES,
    MODELS,
    changed,
    lay_request,
    make_administrator,
    refuses,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_household,
    make_professional,
    make_unit,
    open_in_emergency,
)

pytestmark = pytest.mark.django_db

# Whatever becomes of it, it stays in the case.
WRITTEN_FOR_GOOD = (
    "handover",
    "exit",
    "orientation",
    "reorientationrequest",
    "entitlement",
    "organismmove",
    "journalentry",
    "appointment",
    "casedocument",
    "engagementcontract",
    "diagnosis",
    "goal",
    "actionstep",
    "household",
)


def test_nobody_rewrites_a_history(full):
    _, referent = full
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit).user
    for user in (referent.user, manager):
        with acting_as(user):
            for events in HISTORIES:
                assert_is_never_written(events)
    # Nor does a service, but what redacts and purges.
    for scope in (Scope.TRANSFER, Scope.ACCESS, Scope.IMPORT):
        with system_scope(scope):
            for events in HISTORIES:
                assert changed(f"UPDATE {events._meta.db_table} SET pgh_label = pgh_label") == 0
                assert changed(f"DELETE FROM {events._meta.db_table}") == 0
    with system_scope(Scope.RETENTION):
        table = HISTORIES[0]._meta.db_table
        assert changed(f"UPDATE {table} SET pgh_label = pgh_label") > 0


def assert_is_never_written(events) -> None:
    table = events._meta.db_table
    assert changed(f"UPDATE {table} SET pgh_label = pgh_label") == 0
    assert changed(f"DELETE FROM {table}") == 0
    if events._base_manager.exists():
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            changed(f"INSERT INTO {table} SELECT * FROM {table} LIMIT 1")


def test_nobody_lets_oneself_into_a_case(full):
    case, referent = full
    stranger = make_professional()
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    now = timezone.now()
    for one in (stranger, referent, manager, officer):
        with acting_as(one.user):
            refuses(
                lambda one=one: CareTeamMember.unscoped.create(
                    beneficiary=case,
                    professional=one,
                    asked_by=one,
                    reason="Moi",
                    lapses_at=now,
                    confirmed_at=now,
                    confirmed_by=one,
                )
            )
            refuses(
                lambda one=one: ReferentAssignment.unscoped.create(
                    beneficiary=case, professional=one, structure=one.structure, starts_at=now
                )
            )
            refuses(
                lambda: Absence.unscoped.create(
                    professional=referent,
                    deputy=stranger,
                    starts_at=now,
                    ends_at=now + timedelta(days=1),
                )
            )
            for table in ("careteammember", "referentassignment", "absence", "professional"):
                statement = f"UPDATE followup_{table} SET id = id"
                assert changed(statement) == 0, (one, table)
                assert changed(f"DELETE FROM followup_{table}") == 0


def test_an_emergency_is_ones_own_and_lasts_a_day(full):
    case, _ = full
    adviser, other = make_professional(), make_professional()
    manager = make_professional(LevelName.UNIT_MANAGER)
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]

    def opening(user, opened_at=now, hours=24):
        return BreakGlass.unscoped.create(
            beneficiary=case,
            user=user,
            name="x",
            reason="Urgence",
            opened_at=opened_at,
            expires_at=opened_at + timedelta(hours=hours),
        )

    with acting_as(adviser.user):
        # By SQL of one's own, nobody would be told.
        refuses(lambda: opening(adviser.user))
    with acting_as(adviser.user), system_scope(Scope.EMERGENCY):
        refuses(lambda: opening(other.user))
        # Opened tomorrow, it would last until the day after.
        refuses(lambda: opening(adviser.user, opened_at=now + timedelta(hours=1)))
        opened = opening(adviser.user)
        assert opened.pk
        statement = "UPDATE followup_breakglass SET expires_at = now() + interval '20 hours'"
        assert changed(statement) == 0
        assert changed("DELETE FROM followup_breakglass") == 0
    for user in (manager.user, UserFactory(), make_administrator()):
        with acting_as(user), system_scope(Scope.EMERGENCY):
            refuses(lambda user=user: opening(user))


def test_an_emergency_reads_and_writes_nothing(full):
    case, _ = full
    reader = make_professional()
    open_in_emergency(case, reader)
    with acting_as(reader.user):
        assert JournalEntry.unscoped.count() == 1
        refuses(
            lambda: JournalEntry.unscoped.create(
                beneficiary=case, text="Moi", profession="social", visibility="team"
            )
        )
        for model in MODELS:
            if model.__name__ in EVERYBODYS or model.__name__ in {"BreakGlass", "AccessEntry"}:
                continue
            table, key = model._meta.db_table, model._meta.pk.column
            assert changed(f"UPDATE {table} SET {key} = {key}") == 0, table
            assert changed(f"DELETE FROM {table}") == 0, table


def test_the_log_is_only_added_to_and_in_ones_own_name(full):
    case, referent = full
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    with acting_as(manager.user):
        assert AccessEntry.unscoped.exists()
        assert changed("UPDATE followup_accessentry SET user_name = 'x'") == 0
        assert changed("DELETE FROM followup_accessentry") == 0
        refuses(
            lambda: AccessEntry.unscoped.create(
                at=timezone.now(), user=referent.user, beneficiary=case, act="read"
            )
        )
        # Nor in one's own: lines are written by the log alone.
        refuses(
            lambda: AccessEntry.unscoped.create(
                at=timezone.now(), user=manager.user, beneficiary=case, act="read"
            )
        )


def test_a_case_is_opened_and_removed_by_nobody(full):
    case, referent = full
    with acting_as(referent.user):
        refuses(
            lambda: Beneficiary.unscoped.create(
                birth_name="Petit", first_name="Anne", birth_date=case.birth_date
            )
        )
        assert changed("DELETE FROM followup_beneficiary") == 0
        assert changed("UPDATE followup_beneficiary SET phone = phone") == 1


def test_what_was_decided_is_rewritten_by_nobody_who_follows(full):
    """Whoever writes in a case, or orients, writes these through their services alone."""
    case, referent = full
    with system_scope(Scope.TEST):
        Exit.unscoped.update(request=None)
    lay_request(case, referent, state="sent", sent_at=timezone.now())
    colleague = make_professional()
    join_team(case, colleague)
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    answer = "state = 'accepted', answer = 'Oui', decided_at = now()"
    for one in (referent, colleague, manager, officer):
        with acting_as(one.user):
            assert changed(f"UPDATE followup_reorientationrequest SET {answer}") == 0, one
            assert changed("UPDATE followup_handover SET fate = 'cancelled'") == 0, one
            assert changed("UPDATE followup_exit SET reason = 'lost'") == 0, one
            assert changed("UPDATE followup_household SET matricule = ''") == 0, one
            for table in WRITTEN_FOR_GOOD:
                assert changed(f"DELETE FROM followup_{table}") == 0, (one, table)
            refuses(
                lambda one=one: ReorientationRequest.unscoped.create(
                    beneficiary=case, kind="exit", asked_by=one
                )
            )
            refuses(lambda: Exit.unscoped.create(beneficiary=case, reason="lost", on=DAY))
            refuses(
                lambda: Handover.unscoped.create(
                    beneficiary=case,
                    assignment=ReferentAssignment.unscoped.get(),
                    kind="step",
                    object_id=1,
                    label="Étape",
                    fate="kept",
                )
            )
    # A right is what the organism says, or who orients.
    for one, count in ((referent, 0), (manager, 0), (officer, 1)):
        with acting_as(one.user):
            assert changed("UPDATE followup_entitlement SET status = status") == count, one
            assert changed("UPDATE followup_organismmove SET organism = organism") == count, one


@pytest.mark.usefixtures("full")
def test_each_scope_writes_what_its_service_is_for():
    lay = "INSERT INTO followup_unit (name, email, phone, address) VALUES ('x', '', '', '')"
    for scope in sorted(READING):
        with system_scope(scope):
            assert Beneficiary.unscoped.exists(), scope
            for model in MODELS:
                table, key = model._meta.db_table, model._meta.pk.column
                assert changed(f"UPDATE {table} SET {key} = {key}") == 0, (scope, table)
                assert changed(f"DELETE FROM {table}") == 0, (scope, table)
            refuses(lambda: changed(lay))
    for scope in (Scope.IMPORT, Scope.ACCESS, Scope.IDENTITY):
        with system_scope(scope):
            for table in ("handover", "exit", "reorientationrequest"):
                assert changed(f"UPDATE followup_{table} SET id = id") == 0, (scope, table)
    with system_scope(Scope.TRANSFER):
        assert changed("UPDATE followup_handover SET id = id") == 1


def test_where_a_case_stands_is_written_by_services(full):
    """Whoever follows a case mends who it is; neither its unit, its household nor its state."""
    case, referent = full
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    home, unit = make_household(), make_unit()
    for one in (referent, make_professional(LevelName.UNIT_MANAGER, unit=referent.unit), officer):
        with acting_as(one.user):
            for column in (
                f"household_id = {home.pk}",
                "state = 'exited'",
                "number = number + 1000",
                "has_litigation_hold = true",
                *([] if one is officer else [f"unit_id = {unit.pk}"]),
            ):
                statement = f"UPDATE followup_beneficiary SET {column} WHERE id = {case.pk}"
                refuses(lambda statement=statement: changed(statement))
            same = "UPDATE followup_beneficiary SET phone = '1', unit_id = unit_id, state = state"
            assert changed(f"{same} WHERE id = {case.pk}") == 1
    with acting_as(officer.user):
        moved = f"UPDATE followup_beneficiary SET unit_id = {unit.pk} WHERE id = {case.pk}"
        assert changed(moved) == 1


def test_a_note_is_changed_by_its_author_alone(full):
    case, referent = full
    colleague = make_professional()
    join_team(case, colleague)
    with system_scope(Scope.TEST):
        JournalEntry.unscoped.update(created_by=referent.user)
    with acting_as(colleague.user):
        assert JournalEntry.unscoped.count() == 1
        assert changed("UPDATE followup_journalentry SET text = 'Autre'") == 0
        refuses(
            lambda: JournalEntry.unscoped.create(
                beneficiary=case, text="x", profession="social", created_by=referent.user
            )
        )
    with acting_as(referent.user):
        assert changed("UPDATE followup_journalentry SET text = 'Autre'") == 1
