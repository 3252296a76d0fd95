"""Listes et rapports: search, filters, the sheet; the reports of the menu."""

import re

from playwright.sync_api import expect

from tests.e2e import browser
from tests.guide.walker import CLAIRE, SOPHIE, Guide

REPORTS = {
    "En attente de relecture": "rapport-attente",
    "Fin proche": "rapport-fin-proche",
    "Doublons possibles": "",
    "Délais de relecture": "rapport-delais",
    "Refus": "",
}


def walk(guide: Guide) -> None:
    """A visitor reports an offer; Sophie sees who answered; Claire filters, reads the reports."""
    title = report_offer(guide)
    with guide.person(SOPHIE) as page:
        # Who may read the answers sees how many there are.
        for name in ("Offres d’emploi", "Sessions"):
            guide.open(page, "Annonces", name)
    with guide.person(CLAIRE) as page:
        guide.open(page, "Annonces", "Offres d’emploi")
        filters = page.get_by_role("button", name="Afficher les filtres")
        filters.click()
        expect(page.get_by_text("Filtrer par")).to_be_visible()
        guide.read(page)
        page.get_by_role("button", name=re.compile("^État")).last.click()
        page.get_by_role("checkbox", name="Brouillon", exact=True).check()
        guide.shot(page, "listes-filtres", point=(filters,))
        page.keyboard.press("Escape")
        page.get_by_role("button", name="Actions", exact=True).first.click()
        guide.read(page)
        for name, picture in REPORTS.items():
            page.goto(f"{guide.url}/cms/")
            guide.open(page, "Rapports", name)
            if picture:
                guide.shot(page, picture, page.locator("main"), height=360)
        page.goto(f"{guide.url}/cms/")
        guide.open(page, "Rapports", "Signalements")
        guide.shot(page, "rapport-signalements", page.locator("main"), height=300)
        page.get_by_role("link", name=title).first.click()
        page.get_by_role("checkbox", name="Signalement traité").check()
        guide.shot(page, "rapport-signalement", page.locator("main"), height=700)
        page.get_by_role("button", name="Enregistrer").click()
        guide.read(page)


def report_offer(guide: Guide) -> str:
    """What a visitor does from the offer's page; return its title."""
    with guide.person() as page:
        page.goto(f"{guide.url}/offres/")
        browser.follow(page.locator("main h3 a, main h2 a").first)
        title = page.get_by_role("heading", level=1).inner_text()
        page.get_by_role("link", name=re.compile("Signaler")).first.click()
        page.get_by_role("radio").first.check()
        page.get_by_role("textbox").first.fill("Le lien de cette annonce ne marche plus.")
        page.get_by_role("button", name=re.compile("Envoyer|Signaler")).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Merci")
        return title
