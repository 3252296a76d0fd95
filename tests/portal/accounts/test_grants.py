"""Levels are given and taken back with a reason; who gives rights never opens cases."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection, transaction
from django.db.migrations.loader import MigrationLoader
from django.test import Client
from django.utils import timezone

from portal.accounts.actors import AUTOMATIC, Actor
from portal.accounts.capabilities import MANAGE_RIGHTS, MODERATE, has_capability
from portal.accounts.errors import AccountError
from portal.accounts.level_names import ON_CASES, LevelName
from portal.accounts.models import AuditEntry, LevelGrant
from portal.accounts.services.grants import end_expired_grants, end_grant, grant_level
from portal.accounts.services.proposals import give_level
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator():
    return person_with(LevelName.RIGHTS_ADMINISTRATOR, first_name="Nadia", last_name="Roussel")


def give(user, level, *, by, **fields):
    actor = Actor(by, "192.0.2.7")
    return grant_level(user=user, level=level, reason="Prise de poste", actor=actor, **fields)


def test_a_grant_gives_the_level_and_is_logged(administrator):
    person = UserFactory()
    assert not has_capability(person, MODERATE)
    give(person, LevelName.COMMUNICATION, by=administrator)
    assert has_capability(person, MODERATE)
    assert not has_capability(person, MANAGE_RIGHTS)
    entry = AuditEntry.objects.get(subject=person)
    assert (entry.action, entry.actor_name) == ("level_granted", "Nadia Roussel")
    assert (entry.level, entry.reason) == ("communication", "Prise de poste")
    assert entry.address == "192.0.2.7"


def test_ending_a_grant_takes_the_level_and_ends_the_sessions(administrator):
    person = UserFactory()
    grant = give(person, LevelName.COMMUNICATION, by=administrator)
    browser = Client()
    browser.force_login(person)
    assert browser.get("/cms/").status_code == 200
    end_grant(grant=grant, reason="Départ", actor=Actor(administrator))
    assert not has_capability(person, MODERATE)
    assert browser.get("/cms/").status_code == 302
    assert browser.session.get("_auth_user_id") is None
    grant.refresh_from_db()
    assert (grant.ended_by, grant.end_reason) == (administrator, "Départ")
    with pytest.raises(AccountError, match="déjà été retiré"):
        end_grant(grant=grant, reason="Départ", actor=Actor(administrator))


@pytest.mark.parametrize("level", sorted(ON_CASES))
def test_who_gives_rights_never_opens_cases(administrator, level):
    other = UserFactory()
    give(other, LevelName.RIGHTS_ADMINISTRATOR, by=administrator)
    with pytest.raises(AccountError, match="ne va jamais avec"):
        give_level(user=administrator, level=level, reason="?", actor=Actor(other))
    officer = person_with(level)
    with pytest.raises(AccountError, match="ne va jamais avec"):
        give_level(
            user=officer,
            level=LevelName.RIGHTS_ADMINISTRATOR,
            reason="?",
            actor=Actor(administrator),
        )
    assert not officer.levels & {LevelName.RIGHTS_ADMINISTRATOR}


@pytest.mark.parametrize("level", sorted(ON_CASES))
def test_the_database_itself_refuses_the_pair(administrator, level):
    grant = LevelGrant(user=administrator, level=level, reason="?", granted_by=UserFactory())
    with pytest.raises(IntegrityError, match="accounts_grant_separation"), transaction.atomic():
        grant.save()
    with pytest.raises(IntegrityError, match="administration des droits"), transaction.atomic():
        administrator.groups.add(Group.objects.get(name=level))


def test_levels_on_cases_add_up(administrator):
    person = UserFactory()
    for level in sorted(ON_CASES):
        give(person, level, by=administrator)
    assert person.levels == ON_CASES


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"reason": "  "}, "Dites pourquoi"),
        ({"level": "organisation_manager"}, "organisation"),
        ({"level": "emperor"}, "emperor"),
        ({"ends_on": timezone.localdate() - timedelta(days=1)}, "déjà passé"),
    ],
)
def test_a_grant_that_makes_no_sense_changes_nothing(administrator, fields, message):
    person = UserFactory()
    values = {"level": LevelName.SPONSOR, "reason": "Charte signée", **fields}
    with pytest.raises(AccountError, match=message):
        grant_level(user=person, actor=Actor(administrator), **values)
    assert not person.grants.exists()
    assert not AuditEntry.objects.filter(subject=person).exists()


def test_a_level_is_given_once(administrator):
    person = UserFactory()
    give(person, LevelName.SPONSOR, by=administrator)
    with pytest.raises(AccountError, match="déjà ce niveau"):
        give(person, LevelName.SPONSOR, by=administrator)


def test_the_last_administrator_stays(administrator):
    grant = administrator.grants.get()
    with pytest.raises(AccountError, match="dernière personne"):
        end_grant(grant=grant, reason="Départ", actor=Actor(administrator))
    other = UserFactory()
    give(other, LevelName.RIGHTS_ADMINISTRATOR, by=administrator)
    end_grant(grant=grant, reason="Départ", actor=Actor(other))
    assert not administrator.levels


def test_an_administrator_who_cannot_sign_in_does_not_count(administrator):
    other = UserFactory()
    give(other, LevelName.RIGHTS_ADMINISTRATOR, by=administrator)
    type(other).objects.filter(pk=other.pk).update(is_active=False)
    with pytest.raises(AccountError, match="dernière personne"):
        end_grant(grant=administrator.grants.get(), reason="Départ", actor=Actor(administrator))


def test_a_level_ends_after_its_last_day_and_not_before(administrator):
    today = timezone.localdate()
    lasting, over = UserFactory(), UserFactory()
    give(lasting, LevelName.SPONSOR, by=administrator, ends_on=today)
    grant = give(over, LevelName.SPONSOR, by=administrator, ends_on=today)
    LevelGrant.objects.filter(pk=grant.pk).update(ends_on=today - timedelta(days=1))
    assert end_expired_grants() == 1
    assert end_expired_grants() == 0
    assert lasting.grants.active().exists()
    assert not over.grants.active().exists()
    assert AuditEntry.objects.get(subject=over, action="level_ended").actor_name == AUTOMATIC


@pytest.mark.parametrize(
    "sql", ["UPDATE accounts_auditentry SET reason = 'autre'", "DELETE FROM accounts_auditentry"]
)
def test_the_log_only_grows(administrator, sql):
    assert AuditEntry.objects.exists()
    with (
        pytest.raises(IntegrityError, match="ne se modifie pas"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_names_in_the_log_outlive_a_change_of_name(administrator):
    person = UserFactory(first_name="Ana", last_name="Lopes")
    give(person, LevelName.SPONSOR, by=administrator)
    type(person).objects.filter(pk=person.pk).update(last_name="Girard")
    assert AuditEntry.objects.get(subject=person).subject_name == "Ana Lopes"


@pytest.mark.parametrize("half", [{"end_reason": "Départ"}, {"ended_at": timezone.now()}])
def test_half_an_end_is_refused(administrator, half):
    grant = give(UserFactory(), LevelName.COMMUNICATION, by=administrator)
    found = LevelGrant.objects.filter(pk=grant.pk)
    with pytest.raises(IntegrityError, match="accounts_grant_end_reason"), transaction.atomic():
        found.update(**half)
    assert LevelGrant.objects.active().filter(pk=grant.pk).exists()


@pytest.mark.parametrize("half", [{"end_reason": "Reprise de poste"}, {"ended_by": True}])
def test_a_level_given_back_by_hand_does_not_stop_an_upgrade(administrator, half):
    migration = import_module("portal.accounts.migrations.0014_ends_are_whole").Migration
    grant = give(UserFactory(), LevelName.COMMUNICATION, by=administrator)
    state = MigrationLoader(connection).project_state(("accounts", "0013_addresses_of_one_mailbox"))
    half = {name: administrator if value is True else value for name, value in half.items()}
    with connection.cursor() as cursor:
        # The transaction of an upgrade has made no row.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(
            "ALTER TABLE accounts_levelgrant DROP CONSTRAINT accounts_grant_end_reason,"
            " ADD CONSTRAINT accounts_grant_end_reason CHECK (ended_at IS NULL OR end_reason <> '')"
        )
    LevelGrant.objects.filter(pk=grant.pk).update(**half)
    with connection.schema_editor() as editor:
        migration("0014_ends_are_whole", "accounts").apply(state, editor)
    grant.refresh_from_db()
    assert (grant.is_active, grant.ended_by, grant.end_reason) == (True, None, "")
    assert has_capability(grant.user, MODERATE)
