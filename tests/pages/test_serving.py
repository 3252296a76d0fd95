"""What the public gets at the address of an offer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from pages.models import JobOfferPage
from tests.factories import JobOfferPageFactory


def update(page: JobOfferPage, **fields: object) -> None:
    JobOfferPage.objects.filter(pk=page.pk).update(**fields)


@pytest.mark.django_db
def test_offer_is_shown_in_few_queries(client: Client) -> None:
    page = JobOfferPageFactory(
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
    assert len(queries) <= 15, "\n".join(query["sql"][:150] for query in queries)


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
    page = JobOfferPageFactory()
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
    page = JobOfferPageFactory()
    update(page, filled_at=timezone.now(), withdrawn_at=timezone.now())
    assert client.get(page.url).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("rest", ["suite/", "%00/", "a/b/c/"])
def test_nothing_is_below_an_offer(client: Client, rest: str) -> None:
    page = JobOfferPageFactory()
    assert client.get(f"{page.url}{rest}").status_code in {400, 404}
