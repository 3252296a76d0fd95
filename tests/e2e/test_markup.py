"""Markup in what people type is a text on every screen: nothing that it says is run."""

from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from snippets.models import SiteImage, SiteSettings
from tests.e2e import browser, cms
from tests.editorial_factories import ImageFactory
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
)
from tests.portal.cv.files.pictures import jpeg

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

MARKUP = "\"'><img src=x onerror=\"window.ran='%s'\">{{7*7}}"
TILES, TILE = "https://tiles.exemple.test/**", jpeg(256, 256)
CMS = (
    "",
    "offres-emploi/",
    "offres-emploi/?q=img",
    "snippets/snippets/organisation/",
    "snippets/snippets/commune/",
    "snippets/snippets/occupation/",
    "images/",
    "users/",
    "reports/site-history/",
    "reports/locked/",
    "pages/search/?q=img",
    "settings/snippets/sitesettings/",
)
SQUARE = {
    "type": "Polygon",
    "coordinates": [[[6.8, 47.6], [6.9, 47.6], [6.9, 47.7], [6.8, 47.7], [6.8, 47.6]]],
}


@pytest.fixture
def email(transactional_db: None) -> str:
    """A superuser, in a site whose every text is markup."""
    named = {name: MARKUP % name for name in ("commune", "occupation", "organisation")}
    user = UserFactory(
        superuser=True, first_name=MARKUP % "first_name", last_name=MARKUP % "last_name"
    )
    offer = JobOfferPageFactory(
        title=MARKUP % "title",
        summary=MARKUP % "summary",
        commune=CommuneFactory(belfort=True, name=named["commune"], contour=SQUARE),
        occupation=OccupationFactory(label=named["occupation"]),
        organisation=OrganisationFactory(name=named["organisation"], address=MARKUP % "address"),
        owner=user,
        locked=True,
        locked_at=timezone.now(),
        locked_by=user,
    )
    offer.save_revision(user=user, log_action=True).publish()
    ImageFactory(title=MARKUP % "image", description=MARKUP % "alt")
    SiteSettings.objects.create(
        site_name=MARKUP % "site",
        tile_url="https://tiles.exemple.test/{z}/{x}/{y}.png",
        tile_attribution=f'© <a href="https://exemple.test/">Cartes</a>{MARKUP % "credit"}',
    )
    cache.clear()
    assert SiteImage.objects.exists()
    return user.email


def expect_nothing_ran(page: Page) -> None:
    """The markup was told as a text, if at all."""
    assert page.evaluate("window.ran") is None, page.url


def test_markup_is_text_in_the_cms_and_on_the_maps(
    chromium: Browser, email: str, live_server: Any
) -> None:
    with browser.context(chromium, browser.DESKTOP) as visitor:
        # Where no tile comes, the editor draws the communes.
        visitor.route(TILES, lambda route: route.abort())
        page = visitor.new_page()
        cms.sign_in(page, live_server.url, email)
        for path in CMS:
            answer = page.goto(f"{live_server.url}/cms/{path}")
            assert answer is not None
            assert answer.ok, path
            expect_nothing_ran(page)

        cms.open_new_offer(page, live_server.url)
        credit = page.locator("#id_location_map .leaflet-control-attribution")
        expect(credit.get_by_role("link", name="Cartes")).to_have_attribute(
            "href", "https://exemple.test/"
        )
        expect(page.locator(".town")).to_contain_text("<img src=x")
        expect_nothing_ran(page)
        for button in ("une organisation", "une commune", "un métier"):
            page.get_by_role("button", name=f"Choisir {button}").first.click()
            expect(page.locator("a[data-chooser-modal-choice]").first).to_contain_text("<img")
            expect_nothing_ran(page)
            page.locator(".modal-content").get_by_role("button", name="Fermer").click()
            expect(page.locator(".modal-content")).to_have_count(0)

        # The public map takes away a layer of which no tile comes, with its credit.
        visitor.route(TILES, lambda route: route.fulfill(body=TILE, content_type="image/jpeg"))
        page.goto(f"{live_server.url}/offres/")
        credit = page.locator(".leaflet-control-attribution")
        expect(credit.get_by_role("link", name="Cartes")).to_be_visible()
        expect_nothing_ran(page)
