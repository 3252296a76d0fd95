"""Relire une annonce: checklist, approval, refusal, what the author sees and receives."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e import browser, cms
from tests.guide.camera import settle
from tests.guide.chapters.offer import OFFER
from tests.guide.chapters.volunteering import TITLE
from tests.guide.walker import CLAIRE, SOPHIE, Guide, group, said


def walk(guide: Guide) -> None:
    """Claire approves the offer and refuses the mission; Sophie corrects it."""
    with guide.person(CLAIRE) as page:
        guide.shot(page, "relecture-tableau", group(page, "Annonces à relire"), height=560)
        lock(guide, page)
        approve(guide, page)
        refuse(guide, page)
    with guide.person(SOPHIE) as page:
        guide.open(page, "Annonces", "Bénévolat")
        page.get_by_role("link", name=TITLE).first.click()
        refusal = page.locator("section[aria-labelledby=refusal-title]")
        guide.shot(page, "relecture-motif", refusal)
        page.locator("#id_places").fill("2")
        page.locator("#id_places").press("Tab")
        again = cms.action(page, re.compile("^Renvoyer en relecture"))
        guide.read(page)
        again.click()
        said(page, "est envoyée en relecture")
        page.get_by_role("link", name=TITLE).first.click()
        cms.action(page, "Annuler la relecture")
        guide.read(page)


def dialog(page: Page, action: str) -> Locator:
    """The dialog of an action of the editor."""
    cms.action(page, re.compile(f"^{action}")).click()
    opened = page.locator(".modal-content")
    expect(opened.get_by_role("button", name=action)).to_be_visible()
    return opened


def lock(guide: Guide, page: Page) -> None:
    """Lock the offer, as somebody who reads for long does, then give it back."""
    page.get_by_role("link", name=OFFER.title).first.click()
    settle(page)
    lever = page.get_by_text("Verrouiller", exact=True).first
    if not lever.is_visible():
        page.get_by_role("button", name="Afficher/masquer le statut").click()
    browser.follow(lever)
    unlock = page.locator(".messages").get_by_role("button", name="Déverrouiller")
    expect(unlock).to_be_visible()
    guide.read(page)
    browser.follow(unlock)
    page.goto(f"{guide.url}/cms/")


def approve(guide: Guide, page: Page) -> None:
    """Forget a point, be told so, then tick them all."""
    page.get_by_role("link", name=OFFER.title).first.click()
    action = cms.action(page, re.compile("^Approuver"))
    expect(page.frame_locator("iframe[title=Prévisualisation]").first.locator("h1")).to_be_visible()
    guide.shot(page, "relecture-ecran")
    guide.shot(page, "relecture-actions", page.locator("footer"), action, point=(action,))
    opened = dialog(page, "Approuver")
    boxes = opened.get_by_role("checkbox")
    boxes.first.check()
    opened.get_by_role("button", name=re.compile("^Approuver")).click()
    expect(opened).to_contain_text("Cochez chaque point")
    guide.read(page)
    for index in range(boxes.count()):
        boxes.nth(index).check()
    guide.shot(page, "relecture-liste-controle", opened)
    opened.get_by_role("button", name=re.compile("^Approuver")).click()
    guide.shot(page, "relecture-approuvee", said(page, "est approuvée"))


def refuse(guide: Guide, page: Page) -> None:
    """A reason, and what to correct."""
    page.goto(f"{guide.url}/cms/")
    page.get_by_role("link", name=TITLE).first.click()
    opened = dialog(page, "Refuser")
    opened.get_by_label("Motif").select_option(label="On ne comprend pas ce qu’il y a à faire")
    opened.get_by_label("Ce que l’auteur doit corriger").fill(
        "Dites où cela se passe, et si l’on est seul avec les enfants."
    )
    guide.shot(page, "relecture-refus", opened)
    opened.get_by_role("button", name="Refuser").click()
    said(page, "est refusée")
    guide.read(page)
