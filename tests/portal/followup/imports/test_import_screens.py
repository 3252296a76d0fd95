"""Screens of files: brought in, waited for, checked line by line, decided, undone; by whom."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import AccessEntry
from portal.followup.imports.jobs import apply_import, read_import
from portal.followup.imports.models import ColumnMapping, ImportAction, ImportFile, ImportLine
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.imports.spreadsheets import HEADINGS, csv_of, xlsx_of
from tests.portal.followup.imports.staged import make_action, make_file, make_line, make_waiting
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    make_beneficiary,
    make_household,
    make_professional,
    make_unit,
)

pytestmark = pytest.mark.django_db

FILES = "/suivi/fichiers/"
UPLOAD = f"{FILES}deposer/"
PERSON = ("Müller", "Éloïse", "04/03/1985", "123", "612345678")
COLUMNS = {"c0": "birth_name", "c1": "first_name", "c2": "birth_date", "c3": "matricule"}


@pytest.fixture(scope="module")
def officer(lasting):
    return make_professional(LevelName.ORIENTATION_OFFICER).user


@pytest.fixture(scope="module")
def unit(lasting):
    return make_unit()


@pytest.fixture(scope="module")
def manager(unit):
    return make_professional(LevelName.UNIT_MANAGER, unit=unit).user


@pytest.fixture
def browser(officer):
    return signed_in(officer)


@in_test_scope
def rows(model, **values):
    return [*model.unscoped.filter(**values).order_by("pk")]


def now(row):
    with system_scope(Scope.TEST):
        return type(row).unscoped.get(pk=row.pk)


def send(browser, data=b"", *, name="tableau.csv", flow="table", day=None):
    typed = {"flow": flow, "received_on": (day or timezone.localdate()).isoformat()}
    if data is not None:
        typed["file"] = SimpleUploadedFile(name, data)
    return browser.post(UPLOAD, typed)


def text_of(response):
    """What is read on a page, in one line."""
    words = re.sub(r"<[^>]*>", " ", response.content.decode())
    return " ".join(unescape(words).replace("\u00a0", " ").split()).replace(" .", ".")


# Bringing a file in


def test_the_day_of_receipt_is_today_unless_said_and_never_to_come(browser):
    page = browser.get(UPLOAD)
    assert page.context["form"]["received_on"].value() == timezone.localdate()
    refused = send(browser, csv_of(PERSON), day=timezone.localdate() + timedelta(days=1))
    assert refused.status_code == 422
    assert "pas encore venu" in text_of(refused)
    assert rows(ImportFile) == []


def test_a_table_is_explained_once_then_read(browser, officer):
    answer = send(browser, csv_of(PERSON))
    (file,) = rows(ImportFile)
    assert answer.url == f"{FILES}{file.pk}/"
    assert file.state == "mapping"
    assert "Reconnaître les colonnes" in text_of(browser.get(answer.url))
    page = browser.get(f"{answer.url}colonnes/")
    # Recognised by their headings, with some cells to recognise them by.
    assert page.context["form"]["c2"].value() == "birth_date"
    assert "Par exemple : 04/03/1985" in text_of(page)
    said = browser.post(f"{answer.url}colonnes/", COLUMNS)
    assert said.url == answer.url
    assert now(file).state == "received"
    assert "attend d’être lu" in text_of(browser.get(answer.url))
    read_import(file_id=file.pk)
    assert now(file).state == "read"
    page = text_of(browser.get(answer.url))
    assert "Traiter 1 action" in page
    # The phone's column was left out: it is said, and nothing of it is kept.
    assert "Colonnes non lues : Téléphone." in page
    (line,) = rows(ImportLine, file=file)
    assert "phone" not in line.after
    # Once: the same headings are read without a question.
    again = send(browser, csv_of(("Petit", "Ana", "01/02/1990", "124", "")))
    assert rows(ImportFile)[-1].state == "received"
    assert again.status_code == 302


def test_columns_that_do_not_say_who_is_who_are_named(browser):
    file = make_waiting()
    answer = browser.post(f"{FILES}{file.pk}/colonnes/", {"c0": "birth_name", "c1": "first_name"})
    assert answer.status_code == 422
    assert "Il manque la colonne : Date de naissance." in text_of(answer)
    twice = browser.post(f"{FILES}{file.pk}/colonnes/", COLUMNS | {"c4": "matricule"})
    assert "Deux colonnes diraient la même chose" in text_of(twice)
    forged = browser.post(f"{FILES}{file.pk}/colonnes/", COLUMNS | {"c4": "state"})
    assert forged.status_code == 422
    assert rows(ColumnMapping) == []
    assert now(file).state == "mapping"


def test_remembered_columns_are_corrected_and_forgotten(browser):
    file = make_waiting()
    browser.post(f"{FILES}{file.pk}/colonnes/", COLUMNS)
    (mapping,) = rows(ColumnMapping)
    assert "Date de naissance : date de naissance" in text_of(browser.get(f"{FILES}colonnes/"))
    address = f"{FILES}colonnes/{mapping.pk}/"
    assert browser.get(address).context["form"]["c0"].value() == "birth_name"
    assert browser.post(address, {"c0": "birth_name"}).status_code == 422
    browser.post(address, COLUMNS | {"c4": "phone"})
    assert now(mapping).columns["4"] == "phone"
    browser.post(f"{address}oublier/")
    assert rows(ColumnMapping) == []
    assert "Rien n’est encore retenu" in text_of(browser.get(f"{FILES}colonnes/"))


BAD = {
    "nothing chosen": (None, "x.csv", "table", "Choisissez d’abord un fichier."),
    "empty": (b"", "x.csv", "table", "Ce fichier est vide."),
    "empty month": (b" ", "x.xml", "monthly", "Ce fichier est vide."),
    "fake workbook": (csv_of(PERSON), "x.xlsx", "table", "n’en est pas un"),
    "truncated workbook": (xlsx_of(PERSON)[:-300], "x.xlsx", "table", "abîmé ou incomplet"),
    "month as a table": (b"<?xml version='1.0'?><Racine/>", "x.csv", "table", "Fichier mensuel"),
    "picture": (b"\xff\xd8\xff\xe0 picture", "x.csv", "contacts", "n’est pas un tableau"),
    "no separator": (b"Nom\r\nPetit\r\n", "x.csv", "table", "Aucune colonne"),
    "headings alone": (csv_of(), "x.csv", "table", "aucune ligne"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_is_none_is_refused_at_its_field_and_logged(browser, officer, case):
    data, name, flow, said = BAD[case]
    answer = send(browser, data, name=name, flow=flow)
    assert answer.status_code == 422
    assert said in text_of(answer)
    assert answer.context["form"].errors.keys() == {"file"}
    assert answer.context["form"]["flow"].value() == flow
    assert rows(ImportFile) == []
    (entry,) = rows(AccessEntry, act="refused")
    assert (entry.user, entry.place) == (officer, "followup:import_upload")
    # A word of ours, none of the file.
    assert "Petit" not in entry.reason
    assert name not in entry.reason


def test_a_kind_that_is_none_is_refused(browser):
    assert send(browser, csv_of(PERSON), flow="roman").status_code == 422
    assert rows(ImportFile) == []


def test_a_file_of_too_many_bytes_is_refused(browser, monkeypatch):
    from portal.followup.imports.views.files import UploadView

    monkeypatch.setattr(UploadView, "max_bytes", 1000)
    answer = send(browser, b"a;b\r\n" * 1000)
    assert answer.status_code == 422
    assert "trop lourd" in text_of(answer)
    assert rows(ImportFile) == []


def bad_lines():
    return [
        ("=cmd|' /C calc'!A0", "Éloïse", "04/03/1985", "1", ""),
        ("Petit", "Ana", "31/02/1985", "2", ""),
        ("Grand", "Luc", "04/03/85", "1,2E+14", ""),
        ("Double", "Léa", "1990-01-01", "", ""),
        ("DOUBLE", "Lea", "01/01/1990", "", ""),
        PERSON,
    ]


def read_table(browser, data, flow="table", columns=None, name="tableau.csv"):
    send(browser, data, flow=flow, name=name)
    file = rows(ImportFile)[-1]
    browser.post(f"{FILES}{file.pk}/colonnes/", columns or COLUMNS)
    read_import(file_id=file.pk)
    return now(file)


def test_bad_lines_are_told_one_by_one_and_the_rest_goes_on(browser):
    file = read_table(browser, csv_of(*bad_lines()))
    page = text_of(browser.get(f"{FILES}{file.pk}/lignes/?resultat=error"))
    assert "une formule ne peut pas être un nom" in page
    assert "n’existe pas" in page
    assert "ne dit pas le siècle" in page
    assert "arrondi" in page
    assert "aussi à la ligne 6" in page
    assert "aussi à la ligne 5" in page
    created = browser.get(f"{FILES}{file.pk}/lignes/?resultat=create")
    assert [line.label for line, _ in created.context["rows"]] == ["Müller Éloïse"]
    assert "000000000000123" in text_of(created)
    assert rows(Beneficiary) == []


def test_errors_are_taken_as_a_file_that_no_spreadsheet_computes(browser, officer):
    file = read_table(browser, csv_of(*bad_lines()))
    with system_scope(Scope.TEST):
        line = ImportLine.unscoped.filter(file=file, verdict="error").first()
        ImportLine.unscoped.filter(pk=line.pk).update(label="=1+1")
    answer = browser.get(f"{FILES}{file.pk}/erreurs.csv")
    assert "attachment" in answer["Content-Disposition"]
    table = [*csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";")]
    assert table[0] == ["Ligne", "Rang", "Personne", "Motif"]
    assert [row[0] for row in table[1:]] == ["2", "3", "4", "5", "6"]
    assert table[1][2] == "'=1+1"
    assert rows(AccessEntry, act="export", user=officer) != []


def test_a_workbook_is_read_like_a_text(browser):
    file = read_table(browser, xlsx_of(PERSON), name="tableau.xlsx")
    assert (file.state, [line.verdict for line in rows(ImportLine, file=file)]) == (
        "read",
        ["create"],
    )


def test_a_table_that_cannot_be_read_whole_says_why_and_keeps_nothing(browser):
    many = csv_of(*[("Nom", f"Prénom {n}", "1990-01-01", "", "") for n in range(21_000)])
    file = read_table(browser, many)
    assert file.state == "failed"
    page = text_of(browser.get(f"{FILES}{file.pk}/"))
    assert "plus de 20 000 lignes" in page
    assert "Rien n’a changé" in page
    assert rows(ImportLine) == []
    assert browser.get(f"{FILES}{file.pk}/lignes/").status_code == 404
    assert browser.get(f"{FILES}{file.pk}/travail/").status_code == 404


@pytest.mark.parametrize("data", [b"<a", b"<?xml version='1.0'?><Autre/>", b"pas du xml"])
def test_a_month_that_is_none_says_why(browser, data):
    send(browser, data, name="mensuel.xml", flow="monthly")
    (file,) = rows(ImportFile)
    read_import(file_id=file.pk)
    assert now(file).state == "failed"
    assert b"notice-danger" in browser.get(f"{FILES}{file.pk}/").content
    assert rows(ImportLine) == []


# Contacts


CONTACTS = {
    "c0": "birth_name",
    "c1": "first_name",
    "c2": "birth_date",
    "c3": "matricule",
    "c4": "phone",
    "c5": "email",
}
WITH_EMAIL = (*HEADINGS, "Courriel")


@pytest.fixture
def known():
    return make_beneficiary(
        birth_name="Müller",
        first_name="Éloïse",
        birth_date=date(1985, 3, 4),
        household=make_household(matricule="000000000000123"),
        phone="06 00 00 00 00",
        contacts_on=timezone.localdate() - timedelta(days=90),
    )


def contacts(browser, *people):
    data = csv_of(*people, headings=WITH_EMAIL)
    return read_table(browser, data, flow="contacts", columns=CONTACTS)


def test_contacts_find_their_person_and_a_wrong_one_is_a_line_in_error(browser, known):
    file = contacts(
        browser,
        (*PERSON, "eloise@exemple.test"),
        ("Petit", "Ana", "01/01/1990", "5", "0612", ""),
        ("Grand", "Luc", "01/01/1990", "6", "", "pas une adresse"),
        ("Inconnu", "Jean", "01/01/1990", "7", "0612345678", ""),
    )
    lines = rows(ImportLine, file=file)
    assert [line.verdict for line in lines] == ["update", "error", "error", "error"]
    assert lines[0].after["phone"] == "06 12 34 56 78"
    for line, word in zip(lines[1:], ("10 chiffres", "e-mail", "pas connue"), strict=True):
        assert word in line.problem
    page = text_of(browser.get(f"{FILES}{file.pk}/lignes/?resultat=update"))
    assert "avant 06 00 00 00 00" in page
    assert "après 06 12 34 56 78" in page


def test_contacts_never_overwrite_newer_ones(browser, known):
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=known.pk).update(contacts_on="2026-06-01")
    data = csv_of((*PERSON, "15/05/2026"), headings=(*HEADINGS, "Date de mise à jour"))
    columns = CONTACTS | {"c5": "known_on"}
    file = read_table(browser, data, flow="contacts", columns=columns)
    assert [line.verdict for line in rows(ImportLine, file=file)] == ["unchanged"]


# The week's work


@pytest.fixture
def staged(unit):
    """A file that changes the phone of somebody of the unit."""
    person = make_beneficiary(unit=unit, phone="06 00 00 00 00")
    file = make_file()
    return file, make_action(file, person), person


def test_the_list_says_who_what_and_why(browser, staged):
    file, _action, person = staged
    make_action(file)
    page = text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    assert "2 actions à traiter" in page
    assert person.birth_name in page
    assert "Changé : téléphone." in page
    assert "avant 06 00 00 00 00" in page
    assert "date de naissance : 01/01/1990" in page
    assert "Le délai d’orientation court depuis le jour où le service a reçu le fichier." in page
    only = browser.get(f"{FILES}{file.pk}/travail/?action=changed")
    assert [group.kind for group in only.context["groups"]] == ["changed"]
    nonsense = browser.get(f"{FILES}{file.pk}/travail/?action=x&etat=y&page=z")
    assert len(nonsense.context["groups"]) == 2


def test_an_action_is_put_aside_and_taken_up_again(browser, staged):
    file, action, _ = staged
    back = f"{FILES}{file.pk}/travail/?action=changed"
    answer = browser.post(f"{FILES}actions/{action.pk}/de-cote/", {"retour": back})
    assert answer.url == back
    assert now(action).state == "set_aside"
    page = browser.get(f"{FILES}{file.pk}/travail/?etat=set_aside")
    assert "Reprendre" in text_of(page)
    browser.post(f"{FILES}actions/{action.pk}/reprendre/")
    assert now(action).state == "waiting"


def test_a_button_never_leads_to_another_site(browser, staged):
    file, action, _ = staged
    for back in ("https://ailleurs.test/", "//ailleurs.test/", "javascript:alert(1)"):
        answer = browser.post(f"{FILES}actions/{action.pk}/de-cote/", {"retour": back})
        assert answer.url == f"{FILES}{file.pk}/travail/"


def test_a_new_person_is_applied_then_undone(browser):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    browser.post(f"{FILES}actions/{action.pk}/appliquer/")
    (person,) = rows(Beneficiary)
    assert (person.birth_name, person.household_id is not None) == ("Müller", True)
    page = text_of(browser.get(f"{FILES}{file.pk}/travail/?etat=applied"))
    assert "Annuler cette ligne" in page
    browser.post(f"{FILES}actions/{action.pk}/annuler/")
    assert rows(Beneficiary) == []
    assert now(action).state == "undone"


def test_what_prevents_an_undoing_is_explained(browser, officer):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    browser.post(f"{FILES}actions/{action.pk}/appliquer/")
    (person,) = rows(Beneficiary)
    from tests.portal.followup.people_of_the_area import orient

    orient(person)
    answer = browser.post(f"{FILES}actions/{action.pk}/annuler/", follow=True)
    assert "a vécu depuis" in text_of(answer)
    assert now(action).state == "applied"


def test_a_script_takes_back_the_action_alone(browser):
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    answer = browser.post(f"{FILES}actions/{action.pk}/appliquer/", headers={"HX-Request": "true"})
    page = text_of(answer)
    assert b"<html" not in answer.content
    assert b'data-state="applied"' in answer.content
    assert "Müller Éloïse : c’est appliqué." in page
    assert "0 action à traiter" in page


@pytest.fixture
def homonym(browser):
    """A line of the same name and date as somebody who is followed elsewhere."""
    person = make_beneficiary(
        birth_name="MULLER",
        first_name="Eloise",
        birth_date=date(1985, 3, 4),
        household=make_household(matricule="000000000000999"),
        town="Delle",
    )
    file = read_table(browser, csv_of(PERSON))
    (action,) = rows(ImportAction, file=file)
    assert action.kind == "decide"
    return file, action, person


def test_a_homonym_waits_for_somebody_who_says_who_it_is(browser, homonym):
    file, action, _person = homonym
    page = text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    for words in ("C’est Eloise MULLER", "000000000000999", "Delle", "nouvelle personne"):
        assert words in page
    # Nothing said, or somebody who it cannot be: nothing happens.
    stranger = make_beneficiary()
    for who in ("", str(stranger.pk), "x", "9" * 30):
        answer = browser.post(f"{FILES}actions/{action.pk}/appliquer/", {"qui": who}, follow=True)
        assert "Dites qui c’est" in text_of(answer)
        assert now(action).state == "waiting"
    assert len(rows(Beneficiary)) == 2


@pytest.mark.parametrize(
    ("who", "people", "state"),
    [
        ("{pk}", 1, "applied"),
        ("another", 2, "applied"),
        ("unknown", 1, "set_aside"),
    ],
)
def test_who_it_is_decides_what_is_written(browser, homonym, who, people, state):
    _, action, person = homonym
    browser.post(f"{FILES}actions/{action.pk}/appliquer/", {"qui": who.format(pk=person.pk)})
    assert now(action).state == state
    assert len(rows(Beneficiary)) == people


def test_all_that_is_sure_is_applied_at_once_by_the_worker(browser, officer):
    people = [("Petit", f"Ana{letter}", "01/01/1990", "", "") for letter in "abc"]
    file = read_table(browser, csv_of(*people))
    address = f"{FILES}{file.pk}/"
    assert "Appliquer 3 actions sans doute possible" in text_of(browser.get(f"{address}travail/"))
    assert browser.post(f"{address}appliquer/").status_code == 422
    confirm = browser.get(f"{address}appliquer/")
    assert "Nouvelle personne (3)" in text_of(confirm)
    answer = browser.post(f"{address}appliquer/", {"kinds": ["new"]})
    assert answer.url == address
    page = text_of(browser.get(address))
    assert "Application en cours : 0 sur 3 lignes" in page
    assert "Vous pouvez quitter cette page" in page
    polled = browser.get(address, headers={"HX-Request": "true"})
    assert b"<html" not in polled.content
    apply_import(file_id=file.pk, user_id=officer.pk, kinds=["new"])
    done = browser.get(address, headers={"HX-Request": "true"})
    assert done["HX-Refresh"] == "true"
    assert "3 appliquées" in text_of(browser.get(address))
    assert len(rows(Beneficiary)) == 3


def test_totals_that_differ_are_known_before_anything_is_applied(browser, staged):
    file, _, _ = staged
    with system_scope(Scope.TEST):
        ImportFile.unscoped.filter(pk=file.pk).update(declared_total=12, found_total=10)
    address = f"{FILES}{file.pk}/"
    assert "annonce 12 foyers et 10 ont été lus" in text_of(browser.get(address))
    refused = browser.post(f"{address}appliquer/", {"kinds": ["changed"]})
    assert refused.status_code == 422
    assert "knows_totals" in refused.context["form"].errors
    assert now(file).state == "read"


def test_an_older_file_is_told(browser):
    make_file(reference_date="2026-10-31")
    older = make_file(reference_date="2026-09-30")
    page = text_of(browser.get(f"{FILES}{older.pk}/"))
    assert "Un fichier plus récent, au 31/10/2026" in page


def test_a_file_of_which_nothing_was_applied_is_dropped(browser, staged):
    file, _action, _ = staged
    assert "Abandonner ce fichier" in text_of(browser.get(f"{FILES}{file.pk}/abandonner/"))
    browser.post(f"{FILES}{file.pk}/abandonner/")
    assert now(file).state == "dropped"
    assert rows(ImportAction) == []
    assert "est abandonné" in text_of(browser.get(f"{FILES}{file.pk}/"))


# Who sees what


def test_a_unit_manager_sees_and_decides_the_lines_of_the_unit_alone(manager, staged):
    file, action, _person = staged
    stranger = make_beneficiary(unit=make_unit())
    other = make_action(file, stranger)
    unknown = make_action(file)
    make_line(file, verdict="error", problem="Illisible.", label="AUTRE Personne")
    only_others = make_file()
    make_action(only_others, stranger)
    browser = signed_in(manager)
    listed = browser.get(FILES)
    assert [one.pk for one in listed.context["files"]] == [file.pk]
    assert [one.waiting for one in listed.context["files"]] == [1]
    assert "Déposer un fichier" not in text_of(listed)
    for path in ("", "lignes/", "travail/", "erreurs.csv"):
        page = text_of(browser.get(f"{FILES}{file.pk}/{path}"))
        for hidden in (stranger.birth_name, "NOUVELLE", "AUTRE Personne"):
            assert hidden not in page, path
        assert browser.get(f"{FILES}{only_others.pk}/{path}").status_code == 404
    assert browser.get(UPLOAD).status_code == 404
    assert browser.get(f"{FILES}{file.pk}/abandonner/").status_code == 404
    for act in ("appliquer", "de-cote", "reprendre", "annuler"):
        for out_of_reach in (other, unknown):
            address = f"{FILES}actions/{out_of_reach.pk}/{act}/"
            assert browser.post(address).status_code == 404
    assert browser.post(f"{FILES}actions/{action.pk}/de-cote/").status_code == 302
    assert now(action).state == "set_aside"
    assert rows(AccessEntry, act="refused", user=manager) != []


@pytest.mark.parametrize(
    "level", [LevelName.ADVISER, LevelName.RIGHTS_ADMINISTRATOR, LevelName.CANDIDATE]
)
def test_others_have_no_business_here(staged, level):
    from tests.portal.accounts.people import person_with

    file, action, _ = staged
    browser = signed_in(person_with(level))
    for path in ("", "deposer/", f"{file.pk}/", f"{file.pk}/lignes/", f"{file.pk}/erreurs.csv"):
        assert browser.get(f"{FILES}{path}").status_code == 403
    assert browser.post(f"{FILES}actions/{action.pk}/de-cote/").status_code == 403
    assert now(action).state == "waiting"


def test_an_address_that_is_forged_finds_nothing(browser, staged):
    for path in ("999999/", "999999/travail/", "colonnes/999999/", f"{'9' * 25}/"):
        assert browser.get(f"{FILES}{path}").status_code == 404
    assert browser.post(f"{FILES}actions/999999/appliquer/").status_code == 404


# Lists


def test_the_preview_is_narrowed_by_a_name_in_any_spelling(browser, staged):
    file, _, _ = staged
    make_line(file, label="LE GOFF Éloïse", after={}, verdict="unchanged")
    address = f"{FILES}{file.pk}/lignes/"
    for words in ("goff", "éloïse le", "GOFF Éloïse"):
        found = browser.get(address, {"q": words})
        assert [line.label for line, _ in found.context["rows"]] == ["LE GOFF Éloïse"], words
    assert "Personne ne porte ce nom" in text_of(browser.get(address, {"q": "zzz"}))


def test_lists_cost_the_same_for_one_row_and_for_twenty(browser, unit):
    file = make_file()
    person = make_beneficiary(unit=unit, household=make_household())

    def lay():
        make_action(file, make_beneficiary(unit=unit, household=make_household()))
        make_action(
            file, kind="decide", explanation="Qui\u00a0?", is_sure=False, candidates=[person.pk]
        )

    lay()
    addresses = (
        FILES,
        f"{FILES}{file.pk}/",
        f"{FILES}{file.pk}/travail/",
        f"{FILES}{file.pk}/lignes/",
    )
    few = [queries_of(browser, address) for address in addresses]
    for _ in range(10):
        lay()
        make_file()
    assert [queries_of(browser, address) for address in addresses] == few


def test_nothing_yet_says_what_to_do(browser, manager):
    assert "Aucun fichier pour l’instant" in text_of(browser.get(FILES))
    assert "Aucun fichier ne parle de personnes de votre unité" in text_of(
        signed_in(manager).get(FILES)
    )
    file = make_file()
    assert "Tout est traité" in text_of(browser.get(f"{FILES}{file.pk}/travail/"))
    assert "Rien à appliquer d’un coup" in text_of(browser.get(f"{FILES}{file.pk}/appliquer/"))
