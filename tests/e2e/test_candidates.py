"""An organisation answers on a phone: from the list to « embauchée », and refusals."""

from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from post_office.models import Email

from portal.applications.models import Application
from portal.participation.models import Channel
from snippets import french
from tests.e2e import browser as tools
from tests.factories import JobOfferPageFactory, OrganisationFactory
from tests.portal.accounts.people import manager_of, officer, signed_in
from tests.portal.participation.people import make_application, make_frozen_cv, make_guest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def company():
    return OrganisationFactory(verified_at=timezone.now(), name="Menuiserie du Lion", email="")


@pytest.fixture
def visit(live_server, chromium):
    """Open the site as somebody, on a phone; its console stays silent."""

    @contextmanager
    def opened(user, *, javascript=True):
        context = tools.context(
            chromium, tools.PHONE, javascript=javascript, base_url=live_server.url
        )
        with context as visitor:
            for name, cookie in signed_in(user).cookies.items():
                visitor.add_cookies([{"name": name, "value": cookie.value, "url": live_server.url}])
            page = visitor.new_page()
            with tools.no_errors(page) as complaints:
                yield page
            assert complaints == []

    return opened


def called(page, first, last, **fields):
    person = make_guest(first_name=first, last_name=last)
    return make_application(page=page, participant=person, cv=make_frozen_cv(person), **fields)


def mail_to(application):
    return Email.objects.filter(to=application.participant.email).latest("pk").message


def test_an_application_goes_from_the_list_to_a_hiring(visit, company, screenshot):
    offer = JobOfferPageFactory(organisation=company, title="Menuisier ou menuisière")
    chosen = called(offer, "Éva", "Lopez", message="J’ai trois ans d’atelier.", days_ago=2)
    called(offer, "Paul", "Richard", days_ago=16)
    day = timezone.localdate() + timedelta(days=40)
    with visit(manager_of(company)) as page:
        page.goto(f"/mon-organisation/{company.slug}/")
        expect(page.get_by_role("heading", name="À répondre d’abord")).to_be_visible()
        tools.look(page, screenshot, "home")
        tools.follow(page.get_by_role("link", name="Candidatures", exact=True))
        tools.look(page, screenshot, "opportunities")
        tools.follow(page.get_by_role("link", name="Menuisier ou menuisière").first)
        page.get_by_label("Nom", exact=True).fill("lopez")
        page.get_by_role("button", name="Afficher").click()
        expect(page.get_by_text("1 candidature", exact=True)).to_be_visible()
        tools.look(page, screenshot, "list")
        page.get_by_role("rowheader").get_by_role("link", name="Éva Lopez").click()
        expect(page.get_by_text("J’ai trois ans d’atelier.")).to_be_visible()
        expect(page.locator(".state")).to_have_text("Lue")
        page.get_by_label("Ajouter une note").fill("À voir vite")
        page.get_by_role("button", name="Ajouter la note").click()
        expect(page.get_by_text("À voir vite")).to_be_visible()
        tools.look(page, screenshot, "one")
        page.get_by_role("link", name="Proposer un entretien").click()
        page.get_by_role("button", name="Envoyer la réponse").click()
        expect(page.locator("#erreurs")).to_contain_text("Dites quand")
        tools.look(page, screenshot, "interview")
        page.get_by_label("Quand").fill(f"{day}T14:00")
        page.get_by_label("Où").fill("12 rue de Brasse, Belfort")
        page.get_by_role("button", name="Envoyer la réponse").click()
        expect(page.get_by_role("status")).to_contain_text("Entretien proposé.")
        page.get_by_role("link", name="Proposer le poste").click()
        page.get_by_role("button", name="Envoyer la réponse").click()
        page.get_by_role("link", name="Noter l’embauche").click()
        page.get_by_label("Contrat").select_option("cdi")
        page.get_by_label("Premier jour").fill(day.isoformat())
        page.get_by_role("button", name="Envoyer la réponse").click()
        expect(page.locator(".state")).to_have_text("Embauchée")
        tools.look(page, screenshot, "hired")
    chosen = Application.objects.get(pk=chosen.pk)
    assert chosen.status == "hired"
    assert chosen.participant.outcomes.get().contract == "cdi"
    assert "vous êtes embauché·e" in mail_to(chosen)
    written = Email.objects.filter(to=chosen.participant.email, message__contains="rue de Brasse")
    assert f"{french.full_date(day)} à 14\u00a0h" in written.get().message


def test_three_steps_refuse_without_scripts(visit, company, screenshot):
    offer = JobOfferPageFactory(organisation=company)
    helper = officer()
    application = called(offer, "Nora", "Kim", by=helper, channel=Channel.ADVISER)
    with visit(manager_of(company), javascript=False) as page:
        page.goto(f"/candidatures/dossier/{application.pk}/")
        page.get_by_role("link", name="Ne pas retenir").click()
        page.get_by_role("button", name="Continuer").click()
        expect(page.locator("#erreurs")).to_contain_text("Choisissez un motif.")
        page.get_by_label("Mobilité").check()
        screenshot(page, "reason")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Message à la personne").fill("Merci, et bon courage.")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Un mot à la personne qui l’a aidée").fill("Le bus ne vient pas ici.")
        screenshot(page, "word")
        page.get_by_role("link", name="Revenir").click()
        expect(page.get_by_label("Message à la personne")).to_have_value("Merci, et bon courage.")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Un mot à la personne qui l’a aidée").fill("Le bus ne vient pas ici.")
        assert not Email.objects.exists()
        page.get_by_role("button", name="Envoyer la réponse").click()
        expect(page.locator(".state")).to_have_text("Non retenue")
    assert "bon courage" in mail_to(application)
    word = Email.objects.get(to=helper.email).message
    assert "Le bus ne vient pas ici." in word


def test_several_are_answered_at_once(visit, company, screenshot):
    offer = JobOfferPageFactory(organisation=company)
    able = [called(offer, "Léa", "Un"), called(offer, "Luc", "Deux")]
    called(offer, "Max", "Parti", status="withdrawn")
    with visit(manager_of(company)) as page:
        page.goto(f"/candidatures/{offer.pk}/")
        for name in ("Léa Un", "Luc Deux", "Max Parti"):
            page.get_by_label(f"Choisir {name}").check()
        page.get_by_label("Réponse", exact=True).select_option("refused")
        page.get_by_role("button", name="Continuer").click()
        page.get_by_label("Profil").check()
        tools.look(page, screenshot, "reason")
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_text("Max Parti (retirée)")).to_be_visible()
        tools.look(page, screenshot, "message")
        page.get_by_role("button", name="Envoyer 2 réponses").click()
        expect(page.get_by_role("status").first).to_contain_text("2 candidatures changées")
    for application in able:
        assert "Bonjour " in mail_to(application)
