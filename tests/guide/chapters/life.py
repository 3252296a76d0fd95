"""La vie d’une annonce: withdraw, prolong, undo, filled, copies, duplicates."""

import re
from datetime import timedelta

from playwright.sync_api import Locator, Page, expect

from tests.guide.walker import CLAIRE, SOPHIE, Guide, said

WITHDRAWN = "Cariste"
COPIED = "Magasinier / Magasinière de pièces automobiles"


def walk(guide: Guide) -> None:
    """Claire acts on many offers, then on one; Sophie copies another; an author answers a mail."""
    with guide.person(CLAIRE) as page:
        prolong(guide, page)
        withdraw_many(guide, page)
        withdraw_one(guide, page)
    with guide.person(SOPHIE) as page:
        copy(guide, page)
    with guide.person() as page:
        answer_notice(guide, page)


def tick(guide: Guide, page: Page, rows: int) -> Locator:
    """Open the offers that are online, tick the first ones, return the bar of actions."""
    guide.open(page, "Annonces", "Offres d’emploi")
    page.goto(f"{page.url}?etat=live")
    boxes = page.locator("tbody").get_by_role("checkbox")
    for index in range(rows):
        boxes.nth(index).check()
    bar = page.locator("[data-bulk-action-footer]")
    expect(bar).to_contain_text("pages sélectionnées")
    guide.read(page)
    return bar


def prolong(guide: Guide, page: Page) -> None:
    """Two offers, sixty days more; then undone."""
    bar = tick(guide, page, 2)
    button = bar.get_by_role("link", name="Prolonger les annonces cochées")
    guide.shot(page, "vie-cocher", point=(button,))
    button.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Prolonger")
    guide.shot(page, "vie-prolonger", page.locator("main"), height=460)
    page.get_by_role("button", name=re.compile("^Prolonger")).click()
    undo = page.get_by_role("button", name=re.compile("^Annuler"))
    guide.shot(page, "vie-annuler", said(page, "prolongées"), point=(undo,))
    undo.click()
    said(page, "C’est annulé")
    guide.read(page)


def withdraw_many(guide: Guide, page: Page) -> None:
    """With one reason, asked for when it is missing; then undone."""
    tick(guide, page, 2).get_by_role("link", name="Retirer les annonces cochées").click()
    confirm = page.get_by_role("button", name=re.compile("^Retirer"))
    confirm.click()
    expect(page.get_by_text("Dites pourquoi vous retirez ces annonces.")).to_be_visible()
    guide.read(page)
    page.get_by_label("Raison du retrait").fill("L’entreprise suspend ses recrutements.")
    confirm.click()
    said(page, "retirées")
    guide.read(page)
    page.get_by_role("button", name=re.compile("^Annuler")).click()
    said(page, "C’est annulé")


def withdraw_one(guide: Guide, page: Page) -> None:
    """From the editor, with a reason."""
    guide.open(page, "Annonces", "Offres d’emploi")
    page.get_by_label("Terme de recherche").last.fill(WITHDRAWN)
    page.get_by_label("Terme de recherche").last.press("Enter")
    page.get_by_role("link", name=WITHDRAWN, exact=True).first.click()
    page.locator("footer").get_by_role("button", name=re.compile("actions")).click()
    page.locator("footer").get_by_role("link", name="Retirer").click()
    page.get_by_label("Raison du retrait").fill("Le poste n’existe plus.")
    guide.shot(page, "vie-retirer", page.locator("main"), height=420)
    page.get_by_role("button", name=re.compile("^Retirer")).click()
    said(page, "retirée")
    guide.read(page)


def copy(guide: Guide, page: Page) -> None:
    """Copy from the list, send the copy: it looks like its original, and the editor says so."""
    guide.open(page, "Annonces", "Offres d’emploi")
    row = page.locator("tr", has_text=COPIED)
    row.get_by_role("button", name=re.compile("options", re.IGNORECASE)).click()
    duplicate = page.locator(".w-dropdown__content:visible").get_by_text("Dupliquer")
    expect(duplicate).to_be_visible()
    menu = page.locator(".w-dropdown__content:visible")
    guide.shot(page, "vie-dupliquer", row.first, menu, point=(duplicate,))
    duplicate.click()
    said(page, "Voici une copie de l’offre")
    expect(page.locator("#id_location_map.leaflet-container")).to_be_visible()
    guide.read(page)
    page.locator("#id_duration_months").fill("6")
    page.locator("#id_duration_months").press("Tab")
    guide.send(page)
    page.get_by_role("link", name=COPIED).first.click()
    similar = page.locator("section[aria-labelledby=similar-title]")
    guide.shot(page, "vie-doublon", similar)


def answer_notice(guide: Guide, page: Page) -> None:
    """The notice that an author gets before the end, and its two links, without signing in."""
    from post_office.models import Email

    from pages.models import JobOfferPage
    from pages.moderation import schedule

    offer = JobOfferPage.objects.filter(live=True).order_by("-expire_at").first()
    schedule.send_expiry_notices(now=offer.expire_at - timedelta(days=6))
    body = Email.objects.filter(subject__contains=offer.title).latest("pk").message
    prolonged, filled = re.findall(r"https?://\S+/lien/\S+", body)
    page.goto(prolonged)
    guide.read(page)
    page.goto(filled)
    button = page.get_by_role("button", name="Retirer l’offre du site")
    title, last = page.locator("main h1"), page.locator("main p").last
    guide.shot(page, "vie-pourvue", title, last, point=(button,))
    button.click()
    guide.read(page)
