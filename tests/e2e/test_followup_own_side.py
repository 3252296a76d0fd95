"""The person's side on a phone: from the code to the answer, scripts off for the main parts."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import User
from portal.followup.link.services import give_code
from portal.followup.models import Beneficiary, Observation, StepWord, Unit
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.e2e.test_followup_booking import sign_in
from tests.portal.accounts.people import person_with
from tests.portal.followup.booking.diaries import make_category
from tests.portal.followup.cast import make_appointment
from tests.portal.followup.contract.contracts import make_contract, make_goal, make_step
from tests.portal.followup.own_side.laid import make_document, share
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
    worked_day,
)
from tests.portal.followup.procedures.laid import make_procedure

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OWN = "/mon-espace/accompagnement/"
PAGES = {
    "rendez-vous": "Mes rendez-vous",
    "engagements": "Ce que je dois faire",
    "heures": "Mes heures",
    "propositions": "Proposé pour moi",
    "partage": "Partagé avec moi",
}


def prepared() -> tuple[User, User, Beneficiary, str]:
    """A person with a code in hand, who has an appointment, a contract and a letter; a manager."""
    unit = make_unit("Unité de Delle")
    adviser = make_professional(unit=unit, first_name="Camille", last_name="Bernard")
    manager = make_professional(L.UNIT_MANAGER, unit=unit)
    case = make_beneficiary(adviser, birth_name="Martin")
    orient(case)
    with system_scope(Scope.TEST):
        Unit.unscoped.filter(pk=unit.pk).update(phone="03 84 00 00 01")
    category = make_category("Bilan", page_text="Venez dix minutes avant.")
    make_appointment(case, adviser, worked_day(3), place="12 rue des Tilleuls", category=category)
    make_step(case, "Appeler la mairie", goal=make_goal(case, contract=make_contract(case)))
    share(case, adviser, text="Votre dernier loyer")
    share(case, adviser, "document", document=make_document(case, "Attestation de stage"))
    make_procedure(case, adviser, "notified", observations_until=timezone.localdate())
    with acting_as(adviser.user):
        code = give_code(beneficiary=case, actor=Actor(adviser.user)).code
    return person_with(L.CANDIDATE), manager.user, case, code


def test_the_persons_side_on_a_phone(chromium: Browser, live_server: Any, screenshot: Any) -> None:
    user, manager, case, code = cms.in_database(prepared)
    base = live_server.url
    with (
        tools.context(chromium, tools.PHONE, javascript=False) as plain,
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as desk,
    ):
        person = plain.new_page()
        sign_in(person, base, user)
        person.goto(f"{base}{OWN}")
        person.get_by_label("Code reçu").fill(code.lower())
        tools.follow(person.get_by_role("button", name="Lier mon compte"))
        main = person.locator("main")
        expect(main).to_contain_text("12 rue des Tilleuls")
        expect(main).to_contain_text("1 étape à faire")
        expect(main).not_to_contain_text("RSA")

        # What is to be done, and said.
        tools.follow(person.get_by_role("link", name="Ce que je dois faire"))
        tools.follow(person.get_by_role("button", name="C’est fait"))
        expect(main).to_contain_text("Vous avez dit que c’est fait")
        tools.follow(person.get_by_role("link", name="Mon accompagnement").first)
        tools.follow(person.get_by_role("link", name="Voir mes rendez-vous"))
        expect(main).to_contain_text("Votre dernier loyer")
        expect(person.get_by_role("link", name="Mettre dans mon agenda")).to_be_visible()

        # Hours: declared, they wait for the team.
        person.goto(f"{base}{OWN}")
        tools.follow(person.get_by_role("link", name="Mes heures"))
        tools.follow(person.get_by_role("link", name="Ajouter des heures"))
        person.get_by_label("Activité").select_option(index=1)
        person.get_by_label("Jour").fill(timezone.localdate().isoformat())
        person.get_by_label("Nombre d’heures").fill("3")
        tools.follow(person.get_by_role("button", name="Noter ces heures"))
        expect(main).to_contain_text("en attente")

        # Observations: an empty text is said beside the field, then sent.
        person.goto(f"{base}{OWN}")
        tools.follow(person.get_by_role("link", name="Donner mes observations"))
        tools.follow(person.get_by_role("button", name="Envoyer mes observations"))
        expect(person.get_by_role("alert")).to_contain_text("Écrivez ce que vous voulez dire")
        person.get_by_label("Ce que vous voulez dire").fill("J’étais à l’hôpital.")
        tools.follow(person.get_by_role("button", name="Envoyer mes observations"))
        expect(person.get_by_text("Vos observations sont reçues.")).to_be_visible()

        # Their file: asked on the phone, prepared and given at the desk, read on the phone.
        tools.follow(person.get_by_role("link", name="Mon dossier"))
        tools.follow(person.get_by_role("button", name="Demander mon dossier"))
        expect(main).to_contain_text("au plus tard le")
        agent = desk.new_page()
        sign_in(agent, base, manager)
        agent.goto(f"{base}/suivi/?vue=unite")
        tools.follow(
            agent.get_by_role("region", name="Dossiers demandés").get_by_role("link", name="Martin")
        )
        agent.get_by_text("Contrats d’engagement (1)").click()
        expect(agent.get_by_text("Vous recevoir chaque mois.")).to_be_visible()
        tools.look(agent, screenshot, "own-file-request")
        tools.follow(agent.get_by_role("button", name="Préparer le dossier"))
        tools.follow(agent.get_by_role("link", name="Remettre le dossier"))
        agent.get_by_label("Dans son espace").check()
        tools.look(agent, screenshot, "own-file-deliver")
        tools.follow(agent.get_by_role("button", name="Noter la remise"))
        expect(agent.get_by_text("La remise est notée.")).to_be_visible()

        reader = phone.new_page()
        sign_in(reader, base, user)
        reader.goto(f"{base}{OWN}")
        tools.look(reader, screenshot, "own-home")
        tools.follow(reader.get_by_role("link", name="Mon dossier"))
        expect(reader.get_by_role("link", name="Lire mon dossier")).to_be_visible()
        tools.look(reader, screenshot, "own-file")
        for path, name in PAGES.items():
            reader.goto(f"{base}{OWN}{path}/")
            expect(reader.get_by_role("heading", level=1)).to_have_text(name)
            tools.look(reader, screenshot, f"own-{path}")

        # Whoever cuts the link reads nothing more.
        reader.goto(f"{base}{OWN}")
        reader.get_by_text("Le lien avec mon compte").click()
        tools.follow(reader.get_by_role("button", name="Couper le lien"))
        expect(reader.get_by_role("button", name="Lier mon compte")).to_be_visible()
        person.reload()
        expect(person.get_by_role("button", name="Lier mon compte")).to_be_visible()
    assert cms.in_database(lambda: said(case)) == (1, 1)


def said(case: Beneficiary) -> tuple[int, int]:
    """How many steps were said done, and observations written, by the person."""
    with system_scope(Scope.TEST):
        words = StepWord.unscoped.filter(beneficiary=case).count()
        return words, Observation.unscoped.filter(beneficiary=case, by_person=True).count()
