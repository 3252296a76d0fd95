"""What became of people: entered by the officer, then in one click by the organisation and by the
person; the funnel shows it. « Être rappelé·e », from the form to the officers' list."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from post_office.models import Email

from portal.participation.models import CallBack, Outcome
from portal.participation.services.asking import ask_due
from portal.recruitment.services.outcomes import plan_questions
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.factories import CommuneFactory
from tests.portal.accounts.people import manager_of, officer
from tests.portal.recruitment.met import came, held, make_company

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OFFICER = "agente@exemple.test"


@pytest.fixture
def site(live_server: Any) -> Any:
    """A site without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    CommuneFactory(belfort=True)
    return live_server


def prepared() -> tuple[int, list[str]]:
    """A session of yesterday with three people, its company, and an officer."""
    company = make_company(name="Menuiserie des Vosges")
    manager_of(company, email="gerante@exemple.test")
    officer(email=OFFICER)
    roster = held(company)
    return roster.pk, [came(roster).participant.name for _ in range(3)]


def asked(day: int) -> None:
    """The questions of that day, asked."""
    plan_questions(timezone.now())
    noon = timezone.localtime().replace(hour=12, minute=0)
    ask_due(noon + timedelta(days=day))


def link(base: str, pattern: str) -> str:
    """The address of a link of the last message that has one."""
    rows = Email.objects.filter(message__contains=f"/{pattern}/").order_by("-pk")
    return base + re.search(rf"/{pattern}/[\w.:-]+/", rows[0].message)[0]


@tools.with_and_without_scripts
def test_outcomes_are_entered_then_answered_by_one_click(
    chromium: Browser, site: Any, screenshot: Any, javascript: bool
) -> None:
    base = site.url
    pk, names = cms.in_database(prepared)
    with tools.context(chromium, tools.PHONE, javascript=javascript) as agent:
        page = agent.new_page()
        cms.sign_in(page, base, OFFICER)
        page.goto(f"{base}/rencontres/{pk}/suites/")
        page.get_by_label(f"Suite, {names[0]}").select_option(label="Embauche")
        page.get_by_label(f"Contrat, {names[0]}").select_option(label="CDI")
        page.get_by_label(f"Contrat, {names[1]}").select_option(label="CDD")
        page.get_by_role("button", name="Enregistrer les suites").click()
        # What is wrong is said, and nothing typed is lost.
        expect(page.get_by_role("alert")).to_contain_text("Choisissez ce que la personne")
        expect(page.get_by_label(f"Contrat, {names[0]}")).to_have_value("cdi")
        assert not tools.is_wider_than_the_screen(page)
        if javascript:
            assert tools.axe_findings(page) == []
        screenshot(page, "wrong")
        page.get_by_label(f"Suite, {names[1]}").select_option(label="Deuxième entretien")
        page.get_by_label(f"Contrat, {names[1]}").select_option(label="Pas précisé")
        page.get_by_role("button", name="Enregistrer les suites").click()
        expect(page.get_by_text("2 suites enregistrées.")).to_be_visible()
    cms.in_database(lambda: asked(7))
    with tools.context(chromium, tools.PHONE, javascript=javascript) as visitor:
        page = visitor.new_page()
        page.goto(cms.in_database(lambda: link(base, "suites")))
        # The officer answered for the others.
        expect(page.get_by_role("group")).to_have_count(1)
        if javascript:
            assert tools.axe_findings(page) == []
        screenshot(page, "organisation")
        page.get_by_role("button", name=f"Pas retenue : {names[2]}").click()
        expect(page.get_by_text("Dernière réponse : pas retenue")).to_be_visible()
        cms.in_database(lambda: asked(40))
        page.goto(cms.in_database(lambda: link(base, "suite")))
        if javascript:
            assert tools.axe_findings(page) == []
        screenshot(page, "person")
        page.get_by_role("button", name="Je travaille ailleurs").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Merci, c’est noté")
    assert cms.in_database(Outcome.objects.count) == 4
    with tools.context(chromium, tools.PHONE, javascript=javascript) as agent:
        page = agent.new_page()
        cms.sign_in(page, base, OFFICER)
        page.goto(f"{base}/rencontres/{pk}/bilan/")
        row = (
            page.get_by_role("row", name="Embauchées") if javascript else page.locator("tr").nth(4)
        )
        expect(row).to_contain_text("1")
        expect(page.get_by_text("Trop peu de personnes").first).to_be_visible()
        assert not tools.is_wider_than_the_screen(page)
        if javascript:
            assert tools.axe_findings(page) == []
        screenshot(page, "funnel")


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_a_visitor_asks_to_be_called_and_an_officer_says_it_is_done(
    chromium: Browser, site: Any, screenshot: Any, javascript: bool
) -> None:
    base = site.url
    cms.in_database(lambda: officer(email=OFFICER) and None)
    with tools.context(chromium, tools.PHONE, javascript=javascript) as visitor:
        page = visitor.new_page()
        page.goto(f"{base}/")
        page.get_by_role("contentinfo").get_by_role("link", name="Être rappelé·e").click()
        page.get_by_label("Prénom").fill("Nadia")
        page.get_by_role("button", name="Demander à être rappelé·e").click()
        expect(page.get_by_role("alert")).to_be_visible()
        expect(page.get_by_label("Prénom")).to_have_value("Nadia")
        if javascript:
            assert tools.axe_findings(page) == []
        page.get_by_label("Nom", exact=True).fill("Benali")
        page.get_by_label("Téléphone").fill("06 12 34 56 78")
        page.get_by_role("button", name="Demander à être rappelé·e").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("C’est noté, nous vous appelons")
        screenshot(page, "asked")
    with tools.context(chromium, tools.PHONE, javascript=javascript) as agent:
        page = agent.new_page()
        cms.sign_in(page, base, OFFICER)
        page.goto(f"{base}/rappels/")
        expect(page.get_by_role("heading", name="Nadia Benali")).to_be_visible()
        assert not tools.is_wider_than_the_screen(page)
        if javascript:
            assert tools.axe_findings(page) == []
        screenshot(page, "list")
        page.get_by_role("button", name="Réglé : Nadia Benali").click()
        expect(page.get_by_text("Personne n’attend d’être rappelé")).to_be_visible()
    assert cms.in_database(lambda: CallBack.objects.get().result) == "done"
