"""What a cell means, and what is said of one that means nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.followup.imports.tables import cells
from portal.followup.imports.tables.cells import CellError

BORN = date(1985, 3, 4)


@pytest.mark.parametrize(
    "typed",
    [
        "1985-03-04",
        "04/03/1985",
        "4/3/1985",
        "04.03.1985",
        "04-03-1985",
        "31110",
        "1985-03-04 00:00:00",
        "1985-03-04T00:00:00",
        " 04/03/1985 ",
    ],
)
def test_a_day_is_read_in_three_formats(typed):
    assert cells.read_day(typed) == BORN


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("04/03/85", "siècle"),
        ("31/02/1985", "n’existe pas"),
        ("03/25/1985", "n’existe pas"),
        ("1985-13-04", "n’existe pas"),
        ("mars 1985", "n’est pas une date"),
        ("1985", "n’est pas une date"),
        ("00/00/1985", "n’existe pas"),
        ("04/03/2985", "avenir"),
        ("04/03/1285", "ancien"),
        ("99999", "avenir"),
        ("#VALEUR!", "tableur"),
        ("=AUJOURDHUI()", "n’est pas une date"),
        ("٠٤/٠٣/١٩٨٥", "n’est pas une date"),
    ],
)
def test_a_day_that_is_none_says_why(typed, said):
    with pytest.raises(CellError, match=said):
        cells.read_day(typed)


@given(st.dates(min_value=date(1930, 1, 1), max_value=date(2020, 1, 1)))
def test_a_day_means_the_same_in_its_three_formats(day):
    serial = (day - date(1899, 12, 30)).days
    for typed in (day.isoformat(), f"{day:%d/%m/%Y}", str(serial)):
        assert cells.read_day(typed) == day


def test_the_zeros_that_a_spreadsheet_took_away_are_put_back():
    assert cells.read_matricule("123") == "000000000000123"
    assert cells.read_matricule("000000000000123") == "000000000000123"
    assert cells.read_matricule("1 234 567") == "000000001234567"
    assert cells.read_postal_code("1000") == "01000"
    assert cells.read_postal_code("90000") == "90000"
    assert cells.read_organism_number("21") == "021"
    assert cells.read_phone("612345678") == "06 12 34 56 78"
    assert cells.read_france_travail("0000001a") == "0000001A"


@pytest.mark.parametrize("typed", ["1,2E+14", "1.23457E+15", "1E14", "1,2 e+14"])
def test_a_number_that_was_rounded_is_explained(typed):
    for read in (cells.read_matricule, cells.read_phone, cells.read_france_travail):
        with pytest.raises(CellError, match="arrondi"):
            read(typed)


@pytest.mark.parametrize(
    "read",
    [
        cells.read_matricule,
        cells.read_postal_code,
        cells.read_organism_number,
        cells.read_case_number,
    ],
)
@pytest.mark.parametrize("typed", ["12a", "1234567890123456", "=1+1", "²"])
def test_what_is_no_number_is_refused(read, typed):
    with pytest.raises(CellError):
        read(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06.12.34.56.78", "06 12 34 56 78"),
        ("+33 6 12 34 56 78", "06 12 34 56 78"),
        ("+33 (0)6 12 34 56 78", "06 12 34 56 78"),
        ("0033612345678", "06 12 34 56 78"),
        ("+41 22 123 45 67", "+41221234567"),
        ("", ""),
    ],
)
def test_a_phone_is_kept_in_one_form(typed, kept):
    assert cells.read_phone(typed) == kept


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("0612", "10 chiffres"),
        ("00 00 00 00 00", "10 chiffres"),
        ("à demander", "10 chiffres"),
        ("06 12 34 56 78 / 07 12 34 56 78", "un seul"),
        ("=0612345678", "10 chiffres"),
    ],
)
def test_a_phone_that_is_none_says_why(typed, said):
    with pytest.raises(CellError, match=said):
        cells.read_phone(typed)


def test_an_address_is_kept_in_one_form_or_refused():
    assert cells.read_email(" Prenom.NOM@Exemple.FR ") == "prenom.nom@exemple.fr"
    for typed in ("prenom.nom", "a@b", "a@b.fr;c@d.fr", "prénom@exemple.fr"):
        with pytest.raises(CellError):
            cells.read_email(typed)


@pytest.mark.parametrize("typed", ["D’Artagnan", "Le Goff-Petit", "Ñuñez", "O'Brien", "ÉLOÏSE"])
def test_a_name_is_kept_as_it_is_typed(typed):
    assert cells.read_person_name(f"  {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("=cmd|' /C calc'!A0", "formule"),
        ("+33", "formule"),
        ("@x", "formule"),
        ("-Petit", "formule"),
        ("Ã‰loÃ¯se", "accents"),
        ("\ufffdlo", "accents"),
        ("#N/A", "tableur"),
        ("123", "nom"),
        ("Petit3", "chiffre"),
        ("a" * 81, "80"),
    ],
)
def test_what_is_no_name_is_refused(typed, said):
    with pytest.raises(CellError, match=said):
        cells.read_person_name(typed)


def test_words_of_a_list_are_read_in_any_spelling():
    assert cells.read_title("MADAME") == "mme"
    assert cells.read_title("MR") == "m"
    assert cells.read_organism("Msa") == "MSA"
    assert cells.read_role("Conjoint") == "CJT"
    assert cells.read_status("Droit clos") == "5"
    assert cells.read_yes_or_no("Non") is False
    with pytest.raises(CellError, match="compris"):
        cells.read_title("Docteur")


def test_a_formula_in_a_text_is_kept_and_not_computed():
    assert cells.read_text("=HYPERLINK(A1)") == "=HYPERLINK(A1)"
    with pytest.raises(CellError):
        cells.read_text("a" * 201)
