"""An erased person is nowhere any more, and what must be kept still says what happened."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from post_office.models import Email
from wagtail.models import PageLogEntry

from portal.accounts.actors import Actor
from portal.accounts.consents import TERMS, give_consent
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Consent, Invitation, LevelGrant, Membership, User
from portal.accounts.services.grants import grant_level
from portal.accounts.services.invitations import invite_to_level, invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.personal_data import services
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrators():
    return [person_with(LevelName.RIGHTS_ADMINISTRATOR) for _ in range(2)]


@pytest.fixture
def person(administrators):
    """Somebody with rows in every table that an account reaches."""
    user = UserFactory(
        email="zenobie.unique@exemple.test", first_name="Zénobie", last_name="Quatrebarbes"
    )
    administrator = Actor(administrators[0], "192.0.2.1")
    grant_level(user=user, level=LevelName.COMMUNICATION, reason="Poste", actor=administrator)
    organisation = OrganisationFactory()
    add_member(
        organisation=organisation, user=user, role=Membership.Role.MANAGER, actor=Actor(user)
    )
    colleague = UserFactory()
    add_member(
        organisation=organisation, user=colleague, role=Membership.Role.MEMBER, actor=Actor(user)
    )
    invite_to_level(email=user.email, level=LevelName.SPONSOR, reason="Charte", actor=administrator)
    invite_to_organisation(
        email="paul@exemple.test",
        organisation=organisation,
        role=Membership.Role.MEMBER,
        actor=Actor(user, "192.0.2.9"),
    )
    give_consent(user=user, text=TERMS)
    page = JobOfferPageFactory(owner=user)
    page.save_revision(user=user, log_action=True)
    return user


def due(user, days=0):
    user = services.ask_erasure(user=user, actor=Actor(user))
    User.objects.filter(pk=user.pk).update(
        erasure_due_on=timezone.localdate() + timedelta(days=days)
    )
    user.refresh_from_db()
    return user


def tables_with(*words):
    """The tables of which a row holds one of these words, whatever the column."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            for word in words:
                cursor.execute(
                    f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE %s', [f"%{word}%"]
                )
                if count := cursor.fetchone()[0]:
                    found[f"{table}: {word}"] = count
    return found


def test_no_table_holds_the_name_or_the_address_of_an_erased_person(person):
    words = ("zenobie.unique", "Zénobie", "Quatrebarbes", "192.0.2.9")
    assert len(tables_with(*words)) > 4
    services.erase(user=due(person))
    # What somebody else was sent stays theirs until the purge of messages.
    Email.objects.filter(to="paul@exemple.test").delete()
    assert tables_with(*words) == {}


def test_what_must_be_kept_still_says_what_happened(person, administrators):
    services.erase(user=due(person))
    person.refresh_from_db()
    assert not person.is_active
    assert person.erased_at
    assert not person.levels
    assert str(person) == "Compte effacé"
    assert LevelGrant.objects.get(user=person).granted_by == administrators[0]
    granted = AuditEntry.objects.get(action="level_granted", subject=person)
    assert granted.subject_name == "Compte effacé"
    assert granted.actor_name == str(administrators[0])
    assert AuditEntry.objects.get(action="erased").subject == person
    assert Consent.objects.filter(user=person).exists()
    assert PageLogEntry.objects.filter(user=person).exists()


def test_the_log_is_closed_again_after_an_erasure(person):
    services.erase(user=due(person))
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('declic.audit_maintenance', true)")
        assert cursor.fetchone()[0] != "on"


def test_the_oldest_colleague_manages_after_an_erased_manager(person):
    services.erase(user=due(person))
    remaining = Membership.objects.active().get()
    assert remaining.role == Membership.Role.MANAGER
    assert remaining.user != person


def test_an_erased_account_opens_nothing(person, client):
    client.force_login(person)
    services.erase(user=due(person))
    assert client.get("/compte/mes-donnees/").status_code == 302
    assert not User.objects.get(pk=person.pk).has_usable_password()


def test_an_account_is_erased_on_its_day_and_not_before(person):
    user = due(person, days=1)
    assert services.erase_due_accounts() == 0
    with pytest.raises(AccountError, match="pas à faire"):
        services.erase(user=user)
    User.objects.filter(pk=user.pk).update(erasure_due_on=timezone.localdate())
    assert services.erase_due_accounts() == 1
    assert services.erase_due_accounts() == 0


def test_asking_leaves_thirty_days_and_a_mail_and_can_be_cancelled(person):
    user = services.ask_erasure(user=person, actor=Actor(person))
    assert user.erasure_due_on == timezone.localdate() + timedelta(days=30)
    assert "sera effacé" in Email.objects.filter(to=person.email).latest("pk").subject
    with pytest.raises(AccountError, match="déjà prévu"):
        services.ask_erasure(user=person, actor=Actor(person))
    assert services.cancel_erasure(user=person, actor=Actor(person)).erasure_due_on is None
    with pytest.raises(AccountError, match="Aucun effacement"):
        services.cancel_erasure(user=person, actor=Actor(person))


def test_the_last_administrator_is_not_erased(administrators):
    first, second = administrators
    services.erase(user=due(first))
    with pytest.raises(AccountError, match="dernière personne"):
        services.ask_erasure(user=second, actor=Actor(second))
    # Asked while there were two, the other one left since.
    User.objects.filter(pk=second.pk).update(erasure_due_on=timezone.localdate())
    assert services.erase_due_accounts() == 0
    second.refresh_from_db()
    assert second.is_active


def old(user, days):
    moment = timezone.now() - timedelta(days=days)
    User.objects.filter(pk=user.pk).update(last_login=moment, date_joined=moment)


def test_an_account_that_nobody_uses_is_kept_by_signing_in(client):
    unused, busy, recent = UserFactory(), UserFactory(), UserFactory()
    for user, days in ((unused, 800), (busy, 800), (recent, 700)):
        old(user, days)
    add_member(
        organisation=OrganisationFactory(),
        user=busy,
        role=Membership.Role.MANAGER,
        actor=Actor(busy),
    )
    assert services.plan_erasure_of_unused_accounts() == 1
    assert services.plan_erasure_of_unused_accounts() == 0
    assert "Gardez-vous" in Email.objects.get(to=unused.email).subject
    unused.refresh_from_db()
    client.force_login(unused)
    unused.refresh_from_db()
    assert unused.erasure_due_on is None


def test_signing_in_does_not_cancel_what_the_person_asked(client, person):
    services.ask_erasure(user=person, actor=Actor(person))
    person.refresh_from_db()
    client.force_login(person)
    person.refresh_from_db()
    assert person.erasure_due_on


def test_the_purge_deletes_what_is_past_its_time_and_the_dry_run_nothing(person, capsys):
    year_ago = timezone.now() - timedelta(days=366)
    Invitation.objects.filter(email=person.email).update(created_at=year_ago)
    call_command("purge_personal_data", dry_run=True)
    assert "1  Les invitations" in capsys.readouterr().out
    assert Invitation.objects.count() == 2
    call_command("purge_personal_data")
    assert Invitation.objects.get().email == "paul@exemple.test"
