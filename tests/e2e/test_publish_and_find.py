"""The main journey: written in the CMS, moderated, found in the list and on the map, ended."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from pages.jobs import publish_and_expire
from pages.models import JobOfferPage
from tests.e2e import browser, cms
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    job_offer_index,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TILES = re.compile(r"^https://data\.geopf\.fr/")
OFFER = cms.Offer(
    title="Soudeur / Soudeuse TIG",
    organisation="atelier",
    occupation="soud",
    commune="belf",
    summary="Vous assemblez des cuves en inox dans un atelier de douze personnes.",
    licences=("B (voiture)",),
)
SEARCH = "/offres/?q=soudeuse&lieu=Belfort&rayon=10"


@pytest.fixture
def staff(transactional_db: None) -> dict[str, str]:
    """An editor and a moderator of the communication, and the reference data they need."""
    job_offer_index()
    CommuneFactory(belfort=True)
    OccupationFactory(code="H2913", label="Soudeur / Soudeuse")
    OrganisationFactory(name="Atelier Rémond")
    level = Group.objects.get(name="communication")
    people = {}
    for role in ("editor", "moderator"):
        user = UserFactory()
        user.groups.add(level)
        people[role] = user.email
    cache.clear()
    return people


def signed_in(context: Any, base_url: str, email: str) -> Page:
    """A page of the CMS for one person, the tile layer out of reach."""
    context.route(TILES, lambda route: route.abort())
    page = context.new_page()
    cms.sign_in(page, base_url, email)
    return page


def withdraw(page: Page, base_url: str, title: str) -> None:
    """Take the offer off line from its editor, with a reason."""
    page.goto(f"{base_url}/cms/offres-emploi/")
    page.get_by_role("link", name=title).first.click()
    page.locator("footer").get_by_role("button", name=re.compile("actions")).click()
    page.get_by_role("link", name="Retirer").last.click()
    page.get_by_label("Raison du retrait").fill("L’entreprise a renoncé à recruter.")
    page.get_by_role("button", name=re.compile("Retirer")).click()
    expect(page.locator(".messages")).to_contain_text("retirée")


def show_map(page: Page, viewport: dict[str, int]) -> None:
    """On a phone the map waits for its button; on a desktop it is beside the list."""
    if viewport is browser.PHONE:
        page.get_by_role("button", name=re.compile("Carte")).click()
    expect(page.locator(".leaflet-container")).to_be_visible()


def test_offer_goes_from_the_editor_to_the_map_and_away(
    chromium: Browser,
    live_server: Any,
    staff: dict[str, str],
    screenshot: Any,
) -> None:
    url = live_server.url
    with browser.context(chromium, browser.DESKTOP) as context:
        editor = signed_in(context, url, staff["editor"])
        latitude, longitude = cms.create_offer(editor, url, OFFER)
        screenshot(editor, "submitted")
    with browser.context(chromium, browser.DESKTOP) as context:
        visitor = context.new_page()
        visitor.goto(f"{url}{SEARCH}")
        expect(visitor.get_by_role("link", name=OFFER.title)).to_have_count(0)
    with browser.context(chromium, browser.DESKTOP) as context:
        moderator = signed_in(context, url, staff["moderator"])
        cms.approve(moderator, f"{url}/cms/offres-emploi/", OFFER.title, "l’offre")
        screenshot(moderator, "approved")

    with browser.context(chromium, browser.DESKTOP) as context:
        context.route(TILES, lambda route: route.abort())
        visitor = context.new_page()
        with browser.no_errors(visitor) as complaints:
            visitor.goto(f"{url}{SEARCH}")
            card = visitor.get_by_role("link", name=OFFER.title)
            expect(card).to_be_visible()
            assert browser.axe_findings(visitor) == []
            show_map(visitor, browser.DESKTOP)
            marker = visitor.locator(".leaflet-marker-icon.pin-one")
            expect(marker).to_have_count(1)
            screenshot(visitor, "found")
            assert browser.axe_findings(visitor) == []
        assert [line for line in complaints if "ERR_FAILED" not in line] == []
        visitor.goto(f"{url}{SEARCH}")
        visitor.get_by_role("link", name=OFFER.title).click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text(OFFER.title)
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "offer")
        offer_address = visitor.url
        clusters = visitor.request.get(
            f"{url}/api/v1/opportunities/", params={"q": "soudeur", "lieu": "Belfort"}
        ).json()
    found = clusters["results"][0]
    assert (found["latitude"], found["longitude"]) == pytest.approx((latitude, longitude))

    with browser.context(chromium, browser.DESKTOP) as context:
        moderator = signed_in(context, url, staff["moderator"])
        withdraw(moderator, url, OFFER.title)
        visitor = context.new_page()
        answer = visitor.goto(offer_address)
        assert answer is not None
        assert answer.status == 410
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "withdrawn")
        visitor.goto(f"{url}{SEARCH}")
        expect(visitor.get_by_role("link", name=OFFER.title)).to_have_count(0)


def test_expired_offer_answers_410_with_similar_ones(
    chromium: Browser,
    live_server: Any,
    staff: dict[str, str],
    screenshot: Any,
) -> None:
    def expire() -> tuple[str, str]:
        other = JobOfferPageFactory(title="Soudeur de nuit", occupation_id="H2913")
        page = JobOfferPageFactory(title="Soudeuse à Belfort", occupation_id="H2913")
        page.expire_at = timezone.now() - timedelta(minutes=1)
        page.save(clean=False)
        return page.url, other.title

    address, similar = cms.in_database(expire)
    with browser.context(chromium, browser.PHONE) as context:
        context.route(TILES, lambda route: route.abort())
        visitor = context.new_page()
        for moment in ("before the job", "after the job"):
            answer = visitor.goto(f"{live_server.url}{address}")
            assert answer is not None
            assert answer.status == 410, moment
            expect(visitor.get_by_role("link", name=similar)).to_be_visible()
            visitor.goto(f"{live_server.url}{SEARCH}")
            expect(visitor.get_by_role("link", name="Soudeuse à Belfort")).to_have_count(0)
            cms.in_database(lambda: publish_and_expire(0))
        assert cms.in_database(lambda: JobOfferPage.objects.get(title="Soudeuse à Belfort").expired)
        visitor.goto(f"{live_server.url}{address}")
        assert browser.axe_findings(visitor) == []
        screenshot(visitor, "expired")


def test_search_works_without_javascript(
    chromium: Browser, live_server: Any, staff: dict[str, str]
) -> None:
    cms.in_database(lambda: JobOfferPageFactory(title="Soudeuse à Belfort", occupation_id="H2913"))
    with browser.context(chromium, browser.PHONE, javascript=False) as context:
        visitor = context.new_page()
        visitor.goto(f"{live_server.url}/")
        visitor.get_by_label(re.compile("^Que cherchez-vous")).fill("soudeur")
        visitor.get_by_label(re.compile("^Où")).fill("90000")
        visitor.get_by_role("button", name=re.compile("Rechercher")).first.click()
        visitor.wait_for_url("**/offres/**")
        visitor.get_by_role("link", name="Soudeuse à Belfort").click()
        expect(visitor.get_by_role("heading", level=1)).to_have_text("Soudeuse à Belfort")
