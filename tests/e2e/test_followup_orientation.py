"""From somebody to orient to the answer of a request, on a phone and without scripts too."""

from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from portal.followup.models import Path, ReorientationRequest
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.portal.accounts.people import signed_in
from tests.portal.followup.orientation.things import make_appointment, make_right, make_step
from tests.portal.followup.people_of_the_area import (
    department,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
)

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(live_server: Any) -> dict[str, Any]:
    """An officer, a manager, two advisers; somebody to orient and somebody who is followed."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    unit = make_unit("Unité de Delle")
    people = {
        "officer": make_professional(LevelName.ORIENTATION_OFFICER, unit=unit),
        "manager": make_professional(LevelName.UNIT_MANAGER, unit=unit),
        "referent": make_professional(unit=unit),
        "colleague": make_professional(unit=unit),
    }
    new = make_beneficiary(first_name="Nouvelle", unit=unit)
    make_right(new, received=20)
    late = make_beneficiary(first_name="Tardive", unit=unit)
    make_right(late, received=50)
    case = make_beneficiary(people["referent"], first_name="Suivie")
    orient(case, path=Path.SOCIAL)
    make_right(case, received=100)
    make_appointment(case, people["referent"])
    make_step(case)
    return people | {"unit": unit, "new": new, "late": late, "case": case, "url": live_server.url}


def sign_in(context: BrowserContext, user: User, base_url: str) -> None:
    """Give a browser the session of a person."""
    for name, cookie in signed_in(user).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": base_url}])


@tools.with_and_without_scripts
def test_from_somebody_to_orient_to_the_answer_of_a_request(
    world: dict[str, Any], chromium: Browser, screenshot: Any, javascript: bool
) -> None:
    base, case = world["url"], world["case"]

    def see(page: Any, name: str) -> None:
        if javascript:
            tools.look(page, screenshot, name)

    with (
        tools.context(chromium, tools.DESKTOP, javascript=javascript) as hers,
        tools.context(chromium, tools.PHONE, javascript=javascript) as theirs,
    ):
        sign_in(hers, world["officer"].user, base)
        sign_in(theirs, world["referent"].user, base)
        officer, referent = hers.new_page(), theirs.new_page()

        officer.goto(f"{base}/suivi/orientation/")
        see(officer, "to-orient")
        tools.follow(officer.get_by_role("link", name=f"Orienter {world['new']}"))
        tools.follow(officer.get_by_role("button", name="Enregistrer l’orientation"))
        expect(officer.get_by_role("alert")).to_contain_text("Choisissez le parcours")
        see(officer, "orient-refused")
        officer.get_by_label("Professionnel", exact=True).check()
        officer.get_by_label("Structure référente").select_option(label=department().name)
        tools.follow(officer.get_by_role("button", name="Enregistrer l’orientation"))
        see(officer, "pathway-of-the-officer")
        tools.follow(officer.get_by_role("link", name="Notifier", exact=True))
        see(officer, "notify")
        tools.follow(officer.get_by_role("button", name="Noter la notification"))
        tools.follow(officer.get_by_role("link", name="Désigner la référente ou le référent"))
        see(officer, "assign")
        officer.get_by_label("Référente ou référent").select_option(str(world["colleague"].pk))
        tools.follow(officer.get_by_role("button", name="Désigner"))
        expect(officer.locator("#referents + ul")).to_contain_text(str(world["colleague"]))

        officer.goto(f"{base}/suivi/dossiers/{world['late'].pk}/orienter/france-travail/")
        see(officer, "france-travail")

        referent.goto(f"{base}/suivi/dossiers/{case.pk}/parcours/")
        see(referent, "pathway-of-the-referent")
        tools.follow(referent.get_by_role("link", name="Demander un changement"))
        see(referent, "request-choice")
        tools.follow(referent.get_by_role("link", name="Changement de référent·e"))
        referent.get_by_label("Pourquoi vous le demandez").fill("Elle demande quelqu’un d’autre.")
        tools.follow(referent.get_by_role("button", name="Envoyer la demande"))
        expect(referent.get_by_role("alert")).to_contain_text("Notez l’avis de la personne")
        see(referent, "request-incomplete")
        referent.get_by_label("Avis de la personne").fill("Elle est d’accord.")
        tools.follow(referent.get_by_role("button", name="Envoyer la demande"))

        officer.goto(f"{base}/suivi/orientation/?liste=demandes")
        see(officer, "to-answer")
        tools.follow(officer.get_by_role("link", name=f"Répondre à la demande pour {case}"))
        see(officer, "answer")
        officer.get_by_label("Accepter").check()
        officer.get_by_label("Motif de la réponse").fill("Accepté en réunion.")
        officer.get_by_label("Nouvelle référente ou nouveau référent").select_option(
            str(world["colleague"].pk)
        )
        tools.follow(officer.get_by_role("button", name="Enregistrer la réponse"))
        expect(officer.locator("#referents + ul")).to_contain_text(str(world["colleague"]))

        referent.goto(f"{base}/suivi/dossiers/{case.pk}/parcours/")
        expect(referent.get_by_role("heading", level=1)).not_to_contain_text("Suivie")
        referent.goto(f"{base}/suivi/mes-demandes/")
        expect(referent.get_by_role("main")).to_contain_text("Accepté en réunion.")
        see(referent, "own-requests")

        officer.goto(f"{base}/suivi/dossiers/{case.pk}/droits/")
        see(officer, "rights")
        tools.follow(officer.get_by_role("link", name="Saisir un droit à la main"))
        see(officer, "record-right")
        officer.goto(f"{base}/suivi/dossiers/{case.pk}/sortie/")
        see(officer, "exit")
        officer.get_by_label("Motif", exact=True).select_option(
            label="Déménagement hors du département"
        )
        tools.follow(officer.get_by_role("button", name="Enregistrer la sortie"))
        see(officer, "exited")
        tools.follow(officer.get_by_role("link", name="Annuler la sortie"))
        see(officer, "take-back")
    with system_scope(Scope.TEST):
        assert ReorientationRequest.unscoped.get().state == "accepted"


def test_settings(world: dict[str, Any], chromium: Browser, screenshot: Any) -> None:
    base = world["url"]
    with tools.context(chromium, tools.PHONE) as context:
        sign_in(context, world["manager"].user, base)
        page = context.new_page()
        page.goto(f"{base}/suivi/reglages/")
        tools.look(page, screenshot, "settings")
        tools.follow(page.get_by_role("link", name="Sans nouvelles de la personne"))
        page.get_by_label("Nouvelle valeur").fill("45")
        tools.follow(page.get_by_role("button", name="Enregistrer"))
        expect(page.get_by_role("main")).to_contain_text("45\u00a0jours")
        tools.look(page, screenshot, "delay")
        page.goto(f"{base}/suivi/reglages/listes/barrier_situation/")
        tools.look(page, screenshot, "list")
        tools.follow(page.get_by_role("link", name="Sans logement"))
        tools.look(page, screenshot, "term")
        page.goto(f"{base}/suivi/reglages/courriers/orientation_notice/")
        page.get_by_role("textbox", name="Texte").fill("Bonjour {inconnu}")
        tools.follow(page.get_by_role("button", name="Enregistrer"))
        expect(page.get_by_role("alert")).to_contain_text("{inconnu}")
        expect(page.get_by_role("textbox", name="Texte")).to_have_value("Bonjour {inconnu}")
        tools.look(page, screenshot, "letter")
