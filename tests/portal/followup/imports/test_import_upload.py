"""Files are brought in: what is refused and why, columns said once, lines in error."""

import csv
import re
from datetime import date, timedelta
from html import unescape
from io import StringIO

import pytest
from django.utils import timezone

from demo.followup_story import Story
from portal.followup.access.models import AccessEntry
from portal.followup.imports.jobs import read_import
from portal.followup.imports.models import ColumnMapping, ImportFile, ImportLine
from portal.followup.models import Beneficiary
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.imports.browsing import (
    COLUMNS,
    FILES,
    PERSON,
    UPLOAD,
    now,
    read_table,
    rows,
    send,
    text_of,
)
from tests.portal.followup.imports.spreadsheets import HEADINGS, csv_of, xlsx_of
from tests.portal.followup.imports.staged import make_waiting
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_household,
)

pytestmark = pytest.mark.django_db


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


def test_a_table_that_is_gone_says_so(browser):
    file = make_waiting(waiting_file="followup/imports/nowhere.bin")
    answer = browser.get(f"{FILES}{file.pk}/colonnes/", follow=True)
    assert answer.redirect_chain[-1][0] == f"{FILES}{file.pk}/"
    assert "déposez-le de nouveau" in text_of(answer)


def test_remembered_columns_are_corrected_and_forgotten(browser):
    file = make_waiting()
    browser.post(f"{FILES}{file.pk}/colonnes/", COLUMNS)
    (mapping,) = rows(ColumnMapping)
    assert "Date de naissance Date de naissance" in text_of(browser.get(f"{FILES}colonnes/"))
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
    assert [line.label for line, _ in created.context["rows"]] == ["Éloïse Müller"]
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


def a_month(count=3):
    return Story(3, first_month=date(2026, 9, 30)).begin(count).content()


def bomb():
    entities = b"".join(b'<!ENTITY e%d "%s">' % (n, b"&e%d;" % (n - 1) * 9) for n in range(1, 9))
    return b"<?xml version='1.0'?><!DOCTYPE Racine [%s]><Racine>&e8;</Racine>" % entities


MONTHS = {
    "no xml": b"pas du xml",
    "cut xml": b"<a",
    "other xml": b"<?xml version='1.0'?><Autre/>",
    "table": csv_of(PERSON),
    "bomb": bomb(),
    "cut": a_month()[:-300],
    "workbook": xlsx_of(PERSON),
}


@pytest.mark.parametrize("case", MONTHS)
def test_a_month_that_is_none_says_why_and_changes_nothing(browser, case):
    answer = send(browser, MONTHS[case], name="mensuel.xml", flow="monthly")
    for file in rows(ImportFile):
        read_import(file_id=file.pk)
        assert now(file).state == "failed"
        answer = browser.get(f"{FILES}{file.pk}/")
        assert now(file).message in unescape(answer.content.decode())
    assert b"notice-danger" in answer.content
    assert rows(ImportLine) == rows(Beneficiary) == []


def test_a_household_without_people_is_one_line_in_error(browser):
    first, rest = a_month().split(b"</InfosFoyerRSA>", 1)
    emptied = re.sub(rb"<Personne>.*</Personne>", b"", first, flags=re.DOTALL)
    send(browser, emptied + b"</InfosFoyerRSA>" + rest, name="mensuel.xml", flow="monthly")
    (file,) = rows(ImportFile)
    read_import(file_id=file.pk)
    found = [line.verdict for line in rows(ImportLine, file=file)]
    assert found.count("error") == 1
    assert found.count("create") >= 2
    page = browser.get(f"{FILES}{file.pk}/lignes/?resultat=error")
    ((line, _),) = page.context["rows"]
    assert line.problem in unescape(page.content.decode())


def test_a_month_that_was_read_changes_nothing(browser):
    for _ in range(2):
        send(browser, a_month(), name="mensuel.xml", flow="monthly")
        read_import(file_id=rows(ImportFile)[-1].pk)
    first, second = rows(ImportFile)
    assert [first.state, second.state] == ["read", "known"]
    assert "a déjà été lu" in text_of(browser.get(f"{FILES}{second.pk}/"))
    assert rows(ImportLine, file=second) == []


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
