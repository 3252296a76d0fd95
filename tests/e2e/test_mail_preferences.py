"""From a mail that was received: stopping in one click, choosing, without an account."""

import re
from typing import Any

import pytest
import requests
from playwright.sync_api import Browser, Page, expect
from post_office.models import Email

from snippets.mail.preferences.refusals import refused_categories
from snippets.mail.queue import queue_mail
from snippets.models import SuppressedAddress
from tests.e2e import browser, cms
from tests.factories import UserFactory, job_offer_index
from tests.portal.accounts.people import officer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADDRESS = "eloise@exemple.test"


def receive(base_url: str) -> str:
    """Send a reminder; return the address of its header, on the server of the test."""

    def send() -> str:
        job_offer_index()
        header = queue_mail("offer_expiring", to=ADDRESS, context={}).headers["List-Unsubscribe"]
        found = re.fullmatch(r"<https?://[^/]+(/\S+/)>", header)
        assert found
        return found[1]

    return f"{base_url}{cms.in_database(send)}"


def refused() -> set[str]:
    return cms.in_database(lambda: refused_categories(ADDRESS))


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_person_stops_then_chooses_from_a_mail(
    chromium: Browser,
    live_server: Any,
    screenshot: Any,
    javascript: bool,
) -> None:
    stop = receive(live_server.url)
    with browser.context(chromium, browser.PHONE, javascript=javascript) as context:
        page = context.new_page()

        def look(name: str) -> None:
            if javascript:
                assert browser.axe_findings(page) == []
            screenshot(page, name)

        page.goto(stop)
        heading(page, "Ne plus recevoir ces messages\u00a0?")
        assert refused() == set()
        look("ask")
        page.get_by_role("button", name="Ne plus recevoir ces messages").click()
        heading(page, "C’est arrêté")
        assert refused() == {"reminders"}
        look("stopped")
        page.get_by_role("button", name="Recevoir de nouveau").click()
        heading(page, "C’est noté")
        assert refused() == set()
        page.get_by_role("link", name="Choisir parmi tous mes messages").click()
        heading(page, "Mes messages")
        look("choices")
        page.get_by_label("Rappels").uncheck()
        page.get_by_role("button", name="Enregistrer mes choix").click()
        expect(page.get_by_role("status")).to_have_text("Vos choix sont enregistrés.")
        expect(page.get_by_label("Rappels")).not_to_be_checked()
        assert refused() == {"reminders"}
        look("saved")
        # Whoever reads over a shoulder, or gets the page forwarded, does not learn the address.
        expect(page.get_by_role("main")).not_to_contain_text(ADDRESS)
        assert context.cookies() == []


def test_mail_program_stops_in_one_request(live_server: Any) -> None:
    stop = receive(live_server.url)
    response = requests.post(
        stop, data={"List-Unsubscribe": "One-Click"}, allow_redirects=False, timeout=20
    )
    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert refused() == {"reminders"}


def test_cut_link_is_replaced_by_a_mail(
    chromium: Browser, live_server: Any, screenshot: Any
) -> None:
    stop = receive(live_server.url)
    with browser.context(chromium, browser.PHONE, javascript=False) as context:
        page = context.new_page()
        page.goto(f"{stop[:-6]}/")
        heading(page, "Ce lien ne fonctionne pas")
        page.get_by_label("Votre adresse e-mail").fill(ADDRESS)
        screenshot(page, "cut")
        page.get_by_role("button", name="Recevoir un lien").click()
        heading(page, "Ouvrez votre messagerie")

        def path() -> str:
            message = Email.objects.filter(to=ADDRESS).latest("pk").message
            found = re.search(r"https?://[^/]+(/courriels/\S+/)", message)
            assert found
            return found[1]

        page.goto(f"{live_server.url}{cms.in_database(path)}")
        heading(page, "Mes messages")


def test_person_tries_their_address_again_and_an_officer_sees_it(
    chromium: Browser, live_server: Any, screenshot: Any
) -> None:
    def prepare() -> str:
        job_offer_index()
        UserFactory(email=ADDRESS)
        queue_mail("offer_published", to=ADDRESS, context={"offer_title": "Maçon"})
        SuppressedAddress.objects.create(address=ADDRESS, reason="bounces")
        queue_mail("offer_expiring", to=ADDRESS, context={"offer_title": "Maçon", "days_left": 7})
        return officer().email

    nadia = cms.in_database(prepare)
    with browser.context(chromium, browser.PHONE) as context:
        page = context.new_page()
        cms.enter(page, live_server.url, ADDRESS)
        page.goto(f"{live_server.url}/compte/")
        page.get_by_role("link", name="Choisir ce que je reçois").click()
        heading(page, "Mes messages")
        assert browser.axe_findings(page) == []
        screenshot(page, "suppressed")
        page.get_by_role("button", name="Réessayer").click()
        expect(page.get_by_text("Nous vous envoyons un message d’essai.")).to_be_visible()
        expect(page.get_by_text("Nos messages ne vous arrivent plus")).to_have_count(0)
    with browser.context(chromium, browser.PHONE) as context:
        page = context.new_page()
        cms.enter(page, live_server.url, nadia)
        page.goto(f"{live_server.url}/messages-envoyes/")
        page.get_by_label("Adresse e-mail de la personne").fill(ADDRESS)
        page.get_by_role("button", name="Afficher").click()
        rows = page.locator("tbody tr")
        expect(rows).to_have_count(3)
        expect(rows.nth(0)).to_contain_text("Essai d’une adresse")
        expect(rows.nth(1)).to_contain_text("L’adresse ne reçoit plus nos messages.")
        assert ADDRESS not in page.url
        assert browser.axe_findings(page) == []
        screenshot(page, "journal")
