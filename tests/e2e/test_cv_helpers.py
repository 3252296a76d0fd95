"""A candidate and an adviser write a CV together: asked, opened, typed at once, stopped."""

import pytest
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.cv.models import CvHelper
from portal.cv.services import create_cv, propose_help
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def lina(live_server):
    return person_with(
        LevelName.CANDIDATE, email="lina@exemple.test", first_name="Lina", last_name="Morel"
    )


@pytest.fixture
def adviser(live_server):
    return person_with(
        LevelName.ADVISER, email="lucie@dep.test", first_name="Lucie", last_name="Marchand"
    )


def sign_in(context, user, base):
    context.add_cookies([session_cookie(user, base)])
    return context.new_page()


def saved(page):
    expect(page.locator("[data-saved]")).to_have_text("Enregistré")


def label(page):
    return page.get_by_label("Métier recherché")


def summary(page):
    return page.get_by_label("Quelques mots sur vous")


def test_from_a_request_to_its_end_no_text_is_lost(
    live_server, lina, adviser, chromium, screenshot
):
    base = live_server.url
    cv = create_cv(owner=lina, title="CV cuisine", document={"basics": {"name": "Lina Morel"}})
    editor = f"{base}/mon-espace/cv/{cv.pk}/"
    with (
        tools.context(chromium, tools.PHONE) as phone,
        tools.context(chromium, tools.DESKTOP) as desktop,
    ):
        hers, theirs = sign_in(phone, lina, base), sign_in(desktop, adviser, base)
        # She asks; nothing says who has the address.
        hers.goto(f"{base}/mon-espace/cv/")
        hers.locator("summary", has_text="Plus").click()
        hers.get_by_role("link", name="Me faire aider").click()
        hers.get_by_label("Adresse e-mail professionnelle").fill(adviser.email)
        hers.get_by_role("button", name="Donner mon accord").click()
        expect(hers.get_by_role("status")).to_contain_text("C’est noté.")
        expect(hers.get_by_text("En attente.")).to_be_visible()
        tools.look(hers, screenshot, "asked")
        # The adviser opens the CV.
        theirs.goto(f"{base}/compte/")
        theirs.get_by_role("navigation").get_by_role("link", name="Aider à un CV").click()
        theirs.get_by_role("button", name="Ouvrir ce CV").click()
        expect(theirs.get_by_text("avec son accord")).to_be_visible()
        tools.look(theirs, screenshot, "editor")
        # Both type at once, in different fields.
        hers.goto(f"{editor}?ouvrir=recherche")
        theirs.goto(f"{editor}?ouvrir=presentation")
        label(hers).fill("Cuisinière")
        summary(theirs).fill("Organisée et rapide.")
        saved(hers)
        saved(theirs)
        cv.refresh_from_db()
        assert (cv.document["basics"]["label"], cv.document["basics"]["summary"]) == (
            "Cuisinière",
            "Organisée et rapide.",
        )
        # Then in the same one: who comes second is shown both.
        hers.goto(f"{editor}?ouvrir=presentation")
        expect(hers.get_by_text("Modifié par Lucie Marchand (Département)")).to_be_visible()
        summary(theirs).fill("Organisée, rapide et ponctuelle.")
        saved(theirs)
        summary(hers).fill("Je cuisine pour deux cents personnes.")
        hers.get_by_role("button", name="Comparer les deux textes").click()
        expect(hers.get_by_role("alert")).to_contain_text("Lucie Marchand")
        expect(hers.locator("blockquote")).to_have_text("Organisée, rapide et ponctuelle.")
        expect(summary(hers)).to_have_value("Je cuisine pour deux cents personnes.")
        hers.get_by_label("Le mien").check()
        hers.get_by_role("button", name="Enregistrer").last.click()
        expect(hers.get_by_role("status").filter(has_text="C’est enregistré.")).to_be_visible()
        # She stops; the adviser's next text is refused, kindly, and stays on the page.
        hers.goto(f"{editor}aide/")
        hers.get_by_role("button", name="Arrêter").click()
        expect(hers.get_by_text("C’est arrêté")).to_be_visible()
        tools.look(hers, screenshot, "stopped")
        summary(theirs).fill("Une phrase de trop.")
        expect(theirs.locator("[data-saved]")).to_contain_text("l’aide est terminée")
        expect(summary(theirs)).to_have_value("Une phrase de trop.")
        theirs.get_by_role("button", name="Enregistrer").last.click()
        expect(theirs.get_by_role("heading", name="Vous ne pouvez plus écrire")).to_be_visible()
        expect(summary(theirs)).to_have_value("Une phrase de trop.")
        tools.look(theirs, screenshot, "refused")
    cv.refresh_from_db()
    assert cv.document["basics"]["summary"] == "Je cuisine pour deux cents personnes."
    kept = [version.document["basics"].get("summary") for version in cv.versions.all()]
    assert "Organisée, rapide et ponctuelle." in kept


def test_a_proposal_is_accepted_without_scripts(live_server, lina, adviser, chromium, screenshot):
    base = live_server.url
    with (
        tools.context(chromium, tools.PHONE, javascript=False) as phone,
        tools.context(chromium, tools.DESKTOP) as desktop,
    ):
        hers, theirs = sign_in(phone, lina, base), sign_in(desktop, adviser, base)
        theirs.goto(f"{base}/mon-espace/cv/aider/proposer/")
        theirs.get_by_label("Adresse e-mail de la personne").fill(lina.email)
        theirs.get_by_role("button", name="Envoyer ma proposition").click()
        expect(theirs.get_by_text("Proposition envoyée le")).to_be_visible()
        hers.goto(f"{base}/mon-espace/")
        hers.get_by_role("link", name="Répondre").click()
        hers.get_by_label("Un nouveau CV").check()
        hers.get_by_role("button", name="Oui, j’accepte").click()
        expect(hers.get_by_text("peut maintenant écrire dans ce CV")).to_be_visible()
        theirs.reload()
        tools.follow(theirs.get_by_role("link", name="Ne plus aider"))
        tools.look(theirs, screenshot, "leave")
        theirs.get_by_role("button", name="Ne plus aider").click()
        expect(theirs.get_by_text("Personne ne vous a encore ouvert son CV.")).to_be_visible()
        tools.look(theirs, screenshot, "empty")
        hers.reload()
        expect(hers.get_by_text("cette personne a arrêté d’aider")).to_be_visible()
    assert not CvHelper.objects.active().exists()


def test_the_screen_of_proposals(live_server, lina, adviser, chromium, screenshot):
    base = live_server.url
    for title in ("CV cuisine", "CV aide à domicile"):
        create_cv(owner=lina, title=title, document={})
    for helper in (adviser, person_with(LevelName.ADVISER, first_name="Paul", last_name="Roy")):
        propose_help(user=helper, address=lina.email)
    with tools.context(chromium, tools.PHONE) as phone:
        page = sign_in(phone, lina, base)
        page.goto(f"{base}/mon-espace/cv/aides/")
        tools.look(page, screenshot, "two")
        page.get_by_role("button", name="Oui, j’accepte").first.click()
        expect(page.get_by_text("Choisissez un CV.").first).to_be_visible()
        tools.look(page, screenshot, "error")
        page.get_by_role("button", name="Non").first.click()
        page.get_by_role("button", name="Non").first.click()
        expect(page.get_by_text("Personne ne propose de vous aider")).to_be_visible()
        tools.look(page, screenshot, "none")
