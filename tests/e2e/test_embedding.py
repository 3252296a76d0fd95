"""The list of opportunities in a page of another site, in a real browser."""

import pytest
from playwright.sync_api import expect

from search.parameters import places
from tests.e2e import browser as tools
from tests.factories import CommuneFactory, JobOfferPageFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PAGE = """<!doctype html><html lang="fr"><title>Le Département</title><h1>Le Département</h1>
<iframe src="{site}/integration/offres/?q=soudeur&amp;lieu=Belfort" title="Offres" width="100%"
 height="400"></iframe>
<iframe src="{site}/offres/" title="Refusé" width="100%" height="200"></iframe></html>"""


def test_another_site_shows_the_list_and_nothing_else(
    live_server, httpserver, settings, chromium, screenshot
):
    # The same machine under two names: two origins, of which one is named in the settings.
    origin = f"http://127.0.0.1:{httpserver.port}"
    settings.EMBED_ORIGINS = [origin]
    settings.BASE_URL = live_server.url
    places.forget_communes()
    CommuneFactory(belfort=True)
    offer = JobOfferPageFactory(title="Soudeur ou soudeuse")
    httpserver.expect_request("/").respond_with_data(
        PAGE.format(site=live_server.url), content_type="text/html; charset=utf-8"
    )
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        page.goto(f"{origin}/")
        shown = page.frame_locator("iframe[title=Offres]")
        expect(shown.get_by_role("heading", level=1)).to_have_text(
            "Offres “soudeur” près de Belfort (90000)"
        )
        refused = page.frame_locator("iframe[title=Refusé]")
        expect(refused.get_by_role("heading", name="Trouver une offre")).to_have_count(0)
        assert page.frames[2].url.startswith("chrome-error:")
        assert tools.axe_findings(page.frames[1]) == []
        screenshot(page, "framed")
        assert visitor.cookies() == []
        shown.get_by_role("link", name="Soudeur ou soudeuse").click()
        page.wait_for_url(f"{live_server.url}{offer.url}")
    places.forget_communes()


def test_explained_page_is_accessible(live_server, settings, chromium, screenshot):
    settings.BASE_URL = live_server.url
    JobOfferPageFactory(title="Soudeur ou soudeuse")
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:
            for query in ("", "?lieu=Atlantide&nombre=99"):
                page.goto(f"{live_server.url}/integration/{query}")
                expect(page.frame_locator("iframe").get_by_role("link").first).to_be_visible()
                assert tools.axe_findings(page) == []
                screenshot(page, "explained")
        assert complaints == []
