"""Annoncer une session de recrutement: times, slots, places; then postponed."""

import re
from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.e2e import cms
from tests.guide.walker import CLAIRE, Guide, group, said

TITLE = "Job dating de la boulangerie"


def walk(guide: Guide) -> None:
    """Claire writes a session whose slots do not fit, corrects it, sends it, then postpones one."""
    day = timezone.localdate() + timedelta(days=21)
    with guide.person(CLAIRE) as page:
        guide.open(page, "Annonces", "Sessions")
        page.get_by_role("link", name="Ajouter une session").first.click()
        page.get_by_role("textbox", name="Intitulé de la session").fill(TITLE)
        page.get_by_role("combobox", name="Type de session").select_option(label="Job dating")
        cms.choose(page, "Choisir une organisation", "département")
        page.locator("#id_summary").fill("Trois boulangers vous reçoivent, une demi-heure chacun.")
        page.locator("[data-contentpath=description] [contenteditable=true]").first.click()
        page.keyboard.type("À 14 h, trois boulangers présentent leur métier, puis vous reçoivent.")
        page.locator("#id_what_to_bring").fill("Votre CV, si vous en avez un.")
        page.locator("#id_starts_at").fill(f"{day:%d/%m/%Y} 14:00")
        page.locator("#id_ends_at").fill(f"{day:%d/%m/%Y} 17:00")
        page.locator("#id_ends_at").press("Tab")
        guide.shot(page, "session-quand", group(page, "Quand"))
        page.locator("#id_place_name").fill("Maison du peuple, salle 2")
        cms.choose(page, "Choisir une commune", "belfort")
        cms.click_map(page)
        page.locator("#id_capacity").fill("30")
        page.locator("#id_waiting_list_size").fill("6")
        page.locator("#id_slot_minutes").fill("30")
        page.locator("#id_interviewers").fill("3")
        with page.expect_navigation():
            cms.action(page, re.compile("^Envoyer en relecture")).click()
        places = group(page, "Le public et les places")
        expect(places).to_contain_text("rendez-vous possibles")
        guide.shot(page, "session-places", places)
        page.locator("#id_capacity").fill("18")
        page.locator("#id_capacity").press("Tab")
        guide.send(page)
        said(page, "Réponse sous")
        guide.open(page, "Annonces", "Sessions")
        page.get_by_role("link", name="Un CV en une matinée").first.click()
        page.get_by_role("combobox", name="La session est").select_option(label="Reportée")
        status = page.locator("#id_status")
        guide.shot(page, "session-etat", group(page, "La session"), point=(status,))
        guide.send(page)
