"""A guest registers from a phone, by the links of real messages; the next person is invited."""

import re
from email.message import EmailMessage
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from portal.accounts.level_names import LevelName
from portal.recruitment import hours
from portal.recruitment.models import Registration
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms, smtp
from tests.factories import RecruitmentSessionPageFactory
from tests.portal.accounts.people import officer, person_with

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
FIRST, NEXT = "eloise@exemple.test", "samir@exemple.test"
TITLE = "Job dating de l’aide à domicile"


@pytest.fixture
def mailbox(settings):
    with smtp.mailbox(settings) as box:
        yield box


@pytest.fixture
def site(live_server, monkeypatch):
    """A site without map, by day whatever the hour: places are not offered at night."""
    monkeypatch.setattr(hours, "NIGHT_STARTS", 24)
    monkeypatch.setattr(hours, "NIGHT_ENDS", 0)
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    return live_server.url


def link_in(message: EmailMessage, act: str, base: str) -> str:
    """A link of a message as plain text, on the server of the test."""
    text = message.get_body(("plain",)).get_content()
    [found] = set(re.findall(rf"https?://\S+/inscription/suivi/\S*{act}/", text))
    return f"{base}{urlsplit(found).path}"


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def fill_in(page: Page, first_name: str, last_name: str, email: str) -> None:
    page.get_by_label("Prénom").fill(first_name)
    page.get_by_label("Nom", exact=True).fill(last_name)
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("J’accepte que ce site garde").check()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_guest_registers_then_cancels_and_the_next_takes_the_place(
    site, mailbox, chromium, screenshot, javascript
):
    session = RecruitmentSessionPageFactory(title=TITLE, capacity=1, waiting_list_size=5)

    def look(page: Page, name: str) -> None:
        if javascript:
            tools.look(page, screenshot, name)

    with tools.context(chromium, tools.PHONE, javascript=javascript) as phone:
        page = phone.new_page()
        page.goto(f"{site}{urlsplit(session.url).path}")
        expect(page.get_by_text("Il reste 1\u00a0place.")).to_be_visible()
        page.get_by_role("link", name="M’inscrire").click()
        heading(page, "M’inscrire")
        page.get_by_role("button", name="M’inscrire").click()
        expect(page.get_by_role("alert")).to_contain_text("Votre demande n’est pas envoyée")
        look(page, "errors")
        fill_in(page, "Éloïse", "Martin", FIRST)
        page.get_by_label("De quoi avez-vous besoin").fill("Une place assise")
        page.get_by_role("button", name="M’inscrire").click()
        heading(page, "Regardez vos messages")
        look(page, "asked")

        page.goto(link_in(mailbox.last(FIRST), "confirmer", site))
        heading(page, "Confirmer mon inscription")
        look(page, "confirm")
        page.get_by_role("button", name="Confirmer mon inscription").click()
        heading(page, "Mon inscription")
        expect(page.get_by_text("Votre place est réservée.", exact=True)).to_be_visible()
        expect(page.get_by_role("img", name="Code QR de votre inscription")).to_be_visible()
        look(page, "mine")
        own = page.url
        files = {part.get_filename(): part for part in mailbox.last(FIRST).iter_attachments()}
        assert files.keys() == {"rendez-vous.ics", "code-entree.png"}
        event = files["rendez-vous.ics"]
        assert event.get_content_type() == "text/calendar"
        assert event["Content-Type"].params["method"] == "PUBLISH"

        # Somebody else comes: the place is taken, the list is explained first.
        page.goto(f"{site}{urlsplit(session.url).path}")
        page.get_by_role("link", name="M’inscrire sur la liste d’attente").click()
        expect(page.get_by_text("il y a une liste d’attente")).to_be_visible()
        look(page, "waiting-form")
        fill_in(page, "Samir", "Benali", NEXT)
        tools.follow(page.get_by_role("button", name="M’inscrire sur la liste d’attente"))
        page.goto(link_in(mailbox.last(NEXT), "confirmer", site))
        page.get_by_role("button", name="Confirmer, sur la liste d’attente").click()
        expect(page.get_by_role("heading", name="Votre rang\u00a0: 1")).to_be_visible()
        look(page, "waiting")
        assert "liste d’attente" in mailbox.last(NEXT)["Subject"]

        page.goto(own)
        tools.follow(page.get_by_role("link", name="Annuler mon inscription"))
        look(page, "cancel")
        page.get_by_role("button", name="Annuler mon inscription").click()
        expect(page.get_by_text("Votre inscription est annulée.", exact=True)).to_be_visible()
        look(page, "cancelled")
        [event] = mailbox.last(FIRST).iter_attachments()
        assert event["Content-Type"].params["method"] == "CANCEL"
        assert "annulée" in mailbox.last(FIRST)["Subject"]

        invitation = mailbox.last(NEXT)
        assert "Une place s’est libérée pour vous" in invitation["Subject"]
        page.goto(link_in(invitation, "accepter", site))
        heading(page, "Prendre cette place")
        look(page, "offer")
        page.get_by_role("button", name="Oui, je prends cette place").click()
        expect(page.get_by_text("Votre place est réservée.", exact=True)).to_be_visible()
        # The link has served: it says so, and nothing changes.
        page.goto(link_in(invitation, "accepter", site))
        heading(page, "Vous avez déjà pris cette place.")
        look(page, "said")
        page.get_by_role("link", name="Voir mon inscription").click()
        page.get_by_role("button", name="Je viens").click()
        expect(page.get_by_text("Merci\u00a0: c’est noté, vous venez.")).to_be_visible()
    rows = cms.in_database(
        lambda: dict(Registration.objects.values_list("participant__email", "status"))
    )
    assert rows == {FIRST: "cancelled", NEXT: "confirmed"}
    assert cms.in_database(lambda: Registration.objects.get(participant__email=NEXT).coming_at)


def test_hours_are_chosen_and_changed_and_somebody_is_helped(site, chromium, screenshot):
    session = RecruitmentSessionPageFactory(
        title=TITLE, capacity=6, slot_minutes=30, interviewers=1, waiting_list_size=5
    )
    person, helper = person_with(LevelName.CANDIDATE), officer()
    with tools.context(chromium, tools.PHONE) as phone:
        page = phone.new_page()
        cms.enter(page, site, person.email)
        page.goto(f"{site}/inscription/{session.pk}/")
        page.get_by_label("14\u00a0h\u00a030").check()
        page.get_by_label("J’accepte que ce site garde").check()
        tools.look(page, screenshot, "hours")
        page.get_by_role("button", name="M’inscrire").click()
        heading(page, "Mon inscription")
        tools.follow(page.get_by_role("link", name="Changer d’heure"))
        tools.look(page, screenshot, "move")
        page.get_by_label("15\u00a0h\u00a030").check()
        page.get_by_role("button", name="Choisir cette heure").click()
        expect(page.get_by_text("Votre nouvelle heure est notée")).to_be_visible()
        page.goto(f"{site}{urlsplit(session.url).path}")
        page.get_by_role("link", name="Voir mon inscription").click()
        tools.follow(page.get_by_role("link", name="Mes rencontres"))
        tools.look(page, screenshot, "own-list")
        page.goto(f"{site}/mon-espace/")
        expect(page.get_by_text("1\u00a0rencontre à venir.")).to_be_visible()
        tools.look(page, screenshot, "space")
    with tools.context(chromium, tools.DESKTOP) as desk:
        page = desk.new_page()
        cms.enter(page, site, helper.email)
        page.goto(f"{site}/inscription/{session.pk}/")
        heading(page, "Inscrire quelqu’un")
        expect(page.get_by_label("15\u00a0h\u00a030")).to_be_disabled()
        page.get_by_label("16\u00a0h", exact=False).first.check()
        page.get_by_label("Prénom").fill("Paul")
        page.get_by_label("Nom", exact=True).fill("Petit")
        page.get_by_label("Pas d’adresse e-mail").check()
        page.get_by_label("De vive voix, en face à face").check()
        page.get_by_label("J’accepte que ce site garde").check()
        tools.look(page, screenshot, "helped-form")
        page.get_by_role("button", name="Inscrire cette personne").click()
        expect(page.get_by_text("Paul Petit a une place")).to_be_visible()
        tools.look(page, screenshot, "helped")
