"""What the public gets at the address of an offer."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from pages import serving
from pages.models import JobOfferPage
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)


def update(page: JobOfferPage, **fields: object) -> None:
    JobOfferPage.objects.filter(pk=page.pk).update(**fields)


@pytest.mark.django_db
def test_offer_is_shown_in_few_queries(client: Client) -> None:
    page = JobOfferPageFactory.row(
        contact_phone_public=True, location="SRID=4326;POINT(6.870000 47.640000)"
    )
    client.get(page.url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(page.url)
    assert response.status_code == 200
    text = response.content.decode()
    assert page.title in text
    assert "application/ld+json" in text
    assert page.contact_phone in text
    assert page.contact_email not in text
    assert len(queries) <= 3, "\n".join(query["sql"][:150] for query in queries)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("factory", "fields"),
    [
        (
            JobOfferPageFactory,
            {
                "schedules": ["day", "night"],
                "skills": ["Souder"],
                "salary_min": "1850.50",
                "weekly_hours": "35.00",
            },
        ),
        (VolunteeringPageFactory, {"days": ["mon"], "starts_on": date(2030, 1, 2)}),
        (RecruitmentSessionPageFactory, {"slot_minutes": 15, "capacity": 12}),
    ],
)
def test_page_read_the_short_way_is_whole_and_has_what_it_names(
    client: Client, factory: Any, fields: dict[str, Any]
) -> None:
    page = factory(**fields)
    model = type(page)
    client.get(page.url)
    found, expected = serving._at(page.url, page.slug, model), model.objects.get(pk=page.pk)
    assert found is not None
    related = [name for name in serving.RELATED if hasattr(model, name)]
    assert {"organisation", "commune"} <= set(related)
    with CaptureQueriesContext(connection) as queries:
        for name in related:
            row = getattr(found, name)
            assert row.get_deferred_fields() <= {"contour"}
            assert row.pk == getattr(expected, f"{name}_id")
    assert not queries.captured_queries
    for field in model._meta.concrete_fields:
        value = getattr(expected, field.attname)
        assert getattr(found, field.attname) == value, field.name
        assert type(getattr(found, field.attname)) is type(value), field.name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"expire_at": timezone.now() - timedelta(seconds=1)}, "expired"),
        ({"live": False, "expired": True}, "expired"),
        ({"live": False, "withdrawn_at": timezone.now()}, "withdrawn"),
        ({"live": False, "filled_at": timezone.now()}, "filled"),
        ({"live": False}, "expired"),
    ],
)
def test_what_is_over_answers_410(client: Client, fields: dict[str, object], reason: str) -> None:
    page = JobOfferPageFactory.row()
    update(page, **fields)
    response = client.get(page.url)
    assert response.status_code == 410
    assert response.context["reason"] == reason
    assert page.title in response.content.decode()
    assert "Postuler" not in response.content.decode()


@pytest.mark.django_db
def test_draft_does_not_exist_for_the_public(client: Client) -> None:
    page = JobOfferPageFactory(live=False)
    assert client.get(page.get_url()).status_code == 404


@pytest.mark.django_db
def test_page_put_back_online_is_shown(client: Client) -> None:
    page = JobOfferPageFactory.row()
    update(page, filled_at=timezone.now(), withdrawn_at=timezone.now())
    assert client.get(page.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["suite/", "%00/", "a/b/c/"])
def test_nothing_is_below_an_offer(client: Client, rest: str) -> None:
    page = JobOfferPageFactory.row()
    assert client.get(f"{page.url}{rest}").status_code in {400, 404}


@pytest.mark.django_db
@pytest.mark.parametrize("above", [0, 1, 2], ids=["offer", "index", "home"])
def test_private_offer_asks_to_sign_in(client: Client, above: int) -> None:
    page = JobOfferPageFactory.row()
    restricted: Page = page
    for _ in range(above):
        restricted = restricted.get_parent()
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.LOGIN)
    response = client.get(page.url)
    assert response.status_code == 302
    assert page.title not in response.content.decode()


@pytest.mark.django_db
def test_restriction_elsewhere_hides_nothing(client: Client) -> None:
    page, other = JobOfferPageFactory.row(), JobOfferPageFactory.row()
    PageViewRestriction.objects.create(page=other, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(page.url).status_code == 200
    assert client.get(other.url).status_code == 302


@pytest.mark.django_db
def test_with_a_second_site_each_host_serves_its_own_tree(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "autre.example"]
    page = JobOfferPageFactory.row()
    path = page.get_url_parts()[2]
    other_home = Page.objects.get(depth=1).add_child(title="Autre site", slug="autre")
    Site.objects.create(hostname="autre.example", port=80, root_page=other_home)
    assert client.get(path).status_code == 200
    assert client.get(path, headers={"host": "autre.example"}).status_code == 404


@pytest.mark.django_db
def test_other_methods_are_refused_as_for_any_page(client: Client) -> None:
    page = JobOfferPageFactory.row()
    assert client.options(page.url).status_code == 200
    assert client.generic("TRACE", page.url).status_code == 405
