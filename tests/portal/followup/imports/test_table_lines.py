"""From lines to people: columns recognised and remembered, lines in error that stop no other."""

from datetime import date

import pytest

from portal.followup.imports.models import ColumnMapping, ImportFile
from portal.followup.imports.tables.columns import (
    ColumnsError,
    check,
    columns_for,
    guess,
    remember,
    remembered,
)
from portal.followup.imports.tables.reading import known_columns, read
from portal.followup.rows.scope import Scope, system_scope
from snippets.folding import fold_name
from tests.portal.followup.imports.spreadsheets import HEADINGS, csv_of, xlsx_of

TABLE, CONTACTS = ImportFile.Flow.TABLE, ImportFile.Flow.CONTACTS
COLUMNS = {"0": "birth_name", "1": "first_name", "2": "birth_date", "3": "matricule", "4": "phone"}
PERSON = ("Müller", "Éloïse", "04/03/1985", "123", "612345678")


def people_of(*rows, headings=HEADINGS, flow=TABLE, columns=None):
    data = csv_of(*rows, headings=headings)
    return read(data=data, name="x.csv", flow=flow, columns=columns or guess(flow, headings)).people


def problem_of(*rows, **how):
    return [person.problem for person in people_of(*rows, **how)]


def test_columns_are_recognised_by_their_headings():
    assert guess(TABLE, HEADINGS) == COLUMNS
    assert guess(TABLE, ["PRENOM", "Nom", "né(e) le", "N° allocataire", "CP", "Montant"]) == {
        "0": "first_name",
        "1": "birth_name",
        "2": "birth_date",
        "3": "matricule",
        "4": "postal_code",
    }
    # « Nom » beside a name at birth is the other one.
    both = guess(TABLE, ["Nom", "Nom de naissance"])
    assert both == {"0": "used_name", "1": "birth_name"}
    # Each thing once.
    assert guess(TABLE, ["Téléphone", "Portable"]) == {"0": "phone"}


@pytest.mark.parametrize("flow", [TABLE, CONTACTS])
def test_no_heading_means_two_things(flow):
    headings = [name for column in columns_for(flow) for name in column.names]
    assert len(headings) == len(set(headings))
    assert all(name == fold_name(name) for name in headings)


def test_columns_that_are_missing_are_named():
    with pytest.raises(ColumnsError, match="Prénom") as refused:
        check(TABLE, {"0": "birth_name", "1": "birth_date"})
    assert refused.value.missing == ["Prénom"]
    with pytest.raises(ColumnsError) as refused:
        check(CONTACTS, {"0": "birth_name"})
    assert len(refused.value.missing) == 4
    check(CONTACTS, {"0": "number", "1": "email"})
    check(CONTACTS, COLUMNS)
    with pytest.raises(ColumnsError, match="même chose"):
        check(TABLE, COLUMNS | {"5": "phone"})


@pytest.mark.django_db
def test_what_was_said_of_headings_is_remembered_for_that_kind_of_file():
    mine = {"0": "birth_name", "1": "first_name", "2": "birth_date"}
    with system_scope(Scope.IMPORT):
        data = csv_of(("a", "b", "c"), headings=("A", "Bé", "C"))
        assert known_columns(flow=TABLE, upload_bytes=data) is None
        remember(TABLE, ["A", "Bé", "C"], mine)
        assert known_columns(flow=TABLE, upload_bytes=data) == mine
        assert remembered(TABLE, ["a", "BE", "c"]) == mine
        assert remembered(TABLE, ["Bé", "A", "C"]) is None
        assert remembered(CONTACTS, ["A", "Bé", "C"]) is None
        other = mine | {"3": "phone"}
        remember(TABLE, ["A", "Bé", "C"], other)
        assert remembered(TABLE, ["A", "Bé", "C"]) == other
        assert ColumnMapping.objects.in_system_scope().count() == 1


def test_a_line_says_who_it_is_with_its_zeros():
    (person,) = people_of(PERSON)
    assert person.problem == ""
    assert (person.position, person.rank, person.label) == (2, 1, "Éloïse Müller")
    assert person.birth_date == date(1985, 3, 4)
    assert person.household.matricule == "000000000000123"
    assert person.phone == "06 12 34 56 78"
    # An empty cell says nothing, so that it erases nothing.
    (person,) = people_of((*PERSON[:4], ""))
    assert person.phone is None
    assert person.right is None


def test_a_workbook_says_the_same_as_a_text():
    row = ("Müller", "Éloïse", date(1985, 3, 4), 123, 612345678)
    found = read(data=xlsx_of(row), name="x.xlsx", flow=TABLE, columns=COLUMNS).people
    assert found == people_of(PERSON)


def test_a_right_is_said_with_its_state():
    headings = (*HEADINGS[:3], "État du droit", "Date d’ouverture", "Droits et devoirs")
    (person,) = people_of(
        (*PERSON[:3], "Droit ouvert et versable", "01/02/2026", "non"), headings=headings
    )
    assert (person.right.status, person.right.has_duties) == ("2", False)
    assert person.right.opened_on == date(2026, 2, 1)
    (person,) = people_of((*PERSON[:3], "", "01/02/2026", ""), headings=headings)
    assert person.right is None


def test_a_bad_line_says_each_of_its_faults_and_the_rest_goes_on():
    rows = [
        ("=cmd", "Éloïse", "31/02/1985", "1,2E+14", "0612"),
        PERSON,
        ("", "Éloïse", "04/03/1985", "", ""),
        (*PERSON, "de trop"),
    ]
    first, good, third, last = problem_of(*rows)
    for word in ("Nom de naissance", "formule", "n’existe pas", "arrondi", "10 chiffres"):
        assert word in first
    assert good == ""
    assert third == "Nom de naissance\u00a0: la case est vide."
    assert "plus de cases" in last


def test_two_lines_about_one_person_are_both_in_error():
    petit = ("Petit", "Ana", "01/01/1990", "", "")
    problems = problem_of(PERSON, petit, ("MULLER", "eloise", "1985-03-04", "", ""), PERSON)
    assert "lignes 4, 5" in problems[0]
    assert problems[1] == ""
    assert "lignes 2, 5" in problems[2]
    assert "lignes 2, 4" in problems[3]


def test_two_people_of_one_name_and_two_files_are_two_people():
    assert problem_of(PERSON, (*PERSON[:3], "456", "")) == ["", ""]


def test_spouses_of_one_file_are_two_people():
    assert problem_of(PERSON, ("Müller", "Paul", *PERSON[2:])) == ["", ""]


def test_contacts_name_the_person_by_our_number_or_by_four_things():
    by_number = ("Numéro de dossier", "Téléphone", "Courriel")
    found = people_of(
        ("123", "0612345678", ""),
        ("124", "", ""),
        ("125", "06", "a@b.fr"),
        ("126", "", "pas une adresse"),
        headings=by_number,
        flow=CONTACTS,
    )
    assert found[0].case_number == 123
    assert found[0].email is None
    assert found[1].problem == "Ni téléphone, ni adresse e-mail."
    assert "Téléphone" in found[2].problem
    assert "Adresse e-mail" in found[3].problem
    assert problem_of((*PERSON[:3], "", "0612345678"), PERSON, flow=CONTACTS) == [
        "Numéro d’allocataire\u00a0: la case est vide.",
        "",
    ]
    twice = problem_of(("1", "", "a@b.fr"), ("1", "", "c@b.fr"), headings=by_number, flow=CONTACTS)
    assert "ligne 3" in twice[0]
    assert "ligne 2" in twice[1]


def test_what_was_guessed_and_what_is_not_read_is_told():
    data = csv_of((*PERSON, "1"), headings=(*HEADINGS, "Montant"), encoding="windows-1252")
    message = read(data=data, name="x.csv", flow=TABLE, columns=COLUMNS).message
    assert "windows-1252" in message
    assert "Colonnes non lues\u00a0: Montant." in message
