"""After a test with real transactions, the database is what the migrations left."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection

from portal.accounts.models import AuditEntry
from search.models import Opportunity
from snippets.models import MailTemplate, Organisation
from tests.database import url_of
from tests.emptying import Pristine
from tests.factories import JobOfferPageFactory, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_only_what_changed_is_told(pristine):
    assert pristine.changed() == []
    OrganisationFactory(commune=None)
    assert pristine.changed() == ["search_datachange", "snippets_organisation"]


def test_lines_of_the_migrations_come_back_with_their_ids(pristine):
    templates = set(MailTemplate.objects.values_list("pk", "subject"))
    kind = ContentType.objects.get_for_model(Organisation)
    MailTemplate.objects.first().delete()
    MailTemplate.objects.update(subject="Autre")
    Group.objects.create(name="de trop")
    JobOfferPageFactory(owner=UserFactory())
    pristine.restore()
    assert pristine.changed() == []
    assert set(MailTemplate.objects.values_list("pk", "subject")) == templates
    assert ContentType.objects.get_for_model(Organisation) == kind
    assert not Group.objects.filter(name="de trop").exists()


def test_a_log_that_only_grows_is_emptied_and_keeps_its_guard(pristine):
    AuditEntry.objects.create(action=AuditEntry.Action.INVITED)
    pristine.restore()
    assert pristine.changed() == []
    AuditEntry.objects.create(action=AuditEntry.Action.INVITED)
    with pytest.raises(DatabaseError):
        AuditEntry.objects.all().delete()


def test_the_change_log_of_the_index_writes_again_afterwards(pristine):
    JobOfferPageFactory()
    pristine.restore()
    assert not Opportunity.objects.exists()
    JobOfferPageFactory()
    assert "search_datachange" in pristine.changed()


def test_new_lines_are_numbered_after_those_of_the_template(pristine):
    Group.objects.create(name="de trop")
    with connection.cursor() as cursor:
        cursor.execute("SELECT setval(pg_get_serial_sequence('auth_group', 'id'), 1)")
    pristine.restore()
    latest = Group.objects.latest("pk").pk
    assert Group.objects.create(name="nouveau").pk > latest


def test_a_machine_elsewhere_reads_the_same_times(monkeypatch):
    """What PostgreSQL's own library takes from a machine in France."""
    monkeypatch.setenv("PGTZ", "Europe/Paris")
    there = Pristine.read(url_of(connection.settings_dict["TEST"]["TEMPLATE"]))
    assert there.changed() == []
