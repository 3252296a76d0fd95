"""A diagnosis, a contract prepared with the person, its plan and its hours, in a browser."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.accounts.models import User
from tests.e2e import browser as tools
from tests.portal.followup.contract.contracts import (
    make_contract,
    make_diagnosis,
    make_exemption,
    make_goal,
    make_hours,
    make_step,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional, orient
from tests.sign_in import new_session

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


def prepared() -> tuple[User, str]:
    """A referent, and the address of a case that has a past."""
    referent = make_professional()
    case = make_beneficiary(referent, has_disability_recognition=True)
    orient(case)
    today = timezone.localdate()
    make_diagnosis(
        case, on=today - timedelta(days=200), barriers={"housing": "strong", "health": "medium"}
    )
    make_diagnosis(
        case,
        on=today - timedelta(days=20),
        needs="Un logement plus grand, et un emploi de jour.",
        barriers={"housing": "medium", "health": "medium", "mobility": "strong"},
    )
    make_contract(case, "ended")
    late = today - timedelta(days=3)
    make_step(case, "Demander le dossier de HLM", goal=make_goal(case), due_on=late)
    for weeks in (1, 2, 4):
        make_hours(case, "7.5", today - timedelta(weeks=weeks))
    make_exemption(case)
    return referent.user, f"/suivi/dossiers/{case.pk}/"


def sign_in(page: Page, base: str, user: User) -> None:
    """Open a session as signing in leaves it."""
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": new_session(user).session_key}
    page.context.add_cookies([{**cookie, "url": base}])


@tools.with_and_without_scripts
def test_a_contract_is_prepared_with_the_person(
    chromium: Browser, live_server: Any, screenshot: Any, javascript: bool
) -> None:
    user, case = prepared()
    with tools.context(chromium, tools.DESKTOP, javascript=javascript) as visitor:
        page = visitor.new_page()
        sign_in(page, live_server.url, user)

        def see(name: str) -> None:
            # axe is itself a script.
            if javascript:
                tools.look(page, screenshot, name)
            else:
                screenshot(page, name)

        page.goto(f"{live_server.url}{case}diagnostic/")
        expect(page.get_by_text("en amélioration")).to_be_visible()
        see("diagnosis")
        tools.follow(page.get_by_role("link", name="Nouveau diagnostic"))
        expect(page.get_by_label("Besoins et attentes")).to_have_value(
            "Un logement plus grand, et un emploi de jour."
        )
        see("diagnosis-form")
        tools.follow(page.get_by_role("button", name="Enregistrer"))
        tools.follow(page.get_by_role("link", name="Contrat et plan d’action"))
        see("contract-none")
        tools.follow(page.get_by_role("button", name="Préparer un contrat"))
        page.get_by_label("Ce que dit la personne").fill("Je veux travailler le matin.")
        page.get_by_label("Un objectif de plus").fill("Passer le permis")
        page.get_by_label("Étape 1").fill("S’inscrire à l’auto-école")
        see("contract-edit")
        tools.follow(page.get_by_role("button", name="Enregistrer"))
        expect(page.get_by_text("Le contrat est complet")).to_be_visible()
        tools.follow(page.get_by_role("button", name="Proposer à la signature"))
        see("contract-proposed")
        tools.follow(page.get_by_role("link", name="Noter la signature"))
        see("contract-sign")
        tools.follow(page.get_by_role("button", name="Enregistrer la signature"))
        expect(page.get_by_role("heading", name="Contrat en cours")).to_be_visible()
        tools.follow(page.get_by_role("button", name="Faite : S’inscrire à l’auto-école"))
        expect(page.get_by_text("L’étape est faite.")).to_be_visible()
        see("contract")
        tools.follow(page.get_by_role("link", name="Lire", exact=True))
        see("contract-read")
        tools.follow(page.get_by_role("link", name="Heures"))
        see("hours")
        tools.follow(page.get_by_role("link", name="Noter des heures"))
        page.get_by_label("Du ").first.fill("3,5")
        see("hours-form")
        tools.follow(page.get_by_role("button", name="Enregistrer"))
        expect(page.get_by_text("C’est noté").first).to_be_visible()
        tools.follow(page.get_by_role("link", name="Réduire ou dispenser"))
        see("exemption")
