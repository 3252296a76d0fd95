"""The editor of job offers in a real browser: the pin by mouse, by keyboard, by hand."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect
from pytest_httpserver import HTTPServer

from pages.models import JobOfferPage
from tests.e2e import browser, cms
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    UserFactory,
    job_offer_index,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

TILES = "https://data.geopf.fr"
OFFER = cms.Offer(
    title="Maçon ou maçonne",
    organisation="muller",
    occupation="maconne",
    commune="belf",
    licences=("B (voiture)",),
)


@pytest.fixture
def email(transactional_db: None) -> str:
    """An editor who may do everything, and what they choose from."""
    job_offer_index()
    CommuneFactory(belfort=True)
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    OrganisationFactory(name="Éts Müller")
    cache.clear()
    return UserFactory(superuser=True).email


@pytest.fixture
def page(chromium: Browser, email: str, live_server: Any) -> Iterator[Page]:
    """The browser of that editor, signed in; the tile layer is out of reach."""
    with browser.context(chromium, browser.PHONE) as visitor:
        visitor.route(f"{TILES}/**", lambda route: route.abort())
        opened = visitor.new_page()
        cms.sign_in(opened, live_server.url, email)
        yield opened


def test_offer_with_a_pin_is_written_and_submitted(page: Page, live_server: Any) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    crashes: list[str] = []
    page.on("pageerror", lambda error: crashes.append(str(error)))
    latitude, longitude = cms.create_offer(page, live_server.url, OFFER)
    outside = {url for url in asked if not url.startswith((live_server.url, "data:", "blob:"))}
    assert outside
    assert all(url.startswith(f"{TILES}/") for url in outside)
    assert crashes == []
    page_row = JobOfferPage.objects.get()
    assert page_row.workflow_in_progress
    # The row's own columns stay those of the first autosave until it is published.
    offer = page_row.get_latest_revision_as_object()
    assert (offer.latitude, offer.longitude) == (latitude, longitude)
    assert offer.driving_licences == ["B"]
    assert offer.occupation_id == "F1703"


def every_part_has_a_name(page: Page) -> None:
    """What is heard: groups of boxes, buttons that comment, the calendar of a date."""
    expect(page.get_by_role("group", name="Horaires")).to_contain_text("En journée")
    comments = page.locator("[data-comment-add]")
    names = comments.evaluate_all("(buttons) => buttons.map((one) => one.ariaLabel)")
    assert len(names) == len(set(names)) > 20
    page.locator("#id_starts_on").focus()
    calendar = page.get_by_role("table", name=re.compile("^Jours"))
    expect(calendar.get_by_role("columnheader")).to_have_count(7)
    expect(calendar.locator("th[scope=col]")).to_have_count(7)
    page.keyboard.press("Escape")


def test_pin_without_a_mouse(page: Page, live_server: Any) -> None:
    cms.open_new_offer(page, live_server.url)
    every_part_has_a_name(page)
    assert page.locator("#id_location").input_value() == ""
    expect(page.locator("#id_location_map img.leaflet-marker-icon")).to_have_count(0)
    page.locator("#id_location_map").focus()
    page.keyboard.press("Enter")
    middle = cms.pin(page)
    expect(page.get_by_text("Repère placé", exact=False)).to_be_visible()
    page.get_by_role("button", name="Effacer le repère").press("Enter")
    expect(page.locator("#id_location")).to_have_value("")
    expect(page.get_by_label("Latitude et longitude")).to_have_value("")
    page.get_by_label("Latitude et longitude").fill("47,6400 6,8700")
    assert cms.pin(page) == (47.64, 6.87)
    page.get_by_label("Latitude et longitude").fill("n’importe où")
    expect(page.get_by_text("Écrivez une latitude et une longitude")).to_be_visible()
    assert middle != (47.64, 6.87)


def test_pin_from_the_address(
    page: Page, live_server: Any, httpserver: HTTPServer, settings: Any
) -> None:
    settings.GEOCODER_URL = httpserver.url_for("/search")
    httpserver.expect_request("/search").respond_with_json(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "geometry": {"type": "Point", "coordinates": [6.8642, 47.6372]},
                    "properties": {"label": "1 Rue de la Poste", "score": 1, "type": "street"},
                }
            ],
        }
    )
    cms.open_new_offer(page, live_server.url)
    button = page.get_by_role("button", name="Placer le repère d’après l’adresse")
    button.click()
    expect(page.get_by_text("Indiquez d’abord une adresse ou une commune.")).to_be_visible()
    page.locator("#id_address").fill("1 rue de la Poste")
    button.click()
    expect(page.get_by_text("Repère placé\u00a0: 1 Rue de la Poste.")).to_be_visible()
    assert cms.pin(page) == (47.6372, 6.8642)
    clicked = cms.click_map(page, right=30)
    page.locator("#id_address").fill("2 rue de la Poste")
    page.locator("#id_address").blur()
    assert cms.pin(page) == clicked


def test_editor_is_accessible(page: Page, live_server: Any) -> None:
    cms.open_new_offer(page, live_server.url)
    assert browser.axe_findings(page, tags=browser.WCAG) == []
