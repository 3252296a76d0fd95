"""A campaign from its first word to whom it reaches, and to whom it no longer does."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from portal.mailing.models import Campaign
from portal.mailing.sending import send_round, send_rounds
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e import cms
from tests.e2e.smtp import mailbox
from tests.factories import CommuneFactory, JobOfferPageFactory
from tests.portal.accounts.people import officer
from tests.portal.mailing.world import candidate
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ELOISE, KARIM, WRITER = "eloise@exemple.test", "karim@exemple.test", "amina@exemple.test"


@pytest.fixture
def writer(live_server: Any) -> Any:
    """An officer, two candidates of Delle who agreed, of whom one has no first name; an offer."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    place = CommuneFactory(name="Delle")
    JobOfferPageFactory(title="Maçon ou maçonne")
    candidate(email=ELOISE, first_name="Éloïse", last_name="Martin", commune=place)
    candidate(email=KARIM, first_name="", last_name="Benali", commune=place)
    candidate(email="ailleurs@exemple.test", agrees=False, commune=place)
    return officer(email=WRITER, first_name="Amina", last_name="Diallo")


def choose_the_audience(page: Page, name: str) -> None:
    tools.follow(page.get_by_role("link", name="Nouvelle campagne"))
    page.get_by_label("Des candidats").check()
    page.get_by_label("Nom de la campagne").fill(name)
    tools.follow(page.get_by_role("button", name="Choisir les destinataires"))
    page.get_by_label("Les communes que j’écris ci-dessous").check()
    page.locator("#id_commune_1").fill("Nulle-Part")
    page.get_by_label("Tous les métiers").check()
    tools.follow(page.get_by_role("button", name="Enregistrer et compter"))
    expect(page.locator("#erreurs")).to_contain_text("commune")
    page.locator("#id_commune_1").fill("Delle")
    page.keyboard.press("Escape")
    tools.follow(page.get_by_role("button", name="Enregistrer et compter"))


def write_the_message(page: Page, *, scripts: bool) -> None:
    page.get_by_label("Objet", exact=True).fill("Le forum de l’emploi")
    body = page.get_by_label("Texte", exact=True)
    body.fill("Bonjour ")
    word = page.get_by_label("À la place de «\u00a0le prénom\u00a0»")
    if scripts:
        expect(word).to_be_hidden()
        page.get_by_role("button", name="Insérer le prénom").click()
        expect(body).to_have_value("Bonjour {{ first_name }}")
        expect(word).to_be_visible()
    body.fill("Bonjour {{ first_name }},\n\nLe forum a lieu le 14 janvier à Belfort.")
    page.get_by_label("À mon adresse").check()
    if not scripts:
        tools.follow(page.get_by_role("button", name="Enregistrer et voir l’aperçu"))
        expect(page.locator("#erreurs")).to_contain_text("dont nous ne savons pas")
    word.fill("à vous")
    tools.follow(page.get_by_role("button", name="Enregistrer et voir l’aperçu"))


def attach_an_offer(page: Page) -> None:
    tools.follow(page.get_by_role("link", name="Annonces jointes"))
    page.get_by_label("Métier, employeur, titre, commune").fill("macon")
    tools.follow(page.get_by_role("button", name="Chercher"))
    tools.follow(page.get_by_role("button", name="Joindre «\u00a0Maçon ou maçonne\u00a0»"))
    expect(page.get_by_role("status").first).to_contain_text("jointe")


@pytest.mark.parametrize(
    ("size", "scripts"),
    [
        pytest.param(tools.DESKTOP, True, id="desk"),
        pytest.param(tools.PHONE, False, id="phone-plain", marks=pytest.mark.full),
    ],
)
def test_a_campaign_is_written_sent_and_stopped_by_who_receives_it(
    writer: Any,
    live_server: Any,
    chromium: Browser,
    screenshot: Any,
    settings: Any,
    size: dict[str, int],
    scripts: bool,
) -> None:
    base = live_server.url

    def see(name: str) -> None:
        if scripts:
            tools.look(page, screenshot, name)
        else:
            screenshot(page, name)
            assert not tools.is_wider_than_the_screen(page), name

    with (
        mailbox(settings) as box,
        tools.context(chromium, size, javascript=scripts) as visitor,
        tools.context(chromium, tools.PHONE, javascript=scripts) as reader,
    ):
        visitor.add_cookies([session_cookie(writer, base)])
        page = visitor.new_page()
        page.goto(f"{base}/communication/campagnes/")
        see("empty")
        choose_the_audience(page, "Forum de janvier")
        expect(page.locator("#resultat")).to_contain_text("2\u00a0personnes recevront ce message")
        expect(page.locator("#resultat")).to_contain_text("É. M., Delle")
        see("audience")
        tools.follow(page.get_by_role("link", name="Écrire le message"))
        see("message")
        write_the_message(page, scripts=scripts)
        attach_an_offer(page)
        see("cards")
        tools.follow(page.get_by_role("link", name="Voir l’aperçu"))
        expect(page.get_by_role("heading", name="Qui lit un mot de remplacement")).to_be_visible()
        expect(page.locator("main")).to_contain_text("B., Delle")
        frame = page.frame_locator("iframe")
        expect(frame.get_by_text("Maçon ou maçonne")).to_be_visible()
        see("preview")
        tools.follow(page.get_by_role("button", name="M’envoyer un essai"))
        assert "[Essai] Le forum" in box.last(WRITER)["Subject"]
        tools.follow(page.get_by_role("link", name="Relire et envoyer").last)
        see("review")
        tools.follow(page.get_by_role("button", name="Approuver et arrêter la liste"))
        see("approved")
        tools.follow(page.get_by_role("link", name="Envoyer maintenant"))
        expect(page.get_by_role("heading", level=1)).to_contain_text("2\u00a0personnes")
        tools.follow(page.get_by_role("button", name="Envoyer à 2"))
        expect(page.get_by_text("0 sur 2 traités")).to_be_visible()
        see("sending")
        key = cms.in_database(lambda: Campaign.objects.get().pk)
        cms.in_database(lambda: send_round(campaign_id=key))
        message = box.last(ELOISE)
        cms.in_database(send_rounds)
        if scripts:
            # The bar, which asked by itself, brings the whole page at the end.
            expect(page.get_by_text("2 sur 2 traités")).to_be_visible()
        else:
            page.reload()
        expect(page.get_by_role("heading", name="Terminée le")).to_be_visible()
        see("sent")
        assert message["To"] == ELOISE
        assert "Bonjour Éloïse" in message.get_body(("plain",)).get_content()
        assert KARIM not in message.as_string()
        assert "Bonjour à vous" in box.last_to(KARIM).get_body(("plain",)).get_content()
        tools.follow(page.get_by_role("link", name="Voir les destinataires"))
        see("ledger")

        received = reader.new_page()
        received.goto(box.link(ELOISE, "/pourquoi/", base))
        expect(received.locator("main")).to_contain_text("Amina Diallo")
        expect(received.locator("main")).to_contain_text("Delle")
        tools.follow(received.get_by_role("button", name="Ne plus recevoir ces messages"))
        expect(received.get_by_role("status")).to_contain_text("C’est arrêté")

        page.goto(f"{base}/communication/campagnes/")
        see("archive")
        tools.follow(page.get_by_role("link", name="Forum de janvier"))
        tools.follow(page.get_by_role("button", name="Reprendre cette campagne"))
        expect(page.locator("#resultat")).to_contain_text("1\u00a0personne recevra ce message")
        expect(page.locator("#resultat")).to_contain_text("1\u00a0: la personne ne veut plus")
        see("next-time")
