"""A candidate sends a link to a CV; an employer without an account reads it until it is stopped."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.cv.models import CvShareOpening
from portal.cv.services import create_cv
from tests.e2e import browser as tools
from tests.e2e.test_cv import sign_in, text_of
from tests.portal.accounts.people import person_with
from tests.portal.cv.sharing.links import DOCUMENT

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def cv(live_server, settings):
    settings.BASE_URL = live_server.url
    owner = person_with(
        LevelName.CANDIDATE, email="eloise@exemple.test", first_name="Éloïse", last_name="Martin"
    )
    return create_cv(owner=owner, title="CV cuisine", document=DOCUMENT)


def open_with(page, code):
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Voir le CV").click()


def test_a_link_with_a_code_from_a_phone_to_an_employer(
    live_server, cv, chromium, screenshot, tmp_path
):
    base = live_server.url
    with (
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as desktop,
    ):
        sign_in(phone, cv.owner, base)
        phone.grant_permissions(["clipboard-read", "clipboard-write"])
        page, employer = phone.new_page(), desktop.new_page()
        page.goto(f"{base}/mon-espace/cv/")
        page.get_by_role("link", name="Partager").click()
        expect(page.get_by_text("Aucun lien n’est ouvert")).to_be_visible()
        tools.look(page, screenshot, "1-form")
        page.get_by_label("Pour qui").fill("Hôtel du Lion")
        page.get_by_text("Choisir la durée, ajouter un code").click()
        page.get_by_label("Demander un code").check()
        tools.follow(page.get_by_role("button", name="Faire le lien"))
        tools.look(page, screenshot, "2-made")
        link, code = (
            page.get_by_label("Le lien").input_value(),
            page.locator(".cv-share-code").inner_text(),
        )
        page.get_by_role("button", name="Copier le lien").click()
        expect(page.get_by_text("Le lien est copié.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == link

        employer.goto(link)
        open_with(employer, "pas-le-code")
        expect(employer.get_by_text("Ce n’est pas le bon code")).to_be_visible()
        tools.look(employer, screenshot, "3-door")
        assert not CvShareOpening.objects.exists()
        open_with(employer, code)
        expect(employer.get_by_role("heading", name="CV – Éloïse Martin")).to_be_visible()
        expect(employer.get_by_text("Cantine des Glacis")).to_be_visible()
        shown = employer.locator(".cv-pages img")
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("image => image.naturalWidth") > 0
        tools.look(employer, screenshot, "4-shared")
        with employer.expect_download() as download:
            employer.get_by_role("link", name="Télécharger le CV").click()
        download.value.save_as(tmp_path / "cv.pdf")
        assert "Éloïse Martin" in text_of(tmp_path / "cv.pdf")

        page.get_by_role("link", name="Voir tous mes liens").click()
        expect(page.get_by_text("Ouvert 1 fois")).to_be_visible()
        tools.look(page, screenshot, "5-list")
        tools.follow(page.get_by_role("link", name="Arrêter ce lien"))
        tools.look(page, screenshot, "6-stop")
        page.get_by_role("button", name="Arrêter ce lien").click()
        expect(page.get_by_text("ne montre plus rien")).to_be_visible()
        employer.reload()
        expect(employer.get_by_role("heading", name="Ce lien ne montre plus")).to_be_visible()
        tools.look(employer, screenshot, "7-closed")


def test_without_scripts_a_link_without_a_name_says_nothing_of_the_person(
    live_server, cv, chromium, tmp_path
):
    base = live_server.url
    with (
        tools.context(chromium, tools.DESKTOP, javascript=False) as desktop,
        tools.context(chromium, tools.PHONE, javascript=False) as phone,
    ):
        sign_in(desktop, cv.owner, base)
        page, employer = desktop.new_page(), phone.new_page()
        page.goto(f"{base}/mon-espace/cv/{cv.pk}/partager/")
        page.get_by_label("Mon CV sans mon nom").check()
        page.get_by_role("button", name="Faire le lien").click()
        expect(page.get_by_role("button", name="Copier le lien")).to_be_hidden()
        address = page.get_by_label("Le lien").input_value()
        page.get_by_role("link", name="Voir tous mes liens").click()
        page.get_by_role("link", name="Revoir ce lien").click()
        expect(page.get_by_label("Le lien")).to_have_value(address)
        with page.expect_download() as printed:
            page.get_by_role("link", name=re.compile("code QR")).click()
        assert printed.value.suggested_filename == "CV-anonyme.pdf"
        employer.goto(page.get_by_label("Le lien").input_value())
        employer.get_by_role("button", name="Voir le CV").click()
        expect(employer).to_have_title(re.compile("CV sans nom"))
        with employer.expect_download() as download:
            employer.get_by_role("link", name="Télécharger le CV").click()
        download.value.save_as(tmp_path / "cv.pdf")
        said = text_of(tmp_path / "cv.pdf") + employer.content()
        assert "Cantine des Glacis" in said
        assert "Martin" not in said
