"""The button of a public page and the help beside it, on a phone and on a desktop."""

from typing import Any

import pytest
from playwright.sync_api import expect

from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.factories import JobOfferPageFactory, RecruitmentSessionPageFactory
from tests.pages.test_answering import Places, places  # noqa: F401 - a fixture

pytestmark = [
    pytest.mark.e2e,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.pages.answering_urls"),
]


@pytest.mark.parametrize(
    ("left", "waiting", "label"),
    [(3, 0, "M’inscrire"), (0, 5, "M’inscrire sur la liste d’attente"), (0, 0, None)],
)
def test_a_session_keeps_both_buttons_within_reach(
    live_server: Any,
    chromium: Any,
    screenshot: Any,
    places: Places,  # noqa: F811 - the fixture
    left: int,
    waiting: int,
    label: str | None,
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    places.left, places.waiting_left = left, waiting
    session = RecruitmentSessionPageFactory(waiting_list_size=waiting)
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{live_server.url}{session.url}")
        help_link = page.get_by_role("link", name="Je préfère qu’on m’aide")
        if label:
            button = page.get_by_role("link", name=label, exact=True)
            page.mouse.wheel(0, 2000)
            for link in (button, help_link):
                expect(link).to_be_in_viewport()
                assert link.bounding_box()["height"] >= 44
        else:
            expect(page.locator(".btn-action")).to_have_count(0)
            expect(page.get_by_text("Toutes les places sont prises.")).to_be_visible()
            expect(help_link).to_be_visible()
        tools.look(page, screenshot, f"session-{left}-{waiting}")


def test_help_leads_to_a_call_about_this_offer(live_server: Any, chromium: Any) -> None:
    offer = JobOfferPageFactory()
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{live_server.url}{offer.url}")
        page.get_by_role("link", name="Je préfère qu’on m’aide").click()
        expect(page).to_have_url(f"{live_server.url}/etre-rappele/?page={offer.pk}")
