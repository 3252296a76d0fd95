"""Proposer un bénévolat."""

from tests.e2e import cms
from tests.guide.walker import SOPHIE, Guide, group, said

TITLE = "Aider aux devoirs le mercredi"


def walk(guide: Guide) -> None:
    """Sophie writes for an association; the moderation chapter will refuse it."""
    with guide.person(SOPHIE) as page:
        guide.open(page, "Annonces", "Bénévolat")
        page.get_by_role("link", name="Ajouter une mission").first.click()
        page.get_by_role("textbox", name="Intitulé de la mission").fill(TITLE)
        guide.read(page)
        cms.choose(page, "Choisir une organisation", "cartables")
        page.get_by_role("combobox", name="Cause").select_option(
            label="Éducation et soutien scolaire"
        )
        page.locator("#id_summary").fill("Deux heures avec deux enfants du quartier.")
        page.locator("[data-contentpath=description] [contenteditable=true]").first.click()
        page.keyboard.type("Vous aidez deux enfants de CM1 à faire leurs devoirs.")
        page.locator("#id_places").fill("3")
        guide.shot(page, "benevolat-mission", group(page, "La mission"))
        page.get_by_role("combobox", name="Rythme").select_option(label="Régulier")
        page.locator("#id_hours").fill("2")
        page.get_by_role("checkbox", name="Mercredi").check()
        guide.shot(page, "benevolat-quand", group(page, "Quand"))
        cms.choose(page, "Choisir une commune", "belf")
        cms.click_map(page)
        page.get_by_role("checkbox", name="Une attestation est remise").check()
        people = group(page, "Pour qui, et ce que la personne en retire")
        guide.shot(page, "benevolat-pour-qui", people)
        guide.send(page)
        said(page, "Réponse sous")
        guide.read(page)
