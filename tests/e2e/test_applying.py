"""From the search to an application: a guest by mail, a candidate in one tap, somebody helped."""

import pytest
from playwright.sync_api import expect

from pages.models import JobOfferPage
from portal.applications.links import Way, sent_path
from portal.applications.models import Application
from portal.applications.states import Status
from portal.cv.services import create_cv
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.e2e.smtp import mailbox
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.portal.accounts.people import officer, person_with
from tests.portal.applications.sending import pdf_file
from tests.portal.candidates.things import candidate

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADDRESS, TITLE = "nadia@exemple.test", "Maçon ou maçonne"


@pytest.fixture
def site(live_server):
    """One offer online, without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    CommuneFactory(belfort=True)
    JobOfferPageFactory(title=TITLE)
    return live_server


def status_of(address: str) -> str:
    rows = Application.objects.filter(participant__email=address)
    return cms.in_database(lambda: rows.get().status)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_a_guest_applies_from_the_search_and_confirms_by_mail(
    site, chromium, screenshot, settings, javascript
):
    base = site.url

    def see(page, name):
        if javascript:
            tools.look(page, screenshot, name)

    with (
        mailbox(settings) as box,
        tools.context(chromium, tools.PHONE, javascript=javascript) as visitor,
    ):
        page = visitor.new_page()
        page.goto(f"{base}/offres/?q=macon")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("link", name="Postuler", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Postuler")
        see(page, "form")
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("alert")).to_contain_text("Votre candidature n’est pas envoyée")
        see(page, "errors")
        page.get_by_label("Prénom").fill("Nadia")
        page.get_by_label("Nom", exact=True).fill("Benali")
        page.get_by_label("Adresse e-mail").fill(ADDRESS)
        file = pdf_file()
        page.get_by_label("Un CV en PDF (").set_input_files(
            {"name": file.name, "mimeType": "application/pdf", "buffer": file.read()}
        )
        page.get_by_label("Votre message").fill("Je suis disponible lundi.")
        page.get_by_label("J’ai lu ce texte et je suis d’accord.").check()
        page.get_by_role("button", name="Continuer").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Regardez vos messages")
        see(page, "asked")
        assert status_of(ADDRESS) == Status.TO_CONFIRM

        box.deliver()
        page.goto(box.link(ADDRESS, "/candidature/", base))
        expect(page.get_by_text("Je suis disponible lundi.")).to_be_visible()
        see(page, "confirm")
        assert status_of(ADDRESS) == Status.TO_CONFIRM
        page.get_by_role("button", name="Envoyer ma candidature").click()
        expect(page.get_by_text("Votre candidature est envoyée.")).to_be_visible()
        expect(page.get_by_text("La réponse est attendue d’ici le")).to_be_visible()
        see(page, "follow")
        assert status_of(ADDRESS) == Status.SENT

        box.deliver()
        assert "Candidature envoyée" in box.last_to(ADDRESS)["Subject"]
        page.goto(box.link(ADDRESS, "/candidature/", base))
        tools.follow(page.get_by_role("link", name="Retirer ma candidature"))
        see(page, "withdraw")
        page.get_by_role("button", name="Retirer ma candidature").click()
        expect(page.get_by_text("Votre candidature est retirée.")).to_be_visible()
        assert status_of(ADDRESS) == Status.WITHDRAWN


def test_a_candidate_applies_in_one_tap_and_follows(site, chromium, screenshot):
    base = site.url
    person = cms.in_database(candidate)
    cms.in_database(
        lambda: create_cv(owner=person, title="Maçonnerie", document={"basics": {"name": "É. M."}})
    )
    with tools.context(chromium, tools.PHONE) as visitor:
        page = visitor.new_page()
        cms.enter(page, base, person.email)
        with tools.no_errors(page) as complaints:
            page.goto(f"{base}/offres/?q=macon")
            page.get_by_role("link", name=TITLE).first.click()
            page.get_by_role("link", name="Postuler", exact=True).first.click()
            expect(page.get_by_label("Maçonnerie")).to_be_checked()
            tools.look(page, screenshot, "form")
            page.get_by_role("button", name="Envoyer ma candidature").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Candidature envoyée")
            tools.look(page, screenshot, "sent")
            page.get_by_role("link", name="Voir mes candidatures").click()
            expect(page.get_by_text("La réponse est attendue d’ici le")).to_be_visible()
            tools.look(page, screenshot, "list")
            page.get_by_role("link", name=TITLE, exact=True).click()
            expect(page.get_by_text("Maçonnerie")).to_be_visible()
            tools.look(page, screenshot, "one")
            page.goto(f"{base}/mon-espace/")
            expect(page.get_by_text("1\u00a0candidature en cours")).to_be_visible()
        assert complaints == []


def test_an_officer_applies_for_somebody_without_an_address(site, chromium, screenshot):
    base = site.url
    helper = cms.in_database(officer)
    with tools.context(chromium, tools.DESKTOP) as visitor:
        page = visitor.new_page()
        cms.enter(page, base, helper.email)
        page.goto(f"{base}/offres/?q=macon")
        page.get_by_role("link", name=TITLE).first.click()
        page.get_by_role("link", name="Postuler", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Postuler pour quelqu’un")
        page.get_by_label("Prénom").fill("Karim")
        page.get_by_label("Nom", exact=True).fill("Saïdi")
        page.get_by_label("Pas d’adresse e-mail").check()
        page.get_by_label("Téléphone (").fill("06 01 02 03 04")
        page.get_by_label("Pas de CV").check()
        page.get_by_label("De vive voix, en face à face").check()
        page.get_by_label("J’ai lu ce texte à la personne").check()
        tools.look(page, screenshot, "form")
        page.get_by_role("button", name="Envoyer la candidature").click()
        expect(page.get_by_text("Candidature envoyée pour Karim Saïdi")).to_be_visible()
        tools.follow(page.get_by_role("link", name="Voir les candidatures que j’ai envoyées"))
        tools.look(page, screenshot, "helped")
        page.get_by_role("link", name="Karim Saïdi").click()
        expect(page.get_by_text("Candidature envoyée à")).to_be_visible()
        tools.look(page, screenshot, "helped-one")


def test_the_screens_that_say_no_have_a_way_out(site, chromium, screenshot):
    base = site.url
    elsewhere = cms.in_database(lambda: JobOfferPageFactory.row(title="Couvreur", apply_by="phone"))
    offer = cms.in_database(lambda: JobOfferPage.objects.get(title=TITLE).pk)
    people = {
        name: cms.in_database(lambda level=level: person_with(level).email)
        for name, level in (("sponsor", "sponsor"), ("candidate", "candidate"))
    }
    helper = cms.in_database(officer).email
    phone = sent_path(elsewhere, Way.PHONE)
    screens = [
        ("", f"/postuler/{elsewhere.pk}/", "On ne peut pas postuler ici", "Lire l’annonce"),
        ("", "/candidature/faux/", "Ce lien ne fonctionne pas", "Chercher des offres"),
        ("", phone, "Nous vous appelons", "Revenir aux offres"),
        (
            people["sponsor"],
            f"/postuler/{offer}/",
            "Ce compte ne permet pas de postuler",
            "Revenir à l’annonce",
        ),
        (
            people["candidate"],
            "/mon-espace/candidatures/",
            "Mes candidatures",
            "Chercher une offre",
        ),
        (
            helper,
            "/accompagnement/candidatures/",
            "Candidatures que j’ai envoyées",
            "Chercher une offre",
        ),
    ]
    for number, (who, path, title, way) in enumerate(screens):
        with tools.context(chromium, tools.PHONE) as visitor:
            page = visitor.new_page()
            if who:
                cms.enter(page, base, who)
            page.goto(f"{base}{path}")
            expect(page.get_by_role("heading", level=1)).to_have_text(title)
            expect(page.get_by_role("main").get_by_role("link", name=way)).to_be_visible()
            tools.look(page, screenshot, str(number))
