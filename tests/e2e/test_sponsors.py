"""From the page that recruits to the charter: a sponsor on a phone, the coordinator between."""

from typing import Any

import pytest
from playwright.sync_api import expect

from portal.sponsorship.sponsors.models import Sponsor
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.factories import CommuneFactory, UserFactory
from tests.portal.sponsorship.people import coordinator
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def test_a_sponsor_applies_is_welcomed_and_signs(
    live_server: Any, chromium: Any, screenshot: Any
) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    CommuneFactory(name="Giromagny", postal_codes=["90200"])
    user, chief = UserFactory(first_name="Karim", last_name="Robert"), coordinator()
    with (
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as office,
    ):
        page = phone.new_page()
        page.goto(f"{live_server.url}/devenir-parrain/")
        tools.look(page, screenshot, "recruit")
        tools.follow(page.get_by_role("link", name="Proposer mon aide"))
        expect(page.get_by_role("link", name="Créer un compte")).to_be_visible()
        phone.add_cookies([session_cookie(user, live_server.url)])
        page.goto(f"{live_server.url}/parrainage/devenir/")
        page.get_by_label("Votre téléphone").fill("06 12 34 56 78")
        page.get_by_label("Votre métier").fill("Chef de chantier")
        page.get_by_label("Construction, bâtiment, travaux publics").check()
        page.get_by_label("Votre commune").fill("Giromagny")
        page.get_by_label("Au téléphone").check()
        page.get_by_label("Lundi soir").check()
        tools.look(page, screenshot, "form")
        tools.follow(page.get_by_role("button", name="Envoyer ma candidature"))
        expect(page.get_by_text("La coordination vous appelle d’ici le")).to_be_visible()

        office.add_cookies([session_cookie(chief, live_server.url)])
        desk = office.new_page()
        desk.goto(f"{live_server.url}/parrainage/coordination/parrains/")
        tools.look(desk, screenshot, "list")
        tools.follow(desk.get_by_role("link", name="Karim Robert"))
        tools.follow(desk.get_by_role("button", name="Contact pris"))
        tools.follow(desk.get_by_role("link", name="Noter l’entretien"))
        desk.get_by_label("Note d’entretien").fill("Disponible le soir.")
        tools.follow(desk.get_by_role("button", name="Garder la note"))
        tools.follow(desk.get_by_role("link", name="Accueillir"))
        desk.get_by_label("Motif").fill("Bon entretien")
        tools.follow(desk.get_by_role("button", name="Accueillir"))
        tools.look(desk, screenshot, "sheet")

        page.goto(f"{live_server.url}/parrainage/")
        tools.follow(page.get_by_role("link", name="Lire et signer la charte"))
        page.get_by_label("J’ai lu la charte et je la signe.").check()
        tools.follow(page.get_by_role("button", name="Signer la charte"))
        expect(page.get_by_text("La charte est signée.")).to_be_visible()
        tools.look(page, screenshot, "space")
    assert Sponsor.objects.pairable().get().user == user
