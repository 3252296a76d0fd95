"""Référentiels et réglages: organisations, mail templates, checklist, site settings."""

import re

from playwright.sync_api import Page, expect

from tests.guide.walker import CLAIRE, SOPHIE, Guide, group, said


def walk(guide: Guide) -> None:
    """Sophie adds an organisation; Claire changes a message, a reason, the settings."""
    with guide.person(SOPHIE) as page:
        guide.open(page, "Référentiels", "Organisations")
        page.get_by_role("link", name=re.compile("Ajouter.: organisation")).first.click()
        page.locator("#id_name").fill("Fournil des Tilleuls")
        page.locator("#id_siret").fill("123")
        page.get_by_role("button", name="Enregistrer").click()
        expect(group(page, "Identité")).to_contain_text("SIRET")
        guide.shot(page, "organisation", group(page, "Identité"))
        page.locator("#id_siret").fill("")
        page.get_by_role("checkbox", name="Organisation vérifiée").check()
        guide.shot(page, "organisation-verification", group(page, "Vérification"))
    with guide.person(CLAIRE) as page:
        guide.open(page, "Référentiels", "Messages")
        guide.shot(page, "messages", page.locator("main"), height=460)
        page.get_by_role("link", name="Annonce à corriger").first.click()
        guide.shot(page, "message", page.locator("main"), height=820)
        change_message(guide, page)
        page.goto(f"{guide.url}/cms/")
        guide.open(page, "Modération", "Points de contrôle")
        guide.shot(page, "points-controle", page.locator("main"), height=460)
        page.get_by_role("link", name="Ajouter").first.click()
        guide.read(page)
        page.goto(f"{guide.url}/cms/")
        guide.open(page, "Modération", "Motifs de refus")
        page.get_by_role("link", name="Ajouter").first.click()
        page.get_by_role("textbox", name="Libellé").fill("L’annonce n’est pas dans le département")
        guide.shot(page, "motif", page.locator("main"), height=420)
        page.get_by_role("button", name="Enregistrer").click()
        said(page, "L’annonce n’est pas dans le département")
        page.goto(f"{guide.url}/cms/")
        guide.open(page, "Paramètres", "Réglages du site")
        guide.shot(page, "reglages", page.locator("main"), height=760)
        page.get_by_role("button", name="Enregistrer").click()
        said(page, "Réglages du site")
        guide.read(page)


def change_message(guide: Guide, page: Page) -> None:
    """Another subject, which can be given back."""
    page.get_by_role("textbox", name="Objet").fill("Votre annonce est presque prête")
    page.get_by_role("button", name="Enregistrer").click()
    said(page, "Annonce à corriger")
    page.get_by_role("link", name="Annonce à corriger").first.click()
    page.locator(".w-slim-header").get_by_role("button", name="Actions").first.click()
    expect(page.get_by_role("link", name="Revenir au texte d’origine")).to_be_visible()
    guide.read(page)
