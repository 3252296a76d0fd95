"""Actualités et pages de contenu: blocks, checks, preview; images and documents."""

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.e2e import cms
from tests.guide.walker import CLAIRE, Guide, said

TITLE = "Un job dating de la boulangerie à Belfort"
SAMPLES = Path(__file__).resolve().parents[3] / "site" / "demo" / "data" / "images"


def walk_pages(guide: Guide) -> None:
    """Claire writes news with blocks, is told what is missing, publishes."""
    with guide.person(CLAIRE) as page:
        open_news(guide, page)
        add = page.get_by_role("link", name="Ajouter une sous-page")
        guide.shot(page, "pages-actualites", page.locator("main"), point=(add,), height=330)
        add.click()
        page.get_by_role("textbox", name="Titre").first.fill(TITLE)
        page.locator("#id_introduction").fill("Trois boulangers vous reçoivent une demi-heure.")
        guide.shot(page, "pages-haut", page.locator("main"), height=640)
        page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
        quotation = page.locator(".w-combobox__option-row", has_text="Citation")
        eye = quotation.get_by_role("button", name="Prévisualiser")
        eye.click()
        expect(page.get_by_text("La parole d’une personne, avec son nom.")).to_be_visible()
        guide.shot(page, "pages-blocs", page.locator(".w-combobox-container"), point=(eye,))
        page.keyboard.press("Escape")
        cms.write_rich_text(
            page, cms.add_block(page, "Texte"), "Venez avec vos questions et votre CV."
        )
        call = cms.add_block(page, "Appel à l’action")
        cms.write(call, "title", "Vous voulez venir ?")
        cms.write(call, "button", "Voir la session")
        guide.read(page)
        guide.shot(page, "pages-bloc", call)
        cms.action(page, re.compile("^Publier"))
        guide.read(page)
        cms.action(page, re.compile("^Publier")).click()
        said(page, "Des champs sont à corriger")
        guide.shot(page, "pages-erreur", page.locator("[data-contentpath=page]").first)
        cms.write(
            page.locator("[data-contentpath=body] [data-streamfield-child]").last, "address", "/"
        )
        check_and_preview(guide, page)
        cms.action(page, re.compile("^Publier")).click()
        guide.shot(page, "pages-publiee", said(page, "publiée"))
        page.get_by_role("link", name=TITLE, exact=True).first.click()
        page.locator("footer").get_by_role("button", name=re.compile("actions")).click()
        expect(page.locator("footer").get_by_role("link", name="Dépublier")).to_be_visible()
        guide.read(page)


def open_news(guide: Guide, page: Page) -> None:
    """Through the explorer of the menu."""
    page.locator(".sidebar").get_by_role("button", name="Pages", exact=True).click()
    explorer = page.locator(".c-page-explorer")
    guide.shot(page, "pages-explorateur", page.locator(".sidebar"), explorer, height=560)
    explorer.get_by_role("link", name="Actualités", exact=True).click()
    expect(page.get_by_role("link", name="Ajouter une sous-page")).to_be_visible()


def check_and_preview(guide: Guide, page: Page) -> None:
    """The two panels on the right: the content checker, and the page as it will be."""
    page.get_by_role("button", name="Activer/désactiver les vérifications").click()
    guide.shot(page, "pages-verifications")
    page.get_by_role("button", name="Activer/désactiver les vérifications").click()
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()
    frame = page.frame_locator("iframe[title=Prévisualisation]").first
    expect(frame.get_by_role("heading", level=1)).to_contain_text(TITLE)
    guide.shot(page, "pages-apercu")
    page.get_by_role("button", name="Afficher/masquer la prévisualisation").click()


def walk_library(guide: Guide) -> None:
    """An image with its text and its focal point; a document."""
    with guide.person(CLAIRE) as page:
        guide.open(page, "Images")
        add = page.get_by_role("link", name="Ajouter une image")
        guide.shot(page, "images-bibliotheque", page.locator("main"), point=(add,), height=460)
        add.click()
        page.locator("input[type=file]").first.set_input_files(SAMPLES / "market.webp")
        form = page.locator("#upload-list form").first
        expect(form).to_be_visible()
        guide.shot(page, "images-ajout", form)
        form.get_by_label("Titre").fill("Le marché des Vosges")
        form.get_by_role("button", name="Mettre à jour").click()
        expect(form).to_contain_text("Décrivez l’image")
        guide.read(page)
        form.get_by_label("Texte alternatif").fill("Des étals de fruits sous une halle.")
        form.get_by_role("button", name="Mettre à jour").click()
        expect(page.locator("#upload-list form")).to_have_count(0)
        guide.read(page)
        guide.open(page, "Images")
        page.get_by_role("link", name=re.compile("Un entretien")).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Un entretien")
        guide.shot(page, "images-point-focal", page.locator("main"), height=640)
        guide.open(page, "Documents")
        page.get_by_role("link", name="Ajouter un document").click()
        guide.shot(page, "documents-ajout", page.locator("main"), height=240)
        upload(page, page.locator("input[type=file]").first)
        guide.read(page)


def upload(page: Page, chooser: Locator) -> None:
    """A text file, whose title is its name."""
    chooser.set_input_files(
        {"name": "horaires.txt", "mimeType": "text/plain", "buffer": b"Du lundi au vendredi\n"}
    )
    expect(page.locator("#upload-list form").first).to_be_visible()
