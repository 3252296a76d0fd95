"""The page of the API and the preview link of the CMS, in a real browser."""

import json
import re
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, expect

from tests.e2e import browser, cms
from tests.factories import JobOfferPageFactory, UserFactory
from tests.search.rows import make_row

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_the_documentation_works_without_any_third_party(
    chromium: Browser, live_server: Any, screenshot: Any
):
    make_row(title="Maçon")
    with browser.context(chromium, browser.PHONE) as visitor:
        page = visitor.new_page()
        with browser.no_errors(page) as complaints, browser.traffic(page) as traffic:
            page.goto(f"{live_server.url}/api/docs/")
            expect(page).to_have_title("API de Déclic\u00a0: documentation")
            operation = page.locator("#operations-Annonces-opportunities_list")
            expect(operation).to_be_visible()
            expect(page.locator("h1:not([aria-level])")).to_have_text("Documentation de l’API")
            expect(page.get_by_role("main")).to_have_count(1)
            screenshot(page, "closed")
            assert browser.axe_findings(page) == []
            operation.locator("button").first.click()
            expect(operation.get_by_text("Métier, mot-clé, employeur")).to_be_visible()
            operation.get_by_role("button", name="Essayer").click()
            operation.get_by_role("button", name="Envoyer la demande").click()
            expect(operation.get_by_text("Parameters", exact=True)).to_have_count(0)
            live = operation.locator(".live-responses-table")
            expect(live.get_by_text("200", exact=True).first).to_be_visible()
            expect(live).to_contain_text("Maçon")
            screenshot(page, "open")
            assert browser.axe_findings(page) == []
            assert not browser.is_wider_than_the_screen(page)
        assert complaints == []
        assert len(traffic.hosts) == 1


def test_an_editor_makes_and_copies_a_preview_link(
    chromium: Browser, live_server: Any, screenshot: Any, settings: Any
):
    settings.BASE_URL = live_server.url
    person = UserFactory(superuser=True)
    draft = JobOfferPageFactory(title="Brouillon de couvreur", live=False, owner=person)
    with browser.context(chromium, browser.PHONE) as visitor:
        visitor.grant_permissions(["clipboard-read", "clipboard-write"])
        page = visitor.new_page()
        cms.sign_in(page, live_server.url, person.email)
        page.goto(f"{live_server.url}/cms/pages/{draft.pk}/edit/")
        page.get_by_role("button", name="Actions", exact=True).first.click()
        browser.follow(page.get_by_role("link", name="Lien d’aperçu (JSON)").first)
        screenshot(page, "before")
        browser.follow(page.get_by_role("button", name="Créer le lien"))
        link = page.get_by_label("Le lien").input_value()
        page.get_by_role("button", name="Copier le lien").click()
        expect(page.get_by_text("Lien copié.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == link
        screenshot(page, "made")
        assert browser.axe_findings(page, tags=browser.WCAG) == []
    assert re.fullmatch(rf"{live_server.url}/api/v2/preview/\?token=[\w:-]+", link)
    assert json.loads(requests.get(link, timeout=30).content)["title"] == "Brouillon de couvreur"
