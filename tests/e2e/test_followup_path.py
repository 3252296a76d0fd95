"""One person's whole path, from the monthly file to the exit; two advisers on one contract.

At each step two intruders ask for what was just asked: an adviser and a manager of another unit.
"""

import re
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry
from portal.followup.imports.jobs import read_import
from portal.followup.imports.models import ImportFile
from portal.followup.models import (
    Beneficiary,
    EngagementContract,
    Exit,
    Professional,
    ReferentAssignment,
)
from portal.followup.rows.scope import Scope, system_scope
from snippets.models import SiteSettings
from tests.e2e import browser as tools
from tests.e2e.cms import in_database
from tests.e2e.followup_intruder import Intruder, share_token
from tests.e2e.followup_papers import monthly_file, scan
from tests.portal.followup.contract.contracts import make_contract, make_diagnosis
from tests.portal.followup.contract.test_paper import read
from tests.portal.followup.people_of_the_area import (
    department,
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
    worked_day,
)
from tests.sign_in import session_cookie

# What a case has that the journey itself does not open.
TABS = ("heures/", "journal/", "droits/", "identite/", "equipe/", "lien/", "synthese.pdf")
pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
NAME = "Zoé Humbert"
WORDS = "Je veux travailler le matin, près de l’école."
NOTE = "Elle a trouvé un emploi à la cantine."


@pytest.fixture
def base(live_server: Any) -> Any:
    """The address of a site without a map."""
    SiteSettings.objects.update_or_create(pk=1, defaults={"tile_url": ""})
    return live_server.url


@pytest.fixture
def opened(chromium: Browser, base: str) -> Iterator[Any]:
    """Open a browser as somebody of the area."""
    with ExitStack() as browsers:

        def enter(somebody: Professional) -> Page:
            one = tools.context(chromium, tools.DESKTOP, base_url=base)
            context = browsers.enter_context(one)
            context.add_cookies([in_database(lambda: session_cookie(somebody.user, base))])
            context.set_default_timeout(8_000)
            share_token(context, base)
            return context.new_page()

        yield enter


def rows(model: Any, **names: Any) -> list[Any]:
    """Rows, read by the site."""

    def found() -> list[Any]:
        with system_scope(Scope.TEST):
            return list(model.unscoped.filter(**names).order_by("pk"))

    return in_database(found)


def press(page: Page, name: str) -> None:
    """Send a form by its button."""
    tools.follow(page.get_by_role("button", name=name, exact=True))


def go(page: Page, name: str | re.Pattern[str]) -> None:
    """Follow a link."""
    tools.follow(page.get_by_role("link", name=name, exact=isinstance(name, str)))


class Path:
    """The journey of one person, step by step, as it is done by two people and tried by two."""

    def __init__(self, opened: Any, screenshot: Any) -> None:
        unit = make_unit("Unité de Delle")
        self.unit, self.today = unit, timezone.localdate()
        self.adviser_row = make_professional(unit=unit)
        self.officer = opened(make_professional(LevelName.ORIENTATION_OFFICER, unit=unit))
        self.adviser = opened(self.adviser_row)
        self.screenshot = screenshot
        others = (LevelName.ADVISER, LevelName.UNIT_MANAGER)
        self.others = [make_professional(level, unit=make_unit()) for level in others]
        self.intruders = [Intruder(opened(other).context) for other in self.others]
        for intruder in self.intruders:
            for page in (self.officer, self.adviser):
                intruder.listen(page)

    def look(self, page: Page, name: str) -> None:
        tools.look(page, self.screenshot, name)

    def refused(self, *more: str) -> None:
        """Both intruders ask for what was just asked, and for `more`."""
        for intruder in self.intruders:
            intruder.is_refused("Humbert", *more)

    def bring_in_the_file(self) -> None:
        page = self.officer
        page.goto("/suivi/fichiers/")
        go(page, "Déposer un fichier")
        month = monthly_file(self.today)
        page.get_by_label("Fichier", exact=True).set_input_files(
            {"name": month.name, "mimeType": "text/xml", "buffer": month.content()}
        )
        press(page, "Déposer ce fichier")
        file = rows(ImportFile)[0]
        with page.expect_navigation():
            in_database(lambda: read_import(file_id=file.pk))
        go(page, re.compile("^Traiter 1"))
        self.refused()
        item = page.locator("[data-action]")
        item.get_by_role("button", name=re.compile("^Appliquer")).click()
        expect(item).to_have_attribute("data-state", "applied")
        # What was just opened is one link away.
        go(page, f"Ouvrir le dossier de {NAME}")
        self.case = rows(Beneficiary)[0].pk
        expect(page).to_have_url(re.compile(f"/suivi/dossiers/{self.case}/parcours/$"))
        self.refused()

    def orient(self) -> None:
        page = self.officer
        page.goto("/suivi/")
        due = page.locator(".todo", has_text=NAME)
        expect(due).to_contain_text("Ouverture du droit reçue le")
        self.look(page, "officer-home")
        tools.follow(due.get_by_role("link"))
        go(page, "Orienter")
        page.get_by_label("Social", exact=True).check()
        page.get_by_label("Structure référente").select_option(label=department().name)
        page.get_by_label("Unité qui suit le dossier").select_option(label=self.unit.name)
        press(page, "Enregistrer l’orientation")
        go(page, "Notifier")
        press(page, "Noter la notification")
        go(page, "Désigner la référente ou le référent")
        page.get_by_label("Référente ou référent").select_option(str(self.adviser_row.pk))
        press(page, "Désigner")
        expect(page.locator("#referents + ul")).to_contain_text(self.adviser_row.name)
        self.refused()

    def meet(self) -> None:
        """The adviser finds who was entrusted, and says where the person stands."""
        page = self.adviser
        page.goto("/suivi/")
        new = page.get_by_role("region", name=re.compile("Nouvelles personnes confiées"))
        expect(new).to_contain_text(NAME)
        expect(page.locator(".todo", has_text="Contrat d’engagement à signer")).to_be_visible()
        self.look(page, "home")
        press(page, f"Vu : {NAME}")
        expect(new).to_have_count(0)
        go(page, NAME)
        go(page, "Synthèse")
        self.look(page, "new-case")
        go(page, "Diagnostic")
        self.look(page, "no-diagnosis")
        go(page, "Faire le diagnostic")
        page.get_by_label("Situation et atouts").fill("Vit seule, a son permis.")
        page.get_by_label("Besoins et attentes").fill("Un emploi de jour.")
        press(page, "Enregistrer")
        expect(page.get_by_text("Un emploi de jour.")).to_be_visible()
        self.refused()

    def contract(self) -> None:
        page = self.adviser
        go(page, "Contrat et plan d’action")
        press(page, "Préparer un contrat")
        self.look(page, "contract-incomplete")
        end = self.today + timedelta(days=150)
        page.get_by_label("Dernier jour").fill(f"{end:%Y-%m-%d}")
        page.get_by_label("Heures par semaine").fill("15")
        page.get_by_label("Ce que dit la personne").fill(WORDS)
        page.get_by_label("Ce à quoi s’engage").fill("Un rendez-vous par mois.")
        page.get_by_label("Un objectif de plus").fill("Trouver un emploi")
        page.get_by_label("Étape 1").fill("Refaire le CV")
        press(page, "Enregistrer")
        press(page, "Proposer à la signature")
        self.print()
        self.refused()
        go(page, "Noter la signature")
        page.get_by_label("Contrat signé, numérisé").set_input_files(scan())
        press(page, "Enregistrer la signature")
        expect(page.get_by_role("heading", name="Contrat en cours")).to_be_visible()
        go(page, "Documents")
        self.look(page, "documents")
        kept = page.locator(".case-row-title a").get_attribute("href") or ""
        answer = page.context.request.get(kept)
        assert answer.headers["content-type"] == "image/png"
        assert Image.open(BytesIO(answer.body())).size == (60, 85)
        self.refused(kept)

    def print(self) -> None:
        """What is printed says what was written."""
        link = self.adviser.get_by_role("link", name="Imprimer le contrat (PDF)")
        paper = link.get_attribute("href") or ""
        text = read(self.adviser.context.request.get(paper).body())
        for said in (NAME, WORDS, "Refaire le CV", "15 h par semaine", self.adviser_row.name):
            assert said in text, said
        assert "ne pas signer" not in text
        self.refused(paper)

    def note(self) -> None:
        page = self.adviser
        go(page, re.compile("^Noter"))
        page.get_by_label("Note", exact=True).fill(NOTE)
        soon = f"{worked_day(20):%Y-%m-%d}"
        page.get_by_label("Prochain rendez-vous le").fill(soon)
        press(page, "Enregistrer")
        expect(page.get_by_text(NOTE)).to_be_visible()
        go(page, "Rendez-vous")
        self.look(page, "appointments")
        page.goto("/suivi/dossiers/")
        expect(page.get_by_role("main")).to_contain_text(NAME)
        self.look(page, "caseload")
        self.refused(*(f"/suivi/dossiers/{self.case}/{tab}" for tab in TABS))

    def ask_for_the_end(self) -> None:
        page = self.adviser
        go(page, NAME)
        go(page, "Parcours")
        go(page, "Demander un changement")
        go(page, "Fin de parcours")
        page.get_by_label("Pourquoi vous le demandez").fill("Un CDI à la cantine.")
        page.get_by_label("Motif de la sortie").select_option(label="Emploi")
        press(page, "Envoyer la demande")
        expect(page.get_by_role("alert")).to_contain_text("Donnez la date de la sortie")
        page.get_by_label("Date de la sortie").fill(f"{self.today:%Y-%m-%d}")
        page.get_by_label("Avis de la personne").fill("Elle est d’accord.")
        press(page, "Envoyer la demande")
        expect(page.get_by_text("La demande est envoyée")).to_be_visible()
        self.refused()

    def accept(self) -> None:
        page = self.officer
        page.goto("/suivi/")
        # The line of who asked opens the request itself.
        tools.follow(page.locator(".todo", has_text=NAME).get_by_role("link"))
        self.refused()
        page.get_by_label("Accepter").check()
        page.get_by_label("Motif de la réponse").fill("Bravo à elle.")
        press(page, "Enregistrer la réponse")
        expect(page.get_by_text("Cette personne est sortie du suivi")).to_be_visible()
        self.look(page, "exited")
        self.refused()

    def leave(self) -> None:
        """The adviser reads the answer, and nothing more of the case."""
        page = self.adviser
        page.goto("/suivi/")
        expect(page.get_by_text("Bravo à elle.")).to_be_visible()
        self.look(page, "home-answered")
        page.goto("/suivi/dossiers/")
        expect(page.get_by_role("main")).not_to_contain_text(NAME)
        for path in ("", "contrat/", "journal/", "documents/", "parcours/"):
            address = f"/suivi/dossiers/{self.case}/{path}"
            assert page.context.request.get(address).status == 404, path


def test_from_the_monthly_file_to_the_exit(opened: Any, screenshot: Any) -> None:
    path = Path(opened, screenshot)
    with tools.no_errors(path.officer) as hers, tools.no_errors(path.adviser) as theirs:
        path.bring_in_the_file()
        path.orient()
        path.meet()
        path.contract()
        path.note()
        path.ask_for_the_end()
        path.accept()
        path.leave()
    assert (hers, theirs) == ([], [])
    (gone,), (left,) = rows(Exit), rows(ReferentAssignment)
    assert (gone.reason, gone.on) == ("employment", path.today)
    assert left.ends_at is not None
    assert rows(Beneficiary)[0].state == "exited"
    assert rows(EngagementContract)[0].state == "ended"
    # Each refusal is a line of the log, and no line of theirs is anything else.
    for other, intruder in zip(path.others, path.intruders, strict=True):
        assert sum(method == "POST" for method, _ in intruder.asked) > 12
        acts = [one.act for one in rows(AccessEntry, user=other.user)]
        assert acts == ["refused"] * intruder.count


def test_two_advisers_on_one_contract(opened: Any, screenshot: Any) -> None:
    unit = make_unit("Unité de Delle")
    referent, colleague = make_professional(unit=unit), make_professional(unit=unit)
    case = make_beneficiary(referent)
    orient(case)
    join_team(case, colleague)
    make_diagnosis(case)
    contract = make_contract(case, "draft", person_words="Au début.")
    first, second = opened(referent), opened(colleague)
    for page in (first, second):
        page.goto(f"/suivi/dossiers/{case.pk}/contrat/{contract.pk}/")

    def words(page: Page) -> Locator:
        return page.get_by_label("Ce que dit la personne")

    words(first).fill("Écrit par la référente.")
    press(first, "Enregistrer")
    words(second).fill("Écrit par l’infirmière.")
    second.get_by_label("Ce à quoi s’engage").fill("Une visite par mois.")
    press(second, "Enregistrer")
    conflict = second.get_by_role("group", name="Deux réponses différentes")
    for said in ("Au début.", "Écrit par la référente.", "Écrit par l’infirmière."):
        expect(conflict).to_contain_text(said)
    expect(words(second)).to_have_value("Écrit par l’infirmière.")
    tools.look(second, screenshot, "both-texts")
    # Nothing was written over before somebody chose.
    assert rows(EngagementContract)[0].person_words == "Écrit par la référente."
    conflict.get_by_label("Prendre le sien").check()
    press(second, "Enregistrer")
    kept = rows(EngagementContract)[0]
    assert kept.person_words == "Écrit par la référente."
    assert kept.department_commitments == "Une visite par mois."
