"""The second lock: with the application's filter removed, another adviser reads nothing.

Tables are enumerated: a new one without a lock fails here.
"""

from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup import migrations
from portal.followup.access import reach, ways
from portal.followup.access.models import Absence, AccessEntry, BreakGlass, CareTeamMember
from portal.followup.models import (
    Beneficiary,
    Exit,
    Handover,
    JournalEntry,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.rows.base import ReferenceRow
from portal.followup.rows.guard import UnscopedQueryError
from portal.followup.rows.operations import EnableRowSecurity, locking_of
from portal.followup.rows.policies import LOCKS
from portal.followup.rows.scope import READING, Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.every_row import DAY, make_every_row
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
    open_in_emergency,
    place,
    refer,
)

pytestmark = pytest.mark.django_db

MODELS = [*apps.get_app_config("followup").get_models()]
TABLES = sorted({model._meta.db_table for model in MODELS})
# The sets of `reach.py`, and what the locks ask of the database for the same.
SETS = {
    "team_ids": "SELECT followup_case_ids('team')",
    "managed_ids": "SELECT followup_case_ids('unit')",
    "opened_ids": "SELECT followup_case_ids('emergency')",
    "write_ids": "SELECT followup_case_ids('team', 'unit')",
    "case_ids": "SELECT followup_case_ids('team', 'unit', 'emergency')",
    "identity_ids": "SELECT id FROM followup_beneficiary",
    "own_ids": "SELECT followup_own_ids()",
    "procedure_ids": "SELECT followup_procedure_ids()",
    "conducted_ids": "SELECT followup_conducted_ids()",
    "appealed_ids": "SELECT followup_appealed_ids()",
    "led_session_ids": "SELECT followup_led_session_ids()",
    "session_ids": "SELECT followup_session_ids()",
}
# The same, asked of one case after the other.
WAYS = {
    "team_ids": ways.TEAM,
    "managed_ids": {ways.Way.UNIT},
    "opened_ids": {ways.Way.EMERGENCY, ways.Way.ARCHIVE},
    "write_ids": ways.WRITING,
    "case_ids": ways.READING,
}


def in_database(query: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {key for (key,) in cursor.fetchall()}


def test_each_table_of_the_area_is_locked_even_for_its_owner():
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relname, relrowsecurity, relforcerowsecurity,
                   (SELECT count(*) FROM pg_policies WHERE tablename = relname)
            FROM pg_class WHERE relname = ANY(%s)
            """,
            [list(TABLES)],
        )
        locks = {name: tuple(lock) for name, *lock in cursor.fetchall()}
    assert locks == dict.fromkeys(TABLES, (True, True, 4))


def test_no_lock_asks_its_functions_row_by_row():
    """`(SELECT f())` is computed once a query, `f()` once a row: a hundred times dearer."""
    filters = []
    with connection.cursor() as cursor:
        for table in TABLES:
            for what in ("SELECT * FROM", "DELETE FROM"):
                cursor.execute(f"EXPLAIN {what} {table}")
                plan = [line for (line,) in cursor.fetchall()]
                filters += [line for line in plan if "Filter: " in line]
    # Once a query, a plan says `InitPlan` or `hashed SubPlan`, without the name.
    assert len(filters) > len(TABLES)
    assert [line for line in filters if "followup_" in line] == []


def test_no_table_of_the_area_is_unknown_to_django():
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'followup%'")
        assert sorted(name for (name,) in cursor.fetchall()) == TABLES


def test_the_role_of_the_application_is_bound_by_its_locks():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


@pytest.fixture
def people(db):
    """People of every kind, and cases that some of them reach."""
    unit, other_unit = make_unit(), make_unit()
    referent, member, deputy, stranger = (make_professional(unit=unit) for _ in range(4))
    manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
    other_manager = make_professional(LevelName.UNIT_MANAGER, unit=other_unit)
    officer = make_professional(LevelName.ORIENTATION_OFFICER, unit=other_unit)
    case = make_beneficiary(referent)
    join_team(case, member)
    join_team(case, stranger, confirmed=False)
    make_beneficiary(stranger)
    make_beneficiary()
    former = make_professional(unit=unit)
    past = timezone.now() - timedelta(days=2)
    with system_scope(Scope.TEST):
        Absence.unscoped.create(
            professional=referent,
            deputy=deputy,
            starts_at=past,
            ends_at=timezone.now() + timedelta(days=2),
        )
        Absence.unscoped.create(
            professional=stranger, deputy=former, starts_at=past, ends_at=past + timedelta(days=1)
        )
        refer(make_beneficiary(), former, starts_at=past, ends_at=past + timedelta(hours=1))
        for who, opened in ((other_manager, past), (officer, timezone.now())):
            BreakGlass.unscoped.create(
                beneficiary=case,
                user=who.user,
                name=who.name,
                reason="Urgence",
                opened_at=opened,
                expires_at=opened + timedelta(hours=20),
            )
    gone = make_professional(unit=unit)
    refer(make_beneficiary(), gone)
    gone.user.is_active = False
    gone.user.save()
    return {
        "referent": referent.user,
        "member": member.user,
        "deputy": deputy.user,
        "stranger": stranger.user,
        "former": former.user,
        "gone": gone.user,
        "manager": manager.user,
        "other manager": other_manager.user,
        "officer": officer.user,
        "administrator": place(make_administrator(), unit=unit).user,
        "candidate": UserFactory(),
        "signed out": AnonymousUser(),
    }


def make_administrator():
    from tests.portal.accounts.people import person_with

    return person_with(LevelName.RIGHTS_ADMINISTRATOR)


def test_both_locks_open_the_same_cases_to_each(people):
    sizes = {}
    with system_scope(Scope.TEST):
        everybody = [*Beneficiary.unscoped.values_list("pk", flat=True)]
    for who, user in people.items():
        with acting_as(user):
            for name, query in SETS.items():
                first = {pk for (pk,) in getattr(reach, name)(user).values_list("pk")}
                assert first == in_database(query), (who, name)
                sizes[who, name] = len(first)
            for name, meant in WAYS.items():
                one_by_one = {pk for pk in everybody if meant & ways.ways_to(user, pk)}
                assert one_by_one == in_database(SETS[name]), (who, name)
    # What the world is for: each reaches what they should, and some reach nothing.
    assert sizes["referent", "write_ids"] == sizes["member", "case_ids"] == 1
    assert sizes["deputy", "write_ids"] == 1
    assert sizes["officer", "case_ids"] == 1
    assert sizes["officer", "write_ids"] == 0
    assert sizes["officer", "identity_ids"] == 5
    assert sizes["manager", "managed_ids"] > 0
    for nobody in ("former", "gone", "other manager", "administrator", "candidate", "signed out"):
        assert sizes[nobody, "identity_ids"] == 0, nobody


def test_a_query_that_is_not_scoped_fails_whatever_it_asks(people):
    rows = Beneficiary.objects
    for ask in (
        lambda: [*rows.all()],
        rows.count,
        rows.exists,
        lambda: rows.filter(pk=1).first(),
        lambda: rows.update(phone=""),
        lambda: rows.filter(pk=1).delete(),
        lambda: [*rows.values_list("pk")],
        lambda: [*rows.in_bulk([1])],
    ):
        with pytest.raises(UnscopedQueryError):
            ask()
    with pytest.raises(UnscopedQueryError):
        rows.in_system_scope()
    with acting_as(people["referent"]):
        assert rows.visible_to(people["referent"]).count() == 1


def test_a_scope_that_is_left_gives_back_the_former_one(people):
    with acting_as(people["referent"]):
        assert Beneficiary.unscoped.count() == 1
        with system_scope(Scope.TEST):
            assert Beneficiary.unscoped.count() == 5
        assert Beneficiary.unscoped.count() == 1
        with acting_as(people["candidate"]):
            assert Beneficiary.unscoped.count() == 0
        assert Beneficiary.unscoped.count() == 1
    assert Beneficiary.unscoped.count() == 0


# What all who work in the area read: no case is in it.
EVERYBODYS = {
    name
    for model in MODELS
    if issubclass(model, ReferenceRow)
    for name in (model.__name__, f"{model.__name__}Event")
}
HISTORIES = [model for model in MODELS if hasattr(model, "pgh_obj")]


@pytest.fixture
def full(db):
    """One case with a row in every table, and who follows it."""
    referent = make_professional()
    case = make_beneficiary(referent, household=make_household())
    make_every_row(case, referent)
    return case, referent


def counted(user) -> dict[str, int]:
    """How many rows of each table somebody reads when every filter is forgotten."""
    with acting_as(user):
        return {model.__name__: model._base_manager.count() for model in MODELS}


def test_a_filter_that_is_forgotten_shows_nothing_to_a_stranger(full):
    with system_scope(Scope.TEST):
        empty = {model.__name__ for model in MODELS if not model._base_manager.exists()}
    # A new table needs a row in `every_row.py`.
    assert empty == set()
    stranger = make_professional().user
    assert {name for name, count in counted(stranger).items() if count} == EVERYBODYS
    for outsider in (UserFactory(), AnonymousUser()):
        assert not any(counted(outsider).values())
    administrator = counted(make_administrator())
    assert {name for name, count in administrator.items() if count} == EVERYBODYS


def test_both_locks_show_the_same_rows_of_every_table(full):
    case, referent = full
    reader = make_professional()
    open_in_emergency(case, reader)
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    manager = make_professional(LevelName.UNIT_MANAGER, unit=referent.unit)
    for one in (referent, reader, officer, manager, make_professional()):
        with acting_as(one.user):
            for model in MODELS:
                if model in HISTORIES:
                    continue
                scoped = {*model.objects.visible_to(one.user).values_list("pk", flat=True)}
                let_through = {*model.unscoped.values_list("pk", flat=True)}
                assert scoped == let_through, (model.__name__, one.user)


def test_a_query_out_of_any_scope_reads_nothing(full):
    assert not any(model._base_manager.exists() for model in MODELS)


def test_a_history_is_read_as_its_rows(full):
    _, referent = full
    officer = make_professional(LevelName.ORIENTATION_OFFICER).user
    assert len(HISTORIES) > 15
    for user in (referent.user, officer, make_professional().user):
        with acting_as(user):
            for events in HISTORIES:
                model = events.pgh_tracked_model
                rows = {*model._base_manager.values_list("pk", flat=True)}
                told = {*events._base_manager.values_list("pgh_obj_id", flat=True)}
                assert told == rows, (events.__name__, user)


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


def changed(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.rowcount


def refuses(make) -> None:
    """The database refuses a row, and nothing of the test is lost."""
    with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
        make()


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


def lay_request(case, referent, **fields):
    with system_scope(Scope.TEST):
        ReorientationRequest.unscoped.all().delete()
        return ReorientationRequest.unscoped.create(
            beneficiary=case, kind="referent", asked_by=referent, reason="Distance", **fields
        )


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


def test_a_request_that_was_not_sent_is_read_by_those_who_follow(full):
    case, referent = full
    with system_scope(Scope.TEST):
        Exit.unscoped.update(request=None)
    draft = lay_request(case, referent)
    events = apps.get_model("followup", "ReorientationRequestEvent")
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    reader = make_professional()
    open_in_emergency(case, reader)
    for one in (officer, reader):
        with acting_as(one.user):
            assert not ReorientationRequest.unscoped.exists()
            assert not events._base_manager.filter(pgh_obj_id=draft.pk).exists()
    with acting_as(referent.user):
        assert ReorientationRequest.unscoped.get() == draft
    with system_scope(Scope.TEST):
        ReorientationRequest.unscoped.update(state="sent", sent_at=timezone.now())
    with acting_as(officer.user):
        assert ReorientationRequest.unscoped.get() == draft
        told = events._base_manager.filter(pgh_obj_id=draft.pk)
        assert [event.state for event in told] == ["sent"]


def policies_of(tables) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies
            WHERE tablename = ANY (%s) ORDER BY tablename, policyname
            """,
            [tables],
        )
        return cursor.fetchall()


def test_a_scope_that_only_reads_is_told_to_every_table_that_stood_before():
    """A lock names in its text the scopes that write: a new database hides one that is old."""
    names = sorted(one.stem for one in Path(migrations.__path__[0]).glob("0*.py"))
    last = names.index("0010_retention")
    before = {name for module in names[:last] for name in locked_by(module)}
    assert len(before) > 40
    assert before <= {*locked_by(names[last])}


def locked_by(module: str) -> list[str]:
    operations = import_module(f"{migrations.__name__}.{module}").Migration.operations
    return [one.model_name for one in operations if isinstance(one, EnableRowSecurity)]


def test_the_database_has_the_locks_that_are_declared():
    """A lock that is changed needs a migration that enables it again."""
    by_name = {model.__name__: model for model in MODELS}
    assert {name.removesuffix("Event") for name in by_name} == LOCKS.keys()
    tables = {}
    for name, (lock, key) in LOCKS.items():
        tables[by_name[name]._meta.db_table] = (lock, key)
        if events := by_name.get(f"{name}Event"):
            tables[events._meta.db_table] = (lock.for_history(), key)
    before = policies_of([*tables])
    assert len(before) == 4 * len(tables)
    with connection.cursor() as cursor:
        for table, (lock, key) in tables.items():
            cursor.execute(locking_of(table, lock, key))
    assert policies_of([*tables]) == before


def test_the_database_knows_every_scope(full):
    unknown = []
    for scope in Scope:
        with system_scope(scope):
            if not Beneficiary.unscoped.exists():
                unknown.append(scope)
    assert unknown == []
