"""Registering with a mistake: the password stays, may be read, and the address may be mended."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import browser as tools
from tests.factories import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_registering_with_mistakes_loses_nothing(live_server, chromium):
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        with tools.no_errors(page) as complaints:
            page.goto(f"{live_server.url}/compte/inscription/")
            password = page.get_by_label("Mot de passe", exact=True)
            show = page.get_by_role("button", name="Afficher le mot de passe")
            password.fill(PASSWORD)
            expect(password).to_have_attribute("type", "password")
            show.focus()
            page.keyboard.press("Enter")
            expect(password).to_have_attribute("type", "text")
            expect(show).to_have_attribute("aria-pressed", "true")
            page.keyboard.press("Space")
            expect(password).to_have_attribute("type", "password")
            expect(show).to_have_attribute("aria-pressed", "false")
            assert tools.axe_findings(page) == []
        assert complaints == []
        page.get_by_label("Nom", exact=True).fill("Martin")
        page.get_by_label("Adresse e-mail").fill("eloise@exemple.tset")
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.locator("#champ-first_name .field-error")).to_be_visible()
        summary = page.locator("#erreurs")
        expect(summary).to_be_focused()
        summary.get_by_role("link", name="Prénom").press("Enter")
        expect(page.get_by_label("Prénom")).to_be_focused()
        expect(password).to_have_value(PASSWORD)
        page.get_by_label("Prénom").fill("Éloïse")
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.get_by_text("eloise@exemple.tset")).to_be_visible()
        assert tools.axe_findings(page) == []
        page.get_by_label("La bonne adresse").fill("eloise@exemple.test")
        page.get_by_role("button", name="Corriger l’adresse et envoyer").click()
        expect(page.locator("main")).to_contain_text(
            re.compile("Un message vient de partir à eloise@exemple.test")
        )
