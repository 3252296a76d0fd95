"""The way from the CMS to the answers of an opportunity, which apps above register."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from pages.follow_links import (
    FollowLink,
    follow_links,
    lost_with,
    register_follow_link,
)
from tests.factories import (
    JobOfferPageFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
    VolunteeringPageFactory,
)
from tests.pages.moderation.conftest import with_level

pytestmark = pytest.mark.django_db
LISTS = {
    "job": ("/cms/offres-emploi/", JobOfferPageFactory),
    "volunteering": ("/cms/benevolat/", VolunteeringPageFactory),
    "session": ("/cms/sessions/", RecruitmentSessionPageFactory),
}
LABELS = {"job": "Candidatures", "volunteering": "Candidatures", "session": "Inscriptions"}


@pytest.fixture(autouse=True)
def _nobody_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pages.follow_links._sources", {})


@pytest.fixture
def asked() -> list[int]:
    """Followed kinds: twelve answers to each page, and how many pages were asked at once."""
    calls: list[int] = []

    def source(kind: str) -> Any:
        def links(pages: Any) -> dict[int, FollowLink]:
            calls.append(len(pages))
            assert {page.kind for page in pages} == {kind}
            return {page.pk: FollowLink(LABELS[kind], 12, f"/liste/{page.pk}/") for page in pages}

        return links

    for kind in LISTS:
        register_follow_link(kind, source(kind), may_follow=lambda user: user.first_name != "Sans")
    return calls


@pytest.fixture
def cms(client: Client) -> Client:
    client.force_login(with_level("communication"))
    return client


def headings(client: Client, address: str) -> list[str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [cell.get_text(" ", strip=True) for cell in soup.select("table.offers-list th")]


@pytest.mark.parametrize("kind", LISTS)
def test_nothing_is_shown_while_nobody_follows(cms: Client, kind: str) -> None:
    address, factory = LISTS[kind]
    page = factory()
    assert LABELS[kind] not in headings(cms, address)
    editor = cms.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "follow-title" not in editor
    assert lost_with([page]) == []


@pytest.mark.parametrize("kind", LISTS)
def test_the_list_and_the_editor_lead_to_the_answers(
    cms: Client, asked: list[int], kind: str
) -> None:
    address, factory = LISTS[kind]
    page = factory()
    assert headings(cms, address)[-1] == LABELS[kind]
    for screen in (address, reverse("wagtailadmin_pages:edit", args=[page.pk])):
        soup = BeautifulSoup(cms.get(screen).content, "html.parser")
        [link] = soup.select(f'a[href="/liste/{page.pk}/"]')
        text = link.get_text(" ", strip=True)
        assert "12" in text
        assert LABELS[kind].lower() in text.lower()
    assert asked == [1, 1, 1]


def test_who_may_not_follow_is_shown_nothing(client: Client, asked: list[int]) -> None:
    client.force_login(with_level("communication", first_name="Sans"))
    page = JobOfferPageFactory()
    assert "Candidatures" not in headings(client, "/cms/offres-emploi/")
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "follow-title" not in editor
    assert asked == []


def test_a_list_asks_once_for_all_its_rows(cms: Client, asked: list[int]) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cms.get("/cms/offres-emploi/").status_code == 200
        return len(queries)

    JobOfferPageFactory.row()
    cost()
    one = cost()
    for _ in range(19):
        JobOfferPageFactory.row()
    assert cost() == one
    assert asked[-1] == 20


def test_a_new_page_has_no_answers_yet(cms: Client, asked: list[int]) -> None:
    parent = JobOfferPageFactory(live=False).get_parent()
    screen = cms.get(reverse("wagtailadmin_pages:add", args=["pages", "jobofferpage", parent.pk]))
    assert screen.status_code == 200
    assert asked == []


def test_pages_of_several_kinds_are_asked_each_with_its_own(asked: list[int]) -> None:
    pages = [JobOfferPageFactory(), JobOfferPageFactory(), RecruitmentSessionPageFactory()]
    links = follow_links(pages, user=UserFactory())
    assert links.keys() == {page.pk for page in pages}
    assert sorted(asked) == [1, 2]


def test_one_place_only_follows_a_kind(asked: list[int]) -> None:
    with pytest.raises(ValueError, match="two places"):
        register_follow_link("job", lambda _: {}, may_follow=lambda _: True)


def superuser(client: Client) -> Client:
    client.force_login(UserFactory(is_superuser=True, is_staff=True))
    return client


def test_who_deletes_a_page_is_told_what_loses_it(client: Client, asked: list[int]) -> None:
    page = JobOfferPageFactory()
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    html = superuser(client).get(address).content.decode()
    assert "Candidatures\u00a0: 12." in html.replace("&nbsp;", "\u00a0")
    assert "Rien n’est effacé" in html
    assert client.post(address).status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()


def test_a_page_with_all_below_counts_the_answers_of_each(asked: list[int]) -> None:
    pages = [JobOfferPageFactory(), JobOfferPageFactory(), RecruitmentSessionPageFactory()]
    home = pages[0].get_parent().get_parent()
    assert lost_with([home]) == [("Candidatures", 24), ("Inscriptions", 12)]
    assert lost_with([home, pages[0]]) == lost_with([home]), "each page counts once"


def test_who_deletes_several_pages_is_told_the_same(client: Client, asked: list[int]) -> None:
    pages = [JobOfferPageFactory(), RecruitmentSessionPageFactory()]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    ids = "&".join(f"id={page.pk}" for page in pages)
    html = superuser(client).get(f"{address}?{ids}").content.decode().replace("&nbsp;", "\u00a0")
    assert "Candidatures\u00a0: 12." in html
    assert "Inscriptions\u00a0: 12." in html


def test_nothing_is_told_of_a_page_without_answers(client: Client) -> None:
    register_follow_link("job", lambda _: {}, may_follow=lambda _: True)
    page = JobOfferPageFactory(live=False)
    address = reverse("wagtailadmin_pages:delete", args=[page.pk])
    assert "Candidatures" not in superuser(client).get(address).content.decode()


APPS_OF_ANSWERS = ("participation", "applications", "recruitment")


def test_no_answer_goes_with_its_page() -> None:
    relations = [
        field
        for name in APPS_OF_ANSWERS
        for model in apps.get_app_config(name).get_models()
        for field in model._meta.concrete_fields
        if field.remote_field and issubclass(field.remote_field.model, Page)
    ]
    assert relations, "an application and a list know their page"
    for field in relations:
        assert field.null, field
        assert field.remote_field.on_delete is models.SET_NULL, field
