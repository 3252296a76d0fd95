"""Ends put off before texts knew which end they had are safe after the upgrade."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from wagtail.models import Revision

from pages.models import JobOfferPage
from pages.moderation import services
from tests.pages.moderation.conftest import edit

migration = import_module("pages.migrations.0009_ends_decided_beside_the_editor")


@pytest.mark.usefixtures("db")
def test_upgrade_numbers_the_ends_that_were_put_off(live, author, moderator):
    older = live.latest_revision
    services.prolong(page=live, user=moderator)
    as_before_the_upgrade()
    edit(JobOfferPage.objects.get(), author, summary="Écrit après.")
    as_before_the_upgrade()
    migration.number_known_ends(apps, None)
    page = JobOfferPage.objects.get()
    assert page.end_version == 1
    known = page.revisions.filter(content__end_version=1).order_by("pk")
    assert list(known) == list(page.revisions.filter(pk__gt=older.pk).order_by("pk"))
    older.refresh_from_db()
    assert older.as_object().expire_at == page.expire_at
    later = page.expire_at + timedelta(days=1)
    assert edit(page, author, expire_at=later).as_object().expire_at == later


def as_before_the_upgrade():
    """Nobody knew of a number."""
    JobOfferPage.objects.update(end_version=0)
    for revision in Revision.objects.all():
        revision.content.pop("end_version", None)
        revision.save(update_fields=["content"])
