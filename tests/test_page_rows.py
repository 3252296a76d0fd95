"""A page that is laid as a row is what true publication leaves, its history apart."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page

from pages.models import SessionOccupation, SessionPartner
from search.index.indexing import rebuild
from search.models import Opportunity
from snippets.models import Organisation
from tests.factories import (
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
    index_of,
)

pytestmark = pytest.mark.django_db

# What tells two pages apart, and the history that a row has not.
OWN = {"id", "page_ptr_id", "path", "slug", "url_path", "translation_key"}
HISTORY = {"latest_revision_id", "live_revision_id", "latest_revision_created_at"}
PIN = "SRID=4326;POINT(6.9 47.7)"


def columns(thing: Any, *hidden: str) -> dict[str, Any]:
    return {
        field.attname: getattr(thing, field.attname)
        for field in thing._meta.concrete_fields
        if field.attname not in hidden
    }


def index_row(page: Page) -> dict[str, Any]:
    """The row of the index, with the words of its document."""
    row = Opportunity.objects.annotate(words=Cast("document", TextField())).get(pk=page.pk)
    assert row.url.endswith(f"/{page.slug}/")
    return {**columns(row, "id", "url", "document"), "words": row.words}


def no_fields(_: Organisation) -> dict[str, Any]:
    return {}


def session_fields(partner: Organisation) -> dict[str, Any]:
    return {
        "partners": [SessionPartner(organisation=partner)],
        "occupations": [SessionOccupation(occupation=OccupationFactory(code="F1703"))],
    }


@pytest.mark.parametrize(
    ("factory", "own"),
    [
        (JobOfferPageFactory, no_fields),
        (VolunteeringPageFactory, no_fields),
        (RecruitmentSessionPageFactory, session_fields),
    ],
)
def test_a_row_equals_what_publication_leaves(factory, own):
    now, partner = timezone.now(), OrganisationFactory()
    shared = {
        "title": "Même titre",
        "organisation": OrganisationFactory(),
        "location": PIN,
        "expire_at": now + timedelta(days=20),
        "first_published_at": now - timedelta(days=2),
    }
    published = factory(**shared, **own(partner))
    laid = factory.row(**shared, **own(partner))
    # Publication has a time of its own.
    type(laid).objects.filter(pk=laid.pk).update(last_published_at=published.last_published_at)
    assert rebuild().written == [laid.pk]
    laid.refresh_from_db()
    assert columns(laid, *OWN, *HISTORY) == columns(published, *OWN, *HISTORY)
    assert index_row(laid) == index_row(published)


def test_rows_stand_in_a_sound_tree():
    before = JobOfferPageFactory()
    first, second = JobOfferPageFactory.rows(2)
    after = JobOfferPageFactory()
    assert [page.pk for page in index_of(type(first)).get_children()] == [
        before.pk,
        first.pk,
        second.pk,
        after.pk,
    ]
    assert Page.find_problems() == ([], [], [], [], [])
    assert second.get_parent().specific == index_of(type(second))
    assert rebuild(check=True).written == []


def test_rows_are_served(client):
    page = JobOfferPageFactory.row()
    assert page.title in client.get(page.get_url()).text


def test_a_row_is_cheap():
    organisation = OrganisationFactory()
    JobOfferPageFactory.row()

    def cost(size: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            JobOfferPageFactory.rows(size, organisation=organisation)
        return len(queries)

    with CaptureQueriesContext(connection) as queries:
        JobOfferPageFactory(organisation=organisation)
    assert cost(1) * 5 < len(queries)
    # Each reads its commune and its occupation.
    assert cost(20) <= cost(1) + 19 * 2
