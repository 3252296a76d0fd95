"""The staff's list in a real browser: tick, withdraw, undo; copy an offer."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from pages.models import JobOfferPage
from tests.e2e import browser, cms
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import with_level

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def offers(transactional_db: None) -> list[JobOfferPage]:
    return [JobOfferPageFactory(title=f"Maçon ou maçonne {n}", location=PIN) for n in range(3)]


IS_THERE = """() => {
  let at = document.querySelector(".messages .success");
  if (!at || document.getAnimations().length) return false;
  while (at && getComputedStyle(at).opacity === "1") at = at.parentElement;
  return at === null;
}"""
PIN = "SRID=4326;POINT(6.863100 47.638600)"


@pytest.fixture
def page(chromium: Browser, offers: list[JobOfferPage], live_server: Any) -> Iterator[Page]:
    """A moderator, signed in."""
    with browser.context(chromium, browser.PHONE) as visitor:
        visitor.route("https://data.geopf.fr/**", lambda route: route.abort())
        opened = visitor.new_page()
        email = with_level("communication").email
        cms.sign_in(opened, live_server.url, email)
        yield opened


def online() -> int:
    return JobOfferPage.objects.filter(live=True).count()


def test_two_offers_are_withdrawn_then_brought_back(
    page: Page, offers: list[JobOfferPage], live_server: Any, screenshot: Any
) -> None:
    page.goto(f"{live_server.url}/cms/offres-emploi/")
    for offer in offers[:2]:
        page.locator(f"[data-object-id='{offer.pk}']").check()
    page.get_by_role("link", name="Retirer les annonces cochées").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Retirer 2\u00a0offres")
    screenshot(page, "confirmation")
    assert browser.axe_findings(page, tags=browser.WCAG) == []
    page.get_by_label("Raison du retrait").fill("Le chantier est reporté.")
    page.get_by_role("button", name="Retirer 2\u00a0offres").click()
    expect(page.locator(".messages")).to_contain_text("2\u00a0offres retirées")
    assert online() == 1
    # It slides in, and is pale meanwhile.
    page.wait_for_function(IS_THERE)
    screenshot(page, "withdrawn")
    assert browser.axe_findings(page, tags=browser.WCAG) == []
    page.get_by_role("button", name=re.compile("^Annuler")).click()
    expect(page.locator(".messages")).to_contain_text("2\u00a0offres sont comme avant")
    assert online() == 3
    assert page.url.endswith("/cms/offres-emploi/")


def test_offer_is_copied_from_the_list(
    page: Page, offers: list[JobOfferPage], live_server: Any
) -> None:
    page.goto(f"{live_server.url}/cms/offres-emploi/?ordering=title")
    row = page.locator("tr", has_text=offers[0].title)
    row.get_by_role("button", name=re.compile("options|actions", re.IGNORECASE)).click()
    row.get_by_text("Dupliquer").click()
    expect(page.locator(".messages")).to_contain_text("Voici une copie de l’offre")
    copy = JobOfferPage.objects.latest("pk")
    assert page.url.endswith(f"/cms/pages/{copy.pk}/edit/")
    assert (copy.live, copy.location, copy.title) == (False, PIN, offers[0].title)
