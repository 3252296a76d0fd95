"""Écrire une offre d’emploi: draft, automatic save, refused dates, pin, preview, sending."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import cms
from tests.guide.walker import SOPHIE, Guide, group, said

OFFER = cms.Offer(
    title="Boulanger ou boulangère de nuit",
    organisation="perrichet",
    occupation="boulang",
    commune="belf",
    summary="Vous faites le pain d’une boulangerie de quartier, de 3 h à 10 h.",
    description="Vous pétrissez, façonnez et cuisez avec un autre boulanger. "
    "Il vous montre les recettes de la maison pendant un mois.",
)
LIST = "offres-emploi"


def walk(guide: Guide) -> None:
    """Sophie, of the employment service, writes an offer and sends it."""
    with guide.person(SOPHIE) as page:
        guide.open(page, "Annonces", "Offres d’emploi")
        add = page.get_by_role("link", name="Ajouter une offre").first
        guide.shot(page, "offre-liste", page.locator("main"), point=(add,), height=330)
        add.click()
        expect(page.locator("#id_location_map.leaflet-container")).to_be_visible()
        guide.read(page)
        look_for_employer(guide, page)
        cms.write_offer(page, OFFER)
        expect(page).to_have_url(re.compile("/edit/"))
        guide.shot(page, "offre-haut", group(page, "L’offre"))
        guide.shot(page, "offre-contrat", group(page, "Le contrat"))
        page.get_by_role("checkbox", name="En journée").check()
        page.locator("#id_address").fill("1 rue de la Gare")
        cms.click_map(page)
        guide.shot(page, "offre-repere", group(page, "Le lieu"))
        preview(guide, page)
        page.get_by_role("combobox", name="Comment répondre").select_option(label="Par téléphone")
        page.locator("#id_contact_phone").fill("03 84 00 00 00")
        be_refused(guide, page)
        page.get_by_role("checkbox", name="Montrer le téléphone").check()
        guide.read(page)
        page.get_by_role("tab", name="Publication").click()
        guide.shot(page, "offre-dates", page.locator("#tab-publication"), height=420)
        page.get_by_role("tab", name=re.compile("^Annonce")).click()
        send = cms.action(page, re.compile("^Envoyer en relecture"))
        guide.shot(page, "offre-envoyer", page.locator("footer"), send, point=(send,))
        cms.submit(page)
        guide.shot(page, "offre-envoyee", said(page, "Réponse sous"), page.locator("header").first)


def look_for_employer(guide: Guide, page: Page) -> None:
    """The dialog also adds the one that is missing."""
    page.get_by_role("button", name="Choisir une organisation", exact=True).click()
    dialog = page.locator(".modal-content")
    expect(dialog.get_by_text("Nouvelle organisation")).to_be_visible()
    guide.read(page)
    dialog.get_by_role("button", name="Fermer").click()
    expect(dialog).to_have_count(0)


def be_refused(guide: Guide, page: Page) -> None:
    """Send with a hole: the editor says what is missing, and where."""
    with page.expect_navigation():
        cms.action(page, re.compile("^Envoyer en relecture")).click()
    messages = said(page, "Des champs sont à corriger")
    guide.shot(page, "offre-erreurs", messages)
    contact = group(page, "Répondre et contact")
    expect(contact).to_contain_text("Cochez cette case")
    guide.shot(page, "offre-erreur-champ", contact)


def preview(guide: Guide, page: Page) -> None:
    """The panel on the right shows the offer as the public will read it, answered on Déclic."""
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    frame = page.frame_locator("iframe[title=Prévisualisation]").first
    expect(frame.get_by_role("heading", level=1)).to_contain_text(OFFER.title)
    expect(frame.get_by_text("Postuler", exact=True).first).to_be_visible()
    guide.shot(page, "offre-apercu")
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
