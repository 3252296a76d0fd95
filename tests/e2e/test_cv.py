"""Somebody who has never written a CV writes one: reloads, other devices, keyboard, no scripts."""

import re
import subprocess

import pytest
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.cv.models import Cv, CvHelper, CvSuggestions
from portal.cv.resume import Template
from portal.cv.services import create_cv
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with, signed_in

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


PHRASE = "Service en salle\u00a0: accueil, prise de commande, encaissement"


@pytest.fixture(autouse=True)
def phrases(live_server):
    """Other browser tests empty the tables."""
    CvSuggestions.objects.update_or_create(
        domain="G", occupation=None, defaults={"phrases": PHRASE, "skills": "Dresser une assiette"}
    )


@pytest.fixture
def eloise(live_server):
    return person_with(
        LevelName.CANDIDATE, email="eloise@exemple.test", first_name="Éloïse", last_name="Martin"
    )


def sign_in(context, user, base_url):
    for name, cookie in signed_in(user).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": base_url}])


def text_of(pdf) -> str:
    return subprocess.run(
        ["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True
    ).stdout


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text("Enregistré")


def field(page, label, number=0):
    return page.get_by_label(label, exact=False).nth(number)


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no-scripts"])
def test_from_nothing_to_a_pdf(live_server, eloise, chromium, screenshot, tmp_path, javascript):
    base = live_server.url

    def see(page, name):
        if javascript:
            tools.look(page, screenshot, name)

    def go_on(page):
        page.get_by_role("button", name="Continuer", exact=True).click()

    with tools.context(chromium, tools.PHONE, javascript=javascript) as phone:
        sign_in(phone, eloise, base)
        page = phone.new_page()
        with tools.no_errors(page) as complaints:
            page.goto(f"{base}/mon-espace/cv/")
            see(page, "0-home")
            page.get_by_role("button", name="Commencer mon CV").click()
            expect(page.get_by_text("Étape 1 sur 7")).to_be_visible()
            expect(field(page, "Prénom et nom")).to_have_value("Éloïse Martin")
            field(page, "Téléphone").fill("06 12 34 56 78")
            field(page, "Commune").fill("Belfort")
            see(page, "1")
            go_on(page)
            field(page, "Métier recherché").fill("Serveuse")
            field(page, "Domaine").select_option("G")
            see(page, "2")
            go_on(page)
            field(page, "Poste").fill("Serveuse")
            field(page, "Employeur").fill("Brasserie du Lion")
            field(page, "Début").fill("sept. 2021")
            field(page, "Fin").fill("juin 2023")
            phrase = page.get_by_role("button", name="Service en salle")
            expect(phrase).to_be_visible()
            see(page, "3")
            phrase.click()
            expect(field(page, "Ce que vous y faisiez")).to_have_value(PHRASE)
            go_on(page)
            page.get_by_text("Je n’ai pas fait d’études").click()
            go_past = page.get_by_role("button", name="Passer à la suite")
            expect(go_past).to_be_visible()
            see(page, "4")
            go_past.click()
            field(page, "Compétence").fill("Cuisiner pour dix")
            see(page, "5")
            go_on(page)
            field(page, "Langue").fill("Français")
            page.get_by_label("C’est ma langue maternelle").check()
            page.get_by_label("B (voiture)").check()
            see(page, "6")
            go_on(page)
            field(page, "Quelques mots sur vous").fill("Ponctuelle, j’aime le contact.")
            page.get_by_label("Premier CV").check(force=True)
            see(page, "7")
            page.get_by_role("button", name="Finir mon CV").click()
            expect(page.get_by_role("heading", name="Voici votre CV")).to_be_visible()
            expect(page.locator(".cv-pages img")).to_have_count(1)
            see(page, "8-preview")
            with page.expect_download() as download:
                page.get_by_role("link", name="Télécharger mon CV").click()
            file = tmp_path / "cv.pdf"
            download.value.save_as(file)
        assert download.value.suggested_filename == "CV-eloise-martin.pdf"
        # A refused answer (422) is written by the browser as an error; there is none here.
        assert complaints == []
    printed = text_of(file)
    for words in ("Éloïse Martin", "06 12 34 56 78", "Brasserie du Lion", "Cuisiner pour dix"):
        assert words in printed, words


def test_nothing_is_lost_by_a_reload_nor_by_another_device(live_server, eloise, chromium):
    base = live_server.url
    with (
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as desktop,
    ):
        for device in (phone, desktop):
            sign_in(device, eloise, base)
        page = phone.new_page()
        page.goto(f"{base}/mon-espace/cv/")
        page.get_by_role("button", name="Commencer mon CV").click()
        field(page, "Téléphone").fill("06 00 00 00 00")
        page.get_by_role("button", name="Continuer", exact=True).click()
        field(page, "Métier recherché").fill("Aide à domicile")
        # Before anything is sent.
        page.reload()
        expect(field(page, "Métier recherché")).to_have_value("Aide à domicile")
        saved(page)
        other = desktop.new_page()
        other.goto(f"{base}/mon-espace/cv/")
        other.get_by_role("link", name="Mon CV", exact=True).click()
        expect(other.get_by_text("Étape 2 sur 7")).to_be_visible()
        expect(field(other, "Métier recherché")).to_have_value("Aide à domicile")
        # The real pages are beside the form.
        expect(other.locator(".cv-aside img")).to_have_count(1)


def test_what_is_typed_survives_the_end_of_the_session(live_server, eloise, chromium):
    base = live_server.url
    cv = create_cv(owner=eloise, title="Ménage", document={"basics": {"name": "Éloïse Martin"}})
    with tools.context(chromium, tools.PHONE) as phone:
        sign_in(phone, eloise, base)
        page = phone.new_page()
        page.goto(f"{base}/mon-espace/cv/{cv.pk}/etape/3/")
        phone.clear_cookies()
        field(page, "Poste").fill("Femme de ménage")
        expect(page.get_by_role("link", name="Reconnectez-vous")).to_be_visible()
        sign_in(phone, eloise, base)
        page.goto(f"{base}/mon-espace/cv/{cv.pk}/etape/3/")
        expect(field(page, "Poste")).to_have_value("Femme de ménage")
        saved(page)
    cv.refresh_from_db()
    assert cv.document["work"][0]["position"] == "Femme de ménage"


def test_what_is_typed_before_the_script_comes_is_saved(live_server, eloise, chromium):
    base = live_server.url
    cv = create_cv(owner=eloise, title="Ménage", document={"basics": {"name": "Éloïse Martin"}})
    with tools.context(chromium, tools.PHONE) as phone:
        sign_in(phone, eloise, base)
        page = phone.new_page()
        waiting = []
        page.route("**/cv-form*.js", lambda route: waiting.append(route))
        page.goto(f"{base}/mon-espace/cv/{cv.pk}/etape/2/", wait_until="domcontentloaded")
        field(page, "Métier recherché").fill("Femme de ménage")
        assert waiting
        waiting.pop().continue_()
        saved(page)
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Femme de ménage"


def test_what_was_just_typed_is_not_called_saved(live_server, eloise, chromium):
    base = live_server.url
    cv = create_cv(owner=eloise, title="Ménage", document={"basics": {"name": "Éloïse Martin"}})
    with tools.context(chromium, tools.PHONE) as phone:
        sign_in(phone, eloise, base)
        page = phone.new_page()
        page.goto(f"{base}/mon-espace/cv/{cv.pk}/etape/2/")
        field(page, "Métier recherché").fill("Femme de ménage")
        saved(page)
        said = field(page, "Métier recherché").evaluate(
            """(input) => {
                input.value = "Agente d’entretien";
                input.dispatchEvent(new Event("input", { bubbles: true }));
                return document.querySelector("[data-saved]").textContent;
            }"""
        )
        assert said == "Enregistrement…"
        saved(page)
        # What could not be sent is told in the field too.
        phone.set_offline(True)
        field(page, "Métier recherché").fill("Agente d’entretien de")
        no_network = re.compile("Pas de réseau")
        expect(field(page, "Métier recherché")).to_have_accessible_description(no_network)
        phone.set_offline(False)
        field(page, "Métier recherché").fill("Agente d’entretien")
        saved(page)
        expect(field(page, "Métier recherché")).not_to_have_accessible_description(no_network)
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Agente d’entretien"


def test_two_people_write_and_no_text_is_lost(live_server, eloise, chromium, screenshot):
    base = live_server.url
    adviser = person_with(LevelName.ADVISER, first_name="Lucie", last_name="Marchand")
    cv = create_cv(owner=eloise, title="Ménage", document={"basics": {"name": "Éloïse Martin"}})
    CvHelper.objects.create(cv=cv, user=adviser)
    address = f"{base}/mon-espace/cv/{cv.pk}/etape/2/"
    with (
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as desktop,
    ):
        sign_in(phone, eloise, base)
        sign_in(desktop, adviser, base)
        hers, theirs = phone.new_page(), desktop.new_page()
        for page in (hers, theirs):
            page.goto(address)
        field(theirs, "Métier recherché").fill("Agente d’entretien")
        saved(theirs)
        field(hers, "Métier recherché").fill("Femme de ménage")
        compare = hers.get_by_role("button", name="Comparer les deux textes")
        expect(compare).to_be_visible()
        # What waits for a choice outlives a reload.
        hers.reload()
        expect(field(hers, "Métier recherché")).to_have_value("Femme de ménage")
        compare.click()
        expect(hers.get_by_role("alert")).to_contain_text("Lucie Marchand")
        expect(hers.locator("blockquote")).to_have_text("Agente d’entretien")
        expect(field(hers, "Métier recherché")).to_have_value("Femme de ménage")
        tools.look(hers, screenshot, "conflict")
        hers.get_by_label("Le mien").check()
        hers.get_by_role("button", name="Continuer", exact=True).click()
        expect(hers.get_by_text("Étape 3 sur 7")).to_be_visible()
    cv.refresh_from_db()
    assert cv.document["basics"]["label"] == "Femme de ménage"
    assert "Agente d’entretien" in [
        version.document.get("basics", {}).get("label") for version in cv.versions.all()
    ]


def test_the_keyboard_is_enough_on_a_desktop(live_server, eloise, chromium, screenshot):
    base = live_server.url
    document = {
        "basics": {"name": "Éloïse Martin", "phone": "06 00 00 00 00"},
        "work": [{"position": "Serveuse"}, {"position": "Cuisinière"}],
    }
    cv = create_cv(owner=eloise, title="Mon CV", document=document)
    with tools.context(chromium, tools.DESKTOP) as desktop:
        sign_in(desktop, eloise, base)
        page = desktop.new_page()

        def focused() -> str:
            return page.evaluate("document.activeElement.innerText || document.activeElement.name")

        page.goto(f"{base}/mon-espace/cv/{cv.pk}/")
        tools.look(page, screenshot, "editor")
        fold = page.locator("#experiences summary").first
        fold.focus()
        page.keyboard.press("Enter")
        tools.look(page, screenshot, "editor-open")
        page.get_by_role("button", name="Descendre : expérience 1").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("status").filter(has_text="Déplacé")).to_be_visible()
        assert "Monter" in focused()
        page.get_by_role("button", name="Retirer : expérience 1").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_text("C’est retiré.")).to_be_visible()
        assert focused() == "Annuler"
        page.keyboard.press("Enter")
        expect(page.get_by_text("C’est remis à sa place.")).to_be_visible()
        page.get_by_role("button", name="Ajouter une expérience").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Expérience 3")).to_be_visible()
        assert focused().endswith(".position")
        page.keyboard.type("Plongeuse")
        saved(page)
    cv.refresh_from_db()
    assert [work["position"] for work in cv.document["work"]] == [
        "Cuisinière",
        "Serveuse",
        "Plongeuse",
    ]


def test_a_section_is_dragged_with_a_mouse(live_server, eloise, chromium):
    document = {"basics": {"name": "Éloïse Martin"}, "work": [{"position": "Serveuse"}]}
    cv = create_cv(owner=eloise, title="Mon CV", document=document)
    with tools.context(chromium, tools.DESKTOP) as desktop:
        sign_in(desktop, eloise, live_server.url)
        page = desktop.new_page()
        page.goto(f"{live_server.url}/mon-espace/cv/{cv.pk}/")
        grip = page.locator("[data-section=work] .cv-grip")
        place = page.locator("[data-section=languages]").bounding_box()
        grip.hover()
        page.mouse.down()
        page.mouse.move(place["x"] + 40, place["y"] + place["height"] / 2, steps=20)
        page.mouse.up()
        saved(page)
        sections = page.locator("[data-section]").all()
        shown = [section.get_attribute("data-section") for section in sections]
    cv.refresh_from_db()
    assert shown.index("education") < shown.index("work")
    # What an import alone brings has a place in the order, and is not on the screen.
    assert [section for section in cv.resume.section_order if section in shown] == shown


def test_the_keyboard_is_enough_from_nothing_to_a_pdf(live_server, eloise, chromium, tmp_path):
    base = live_server.url
    with tools.context(chromium, tools.DESKTOP) as desktop:
        sign_in(desktop, eloise, base)
        page = desktop.new_page()

        def go_to(name):
            """Press Tab until the control of that name has the focus, as its person would."""
            for _ in range(80):
                page.keyboard.press("Tab")
                held = page.evaluate(
                    "(({labels, innerText}) => labels?.[0]?.innerText ?? innerText)"
                    "(document.activeElement)"
                )
                if name in held:
                    return
            pytest.fail(f"Tab does not reach {name}")

        def answer(name, text):
            go_to(name)
            page.keyboard.type(text)

        def press(name, key="Enter"):
            go_to(name)
            page.keyboard.press(key)

        page.goto(f"{base}/mon-espace/cv/")
        press("Commencer mon CV")
        expect(page.get_by_text("Étape 1 sur 7")).to_be_visible()
        answer("Téléphone", "06 12 34 56 78")
        press("Continuer")
        expect(page.get_by_text("Étape 2 sur 7")).to_be_visible()
        answer("Métier recherché", "Serveuse")
        press("Continuer")
        expect(page.get_by_text("Étape 3 sur 7")).to_be_visible()
        press("Je n’ai pas encore travaillé")
        press("Passer à la suite")
        expect(page.get_by_text("Étape 4 sur 7")).to_be_visible()
        answer("Diplôme ou formation", "CAP")
        press("Continuer")
        expect(page.get_by_text("Étape 5 sur 7")).to_be_visible()
        answer("Compétence", "Accueillir avec le sourire")
        press("Continuer")
        expect(page.get_by_text("Étape 6 sur 7")).to_be_visible()
        answer("Langue", "Français")
        press("C’est ma langue maternelle", "Space")
        press("Continuer")
        expect(page.get_by_text("Étape 7 sur 7")).to_be_visible()
        go_to("Simple")
        page.keyboard.press("ArrowRight")
        press("Finir mon CV")
        expect(page.get_by_role("heading", name="Voici votre CV")).to_be_visible()
        with page.expect_download() as download:
            press("Télécharger mon CV")
        file = tmp_path / "cv.pdf"
        download.value.save_as(file)
    assert Cv.objects.owned_by(eloise).get().template == Template.SKILLS
    printed = text_of(file)
    for words in ("Éloïse Martin", "Serveuse", "CAP", "Accueillir avec le sourire", "Français"):
        assert words in printed, words


def test_a_cv_is_deleted_and_brought_back(live_server, eloise, chromium, screenshot):
    base = live_server.url
    create_cv(owner=eloise, title="Mon CV", document={"basics": {"name": "Éloïse Martin"}})
    with tools.context(chromium, tools.PHONE) as device:
        sign_in(device, eloise, base)
        page = device.new_page()
        page.goto(f"{base}/mon-espace/cv/")
        page.locator("summary", has_text="Plus").click()
        tools.follow(page.get_by_role("button", name="Supprimer : Mon CV"))
        tools.look(page, screenshot, "deleted")
        page.get_by_role("button", name="Annuler").click()
        expect(page.get_by_role("link", name="Mon CV", exact=True)).to_be_visible()
    assert Cv.objects.owned_by(eloise).count() == 1
