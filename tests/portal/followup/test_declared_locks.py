"""Every table of the area has the lock that is declared: a new one without a lock fails here."""

from importlib import import_module
from pathlib import Path

import pytest
from django.db import connection

from portal.followup import migrations
from portal.followup.models import Beneficiary
from portal.followup.rows.operations import EnableRowSecurity, locking_of
from portal.followup.rows.policies import LOCKS
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.locked import (
    MODELS,
    TABLES,
)

pytestmark = pytest.mark.django_db


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
