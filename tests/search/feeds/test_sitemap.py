"""The sitemap: what search engines are told, and what they are not."""

import datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from pages.models import HomePage, SessionPartner
from search.feeds import sitemaps
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    VolunteeringPageFactory,
)
from tests.search.rows import make_row

pytestmark = pytest.mark.django_db

NAMESPACE = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
BASE = "https://declic.example"


@pytest.fixture(autouse=True)
def base_url(settings):
    settings.BASE_URL = f"{BASE}/"


def entries(client, address="/sitemap.xml"):
    """(address, last change) of each line."""
    response = client.get(address.removeprefix(BASE))
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/xml")
    return [
        (entry.findtext(f"{NAMESPACE}loc"), entry.findtext(f"{NAMESPACE}lastmod"))
        for entry in ElementTree.fromstring(response.content)
    ]


def addresses(client):
    """Every address of every section, by path."""
    found = [location for section, _ in entries(client) for location, _ in entries(client, section)]
    assert all(location.startswith(f"{BASE}/") for location in found)
    return [location.removeprefix(BASE) for location in found]


def test_everything_that_is_public_is_there_once(client):
    pages = [
        JobOfferPageFactory.row(),
        VolunteeringPageFactory.row(),
        RecruitmentSessionPageFactory.row(),
    ]
    found = addresses(client)
    assert len(found) == len(set(found))
    expected = {
        "/", "/offres/", "/sessions/", "/mentions-legales/", "/accessibilite/", "/integration/",
        "/actualites/", "/devenir-parrain/", "/aide/", "/contact/",
        *(page.url for page in pages),
        *(f"/organisations/{page.organisation.slug}/" for page in pages),
    }  # fmt: skip
    assert set(found) == expected


def test_every_address_answers(client):
    pages = [
        JobOfferPageFactory.row(),
        VolunteeringPageFactory.row(),
        RecruitmentSessionPageFactory.row(),
    ]
    assert {page.url for page in pages} < set(addresses(client))
    for address in addresses(client):
        assert client.get(address).status_code == 200, address


def test_what_is_over_hidden_or_elsewhere_is_absent(client):
    expired = make_row(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    elsewhere = make_row(url="https://emploi.exemple.test/offre/1")
    draft = JobOfferPageFactory(live=False)
    withdrawn = JobOfferPageFactory.row()
    withdrawn.unpublish()
    private = JobOfferPageFactory.row()
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    home = HomePage.objects.get()
    secret, old, shown = (
        home.add_child(instance=HomePage(title=slug, slug=slug))
        for slug in ("secret", "old", "shown")
    )
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    secret.add_child(instance=HomePage(title="child", slug="child"))
    home.add_child(instance=HomePage(title="draft", slug="draft", live=False))
    HomePage.objects.filter(pk=old.pk).update(
        expire_at=timezone.now() - datetime.timedelta(seconds=1)
    )
    found = addresses(client)
    assert shown.url in found
    for path in (expired.url, elsewhere.url, draft.url, withdrawn.url, private.url):
        assert path
        assert path not in found
    for path in ("/secret/", "/secret/child/", "/old/", "/draft/"):
        assert path not in found


def test_organisations_are_those_that_are_shown(client):
    verified = OrganisationFactory(verified_at=timezone.now())
    silent = OrganisationFactory()
    former, past_partner = OrganisationFactory(), OrganisationFactory()
    past = timezone.now() - datetime.timedelta(seconds=1)
    make_row(organisation_id=former.pk, expires_at=past)
    make_row(kind="session", details={"partners": [{"id": past_partner.pk}]}, expires_at=past)
    hiring, partner = OrganisationFactory(), OrganisationFactory()
    RecruitmentSessionPageFactory.row(
        organisation=hiring, partners=[SessionPartner(organisation=partner)]
    )
    found = addresses(client)
    for organisation in (verified, silent, former, past_partner, hiring, partner):
        address = f"/organisations/{organisation.slug}/"
        assert (address in found) == (client.get(address).status_code == 200)
    shown = [address for address in found if address.startswith("/organisations/")]
    assert len(shown) == 3


def test_last_change_is_the_last_publication(client):
    changed = datetime.datetime(2026, 11, 3, 8, tzinfo=datetime.UTC)
    row = make_row(published_at=changed - datetime.timedelta(days=9), updated_at=changed)
    assert (f"{BASE}{row.url}", "2026-11-03") in entries(client, "/sitemap-annonces.xml")
    assert (f"{BASE}/sitemap-annonces.xml", "2026-11-03T09:00:00+01:00") in entries(client)


def test_sections_are_cut_in_pages(client, monkeypatch):
    monkeypatch.setattr(sitemaps.OpportunitySection, "limit", 2)
    rows = [make_row() for _ in range(5)]
    sections = [location for location, _ in entries(client) if "annonces" in location]
    assert sections == [
        f"{BASE}/sitemap-annonces.xml",
        f"{BASE}/sitemap-annonces.xml?p=2",
        f"{BASE}/sitemap-annonces.xml?p=3",
    ]
    found = [[location for location, _ in entries(client, section)] for section in sections]
    assert [len(part) for part in found] == [2, 2, 1]
    assert [address for part in found for address in part] == [f"{BASE}{row.url}" for row in rows]


@pytest.mark.parametrize(
    "address",
    [
        "/sitemap-nulle-part.xml", "/sitemap-annonces.xml?p=2", "/sitemap-annonces.xml?p=abc",
        "/sitemap-annonces.xml?p=0", f"/sitemap-annonces.xml?p={'9' * 5000}",
    ],
)  # fmt: skip
def test_what_does_not_exist_is_404(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("section", sorted(sitemaps.SECTIONS))
def test_queries_do_not_depend_on_the_number_of_pages(client, section):
    def count():
        with CaptureQueriesContext(connection) as queries:
            lines = entries(client, f"/sitemap-{section}.xml") + entries(client)
        return len(lines), len(queries)

    def add():
        home = HomePage.objects.order_by("depth").first()
        name = f"page-{HomePage.objects.count()}"
        home.add_child(instance=HomePage(title=name, slug=name))
        make_row(organisation_id=OrganisationFactory().pk)

    add()
    count()
    few, queries = count()
    for _ in range(19):
        add()
    many, same = count()
    assert same == queries <= 16
    assert many - few == (0 if section == "ecrans" else 19)


def test_robots_name_the_sitemap(client):
    assert f"Sitemap: {BASE}/sitemap.xml" in client.get("/robots.txt").content.decode()
