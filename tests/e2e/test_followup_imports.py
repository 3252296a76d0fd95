"""The monthly file becomes the week's work list: brought in, decided with keys, undone."""

import re
from contextlib import contextmanager
from datetime import date

import pytest
from playwright.sync_api import expect

from demo.followup_story import Story
from portal.accounts.level_names import LevelName
from portal.followup.imports.jobs import apply_import, read_import
from portal.followup.imports.models import ImportAction, ImportFile
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.e2e import browser as tools
from tests.e2e.cms import in_database
from tests.portal.followup.imports.spreadsheets import csv_of
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
    make_professional,
)
from tests.sign_in import session_cookie

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

SIZES = {"desk": tools.DESKTOP, "phone": tools.PHONE}
PERSON = ("Müller", "Éloïse", "04/03/1985", "123", "612345678")


@pytest.fixture
def officer(live_server):
    return make_professional(LevelName.ORIENTATION_OFFICER).user


@pytest.fixture
def visit(live_server, chromium, officer):
    """Open a page as the officer, at a width; its console stays silent."""

    @contextmanager
    def opened(size="desk", **options):
        with tools.context(chromium, SIZES[size], base_url=live_server.url, **options) as visitor:
            visitor.add_cookies([session_cookie(officer, live_server.url)])
            page = visitor.new_page()
            with tools.no_errors(page) as complaints:
                yield page
            assert complaints == []

    return opened


def the_file():
    with system_scope(Scope.TEST):
        return ImportFile.unscoped.latest("pk")


def count(model, **values):
    def counted():
        with system_scope(Scope.TEST):
            return model.unscoped.filter(**values).count()

    return in_database(counted)


def bring_in(page, name, data, kind=""):
    tools.follow(page.get_by_role("link", name="Déposer un fichier"))
    if kind:
        page.get_by_label(kind).check()
    page.get_by_label("Fichier", exact=True).set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )
    tools.follow(page.get_by_role("button", name="Déposer ce fichier"))


def in_focus(page):
    """The number of the action that has the focus."""
    return page.evaluate("document.activeElement.closest('[data-action]')?.id")


@tools.on_a_phone
def test_the_monthly_file_becomes_the_weeks_work(visit, officer, screenshot, size):
    story = Story(7, first_month=date(2026, 9, 30))
    month = story.begin(4)
    with visit(size) as page:
        page.goto("/suivi/fichiers/")
        expect(page.get_by_text("Aucun fichier pour l’instant")).to_be_visible()
        tools.look(page, screenshot, f"imports-none-{size}")
        bring_in(page, month.name, month.content())
        expect(page.get_by_text("Le fichier attend d’être lu")).to_be_visible()
        tools.look(page, screenshot, f"imports-waiting-{size}")
        with page.expect_navigation():
            in_database(lambda: read_import(file_id=the_file().pk))
        tools.look(page, screenshot, f"imports-file-{size}")
        tools.follow(page.get_by_role("link", name=re.compile("à créer")))
        tools.look(page, screenshot, f"imports-lines-{size}")
        page.go_back()
        tools.follow(page.get_by_role("link", name=re.compile(r"Traiter \d+")))
        tools.look(page, screenshot, f"imports-work-{size}")
        waiting = page.locator("[data-action][data-state=waiting]").count()
        assert waiting > 2
        first, second = (page.locator("[data-action]").nth(n).get_attribute("id") for n in (0, 1))

        # The first key looks, the second acts; the next action is then in focus.
        page.keyboard.press("a")
        assert in_focus(page) == first
        page.keyboard.press("a")
        expect(page.locator(f"#{first}")).to_have_attribute("data-state", "applied")
        expect(page.locator("#work-said")).to_contain_text("c’est appliqué")
        expect(page.locator(f"#{second}")).to_be_focused()
        page.keyboard.press("m")
        expect(page.locator(f"#{second}")).to_have_attribute("data-state", "set_aside")
        expect(page.locator("#work-left")).to_contain_text(f"{waiting - 2}")
        page.keyboard.press("k")
        expect(page.locator(f"#{second}")).to_be_focused()
        tools.look(page, screenshot, f"imports-work-done-{size}")
        assert count(Beneficiary) == 1
        assert count(ImportAction, state="set_aside") == 1

        # What was applied is undone by its button, and taken up again.
        page.get_by_role("button", name=re.compile("Annuler cette ligne")).click()
        expect(page.locator(f"#{first}")).to_have_attribute("data-state", "undone")
        assert count(Beneficiary) == 0
        page.locator(f"#{first}").get_by_role("button", name=re.compile("Reprendre")).click()
        expect(page.locator(f"#{first}")).to_have_attribute("data-state", "waiting")

        # Keys are silent for who turns them off.
        if size == "desk":
            page.get_by_role("button", name="Sans raccourcis").click()
            page.keyboard.press("j")
            assert in_focus(page) is None
        page.reload()
        tools.follow(page.get_by_role("link", name=re.compile("sans doute possible")))
        tools.look(page, screenshot, f"imports-sure-{size}")
        tools.follow(page.get_by_role("button", name="Appliquer", exact=True))
        expect(page.locator("#etat-du-fichier")).to_contain_text("Application en cours")
        tools.look(page, screenshot, f"imports-applying-{size}")
        with page.expect_navigation():
            in_database(lambda: apply_import(file_id=the_file().pk, user_id=officer.pk))
        expect(page.get_by_text(re.compile("appliquées?"))).not_to_have_count(0)
        assert count(ImportAction, state="waiting") == 0


@tools.with_and_without_scripts
def test_a_table_is_explained_and_a_homonym_decided(visit, screenshot, javascript):
    make_beneficiary(
        birth_name="MULLER",
        first_name="Eloise",
        birth_date=date(1985, 3, 4),
        household=make_household(matricule="000000000000999"),
    )
    rows = [PERSON, ("=cmd", "Ana", "31/02/1990", "1,2E+14", "")]
    with visit("phone", javascript=javascript) as page:
        page.goto("/suivi/fichiers/")
        bring_in(page, "tableau.xlsx", csv_of(*rows), "Tableau de personnes")
        expect(page.locator("#erreurs")).to_contain_text("n’en est pas un")
        # What was said is still there: the file alone is chosen again.
        assert page.get_by_label("Tableau de personnes").is_checked()
        if javascript:
            tools.look(page, screenshot, "imports-refused")
        page.get_by_label("Fichier", exact=True).set_input_files(
            {"name": "tableau.csv", "mimeType": "text/csv", "buffer": csv_of(*rows)}
        )
        tools.follow(page.get_by_role("button", name="Déposer ce fichier"))
        tools.follow(page.get_by_role("link", name="Reconnaître les colonnes"))
        if javascript:
            tools.look(page, screenshot, "imports-columns")
        page.get_by_label("Téléphone").select_option(label="Ne pas lire")
        tools.follow(page.get_by_role("button", name="Retenir et lire le fichier"))
        in_database(lambda: read_import(file_id=the_file().pk))
        if not javascript:
            tools.follow(page.get_by_role("link", name="Voir où il en est"))
        tools.follow(page.get_by_role("link", name=re.compile("en erreur")))
        expect(page.get_by_text("une formule ne peut pas être un nom")).to_be_visible()
        if javascript:
            tools.look(page, screenshot, "imports-errors")
        tools.follow(page.get_by_role("link", name="Retour au fichier"))
        tools.follow(page.get_by_role("link", name=re.compile("Traiter 1")))
        if javascript:
            tools.look(page, screenshot, "imports-homonym")
        page.get_by_label("C’est une nouvelle personne").check()
        page.get_by_role("button", name=re.compile("^Appliquer")).click()
        if javascript:
            expect(page.locator("[data-action]")).to_have_attribute("data-state", "applied")
        else:
            expect(page.get_by_text("c’est appliqué")).to_be_visible()
            expect(page.get_by_text("Tout est traité")).to_be_visible()
        assert count(Beneficiary) == 2
        page.goto("/suivi/fichiers/colonnes/")
        if javascript:
            tools.look(page, screenshot, "imports-mappings")
        tools.follow(page.get_by_role("button", name=re.compile("Oublier")))
        expect(page.get_by_text("Rien n’est encore retenu")).to_be_visible()
