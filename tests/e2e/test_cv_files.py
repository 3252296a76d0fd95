"""A photo from a phone, an old CV taken in, and the CV in other formats; scripts on and off."""

import re
from io import BytesIO

import pytest
from docx import Document
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.cv.jobs import read_old_cv
from portal.cv.models import Cv, CvImport
from portal.cv.services import create_cv
from tests.e2e import browser as tools
from tests.e2e.cms import in_database
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.cv.files.pictures import jpeg

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
OLD_CV = (
    "Nadia Lefort",
    "Serveuse en salle",
    "06 12 34 56 78",
    "Disponible tout de suite",
    "Expériences professionnelles",
    "2019 – 2021",
    "Serveuse, Brasserie du Lion",
)


@pytest.fixture
def nadia(live_server):
    return person_with(LevelName.CANDIDATE, first_name="Nadia", last_name="Lefort")


@pytest.fixture
def cv(nadia):
    document = {"basics": {"name": "Nadia Lefort", "phone": "06 12 34 56 78"}}
    return create_cv(owner=nadia, title="Salle", document=document)


def sign_in(context, user, base_url):
    for name, cookie in signed_in(user).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": base_url}])


def old_cv() -> bytes:
    document = Document()
    for line in OLD_CV:
        document.add_paragraph(line)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def chosen(page, name, data, kind="image/jpeg"):
    page.get_by_label("Votre", exact=False).first.set_input_files(
        {"name": name, "mimeType": kind, "buffer": data}
    )


def looker(screenshot, *, axe: bool):
    """Look at what is shown; axe is a script."""

    def look(page, name):
        if axe:
            tools.look(page, screenshot, name)

    return look


@tools.with_and_without_scripts
def test_a_photo_is_framed_and_printed(live_server, nadia, cv, chromium, screenshot, javascript):
    look = looker(screenshot, axe=javascript)
    with tools.context(chromium, tools.PHONE, javascript=javascript) as phone:
        sign_in(phone, nadia, live_server.url)
        page = phone.new_page()
        page.goto(f"{live_server.url}/mon-espace/cv/{cv.pk}/")
        page.get_by_role("link", name="Ma photo").click()
        expect(page.get_by_text("C’est vous qui décidez")).to_be_visible()
        chosen(page, "photo.jpg", b"Bonjour")
        page.get_by_role("button", name="Envoyer cette photo").click()
        expect(page.get_by_text("pas une photo que nous savons lire")).to_be_visible()
        look(page, "photo-error")
        # The phone was held upright: the top is red.
        chosen(page, "IMG_2041.JPG", jpeg(1200, 900, orientation=6))
        tools.follow(page.get_by_role("button", name="Envoyer cette photo"))
        shown = page.locator(".cv-frame-view img")
        expect(shown).to_be_visible()
        assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") > 0
        if javascript:
            look(page, "photo-frame")
            zoom = page.get_by_label("Agrandir")
            zoom.press("End")
            assert zoom.input_value() == "300"
            assert shown.evaluate("(image) => image.style.top") != "0px"
            page.get_by_label("Cadre vers le haut").press("Home")
            assert shown.evaluate("(image) => image.style.top") == "0px"
            page.locator(".cv-frame-view").scroll_into_view_if_needed()
            box = page.locator(".cv-frame-view").bounding_box()
            page.mouse.move(box["x"] + 100, box["y"] + 200)
            page.mouse.down()
            page.mouse.move(box["x"] + 100, box["y"] + 100)
            page.mouse.up()
            assert int(page.get_by_label("Cadre vers le haut").input_value()) > 0
        else:
            page.get_by_label("Agrandir").press("End")
            page.get_by_role("button", name="Voir le résultat").click()
            expect(page).to_have_url(re.compile("zoom=300"))
            assert "zoom=300" in page.locator(".cv-frame-view img").get_attribute("src")
        page.get_by_role("button", name="Imprimer cette photo").click()
        expect(page.get_by_text("Cette photo est imprimée sur ce CV")).to_be_visible()
        look(page, "photo")
        page.get_by_role("button", name="Ne pas l’imprimer").click()
        expect(page.get_by_text("Cette photo n’est pas imprimée")).to_be_visible()
        page.get_by_text("Retirer ma photo").click()
        page.get_by_role("button", name="Oui, la retirer").click()
        expect(page.get_by_role("heading", name="Si vous en voulez une")).to_be_visible()


@tools.with_and_without_scripts
def test_an_old_cv_is_taken_in_and_taken_out(live_server, nadia, chromium, screenshot, javascript):
    look = looker(screenshot, axe=javascript)
    with tools.context(chromium, tools.PHONE, javascript=javascript) as phone:
        sign_in(phone, nadia, live_server.url)
        page = phone.new_page()
        page.goto(f"{live_server.url}/mon-espace/cv/")
        tools.follow(page.get_by_role("link", name="J’ai déjà un CV"))
        chosen(page, "cv.json", b'{"work": "Serveuse"}', "application/json")
        page.get_by_role("button", name="Lire mon CV").click()
        expect(page.get_by_text("Expériences : il faut une liste")).to_be_visible()
        look(page, "import-error")
        chosen(page, "cv.docx", old_cv(), "application/octet-stream")
        page.get_by_role("button", name="Lire mon CV").click()
        expect(page.get_by_role("heading", name="Nous lisons votre CV")).to_be_visible()
        look(page, "import-progress")
        in_database(lambda: read_old_cv(import_id=CvImport.objects.get().pk))
        if not javascript:
            tools.follow(page.get_by_role("link", name="Voir si c’est prêt"))
        expect(page.get_by_role("heading", name="Ce que nous avons lu")).to_be_visible()
        expect(page.get_by_text("Nadia Lefort")).to_be_visible()
        look(page, "import-draft")
        # What waits is beside the form, after a reload too.
        tools.follow(page.get_by_role("link", name="Relire mon CV d’abord"))
        page.reload()
        page.get_by_text("Les voir ici").click()
        expect(page.get_by_text("Disponible tout de suite")).to_be_visible()
        look(page, "import-editor")
        page.get_by_role("link", name="Les ranger").click()
        page.get_by_label("Disponible tout de suite").select_option(label="Quelques mots sur vous")
        page.get_by_role("button", name="Ranger ces lignes").click()
        expect(page.get_by_text("Tout est rangé")).to_be_visible()
        tools.follow(page.get_by_role("link", name="Télécharger dans un autre format"))
        look(page, "formats")
        for name, file in (
            ("Télécharger le PDF", "CV-nadia-lefort.pdf"),
            ("Télécharger en Word", "CV-nadia-lefort.docx"),
            ("Télécharger le texte", "CV-nadia-lefort.txt"),
            ("Word sans nom", "CV-anonyme.docx"),
            ("Télécharger en JSON Resume", "CV-nadia-lefort.json"),
        ):
            with page.expect_download() as download:
                page.get_by_role("link", name=name).click()
            assert download.value.suggested_filename == file
    basics = Cv.objects.get().document["basics"]
    assert (basics["label"], basics["summary"]) == ("Serveuse en salle", "Disponible tout de suite")
