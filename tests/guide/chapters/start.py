"""Premiers pas: sign in, the dashboard, the menu, the account."""

from playwright.sync_api import expect

from config.demo.accounts import DEMO_PASSWORD
from tests.e2e import cms
from tests.guide.walker import CLAIRE, Guide


def walk(guide: Guide) -> None:
    """Sign in as somebody of the communication, and look around."""
    with guide.person() as page:
        page.goto(f"{guide.url}/cms/")
        page.get_by_label("Adresse e-mail").fill(CLAIRE)
        page.get_by_label("Mot de passe", exact=True).fill(DEMO_PASSWORD)
        button = page.get_by_role("button", name="Se connecter", exact=True)
        guide.shot(page, "connexion", page.locator("main"), point=(button,))
        page.get_by_role("link", name="Mot de passe oublié").click()
        guide.read(page)
        page.go_back()
        page.get_by_label("Adresse e-mail").fill(CLAIRE)
        page.get_by_label("Mot de passe", exact=True).fill(DEMO_PASSWORD)
        button.click()
        expect(page.get_by_label("Code", exact=True)).to_be_visible()
        guide.read(page)
        cms.sign_in(page, guide.url, CLAIRE)
        guide.shot(page, "tableau-de-bord")
        for name in ("Annonces", "Rapports", "Paramètres"):
            page.goto(f"{guide.url}/cms/")
            page.locator(".sidebar").get_by_role("button", name=name, exact=True).click()
            if name == "Annonces":
                opened = page.locator(".sidebar-panel--open")
                guide.shot(page, "menu-annonces", page.locator(".sidebar"), opened, height=520)
            guide.read(page)
        page.goto(f"{guide.url}/cms/")
        page.locator(".sidebar").get_by_role("button", name="Claire").click()
        guide.read(page)
        page.get_by_role("link", name="Mon compte").click()
        guide.read(page)
