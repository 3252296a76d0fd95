"""The second lock: with the application's filter removed, another adviser reads nothing.

Tables are enumerated: a new one without a lock fails here.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access import reach
from portal.followup.access.models import Absence, BreakGlass
from portal.followup.models import Beneficiary
from portal.followup.rows.guard import UnscopedQueryError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    place,
    refer,
)

pytestmark = pytest.mark.django_db

MODELS = [*apps.get_app_config("followup").get_models()]
TABLES = sorted({model._meta.db_table for model in MODELS})
SETS = ("team_ids", "managed_ids", "write_ids", "case_ids", "identity_ids", "own_ids")


def in_database(name: str) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT followup_{name}()")
        return {key for (key,) in cursor.fetchall()}


@pytest.mark.parametrize("table", TABLES)
def test_each_table_of_the_area_is_locked_even_for_its_owner(table):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT relrowsecurity, relforcerowsecurity,
                   (SELECT count(*) FROM pg_policies WHERE tablename = relname)
            FROM pg_class WHERE relname = %s
            """,
            [table],
        )
        assert cursor.fetchone() == (True, True, 4)


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
    for who, user in people.items():
        with acting_as(user):
            for name in SETS:
                first = {pk for (pk,) in getattr(reach, name)(user).values_list("pk")}
                assert first == in_database(name), (who, name)
                sizes[who, name] = len(first)
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
