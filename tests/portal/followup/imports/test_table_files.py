"""What is read of a table: cells as they are typed, and why a file is none."""

from datetime import date, datetime

import pytest

from portal.followup.imports.tables.files import TableError, Unreadable, read_head, read_table
from portal.followup.imports.tables.worker import MAX_ROWS
from tests.portal.followup.imports.spreadsheets import HEADINGS, csv_of, rewritten, xlsx_of

PERSON = ("Müller", "Éloïse", "04/03/1985", "000000000000123", "06 12 34 56 78")


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("windows-1252", "windows-1252"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_text_is_read_whatever_its_encoding_and_separator(separator, encoding, told):
    table = read_table(csv_of(PERSON, separator=separator, encoding=encoding))
    assert table.headings == list(HEADINGS)
    assert table.rows == [[2, *PERSON]]
    assert table.notes == {"encoding": told, "separator": separator}
    assert ("windows-1252" in table.what_was_guessed) == (told == "windows-1252")


def test_quotes_hold_separators_and_line_breaks_and_lines_keep_their_number():
    data = (
        'Nom;Prénom;Adresse\r\n"Le ""Goff""";Anne;"3; rue Haute\r\nBâtiment B"\r\n\r\n;;\r\n'
        "Petit;Jean;1 rue Basse\r\n"
    ).encode()
    table = read_table(data)
    assert table.rows == [
        [2, 'Le "Goff"', "Anne", "3; rue Haute\r\nBâtiment B"],
        [6, "Petit", "Jean", "1 rue Basse"],
    ]


def test_what_programs_write_around_a_csv_is_understood():
    data = b'sep=|\r\nListe des personnes\r\nNom|Pr\xe9nom|Code postal\r\nPetit|Jean|="01000"'
    table = read_table(data)
    assert table.headings == ["Nom", "Prénom", "Code postal"]
    assert table.rows == [[4, "Petit", "Jean", "01000"]]


def test_formulas_stay_text():
    row = ("=cmd|' /C calc'!A0", "=1+1", "+33612345678", "@SUM(A1)", "-2")
    assert read_table(csv_of(row)).rows == [[2, *row]]
    assert read_table(xlsx_of(row)).rows == [[2, *row]]


def test_a_line_with_too_many_cells_is_seen_as_such():
    table = read_table(csv_of((*PERSON, "", ""), (*PERSON, "de trop")))
    assert [len(row) - 1 for row in table.rows] == [5, 6]


def test_numbers_and_dates_of_a_workbook_are_typed_out():
    midnight = datetime(1985, 3, 4)  # noqa: DTZ001 - as a spreadsheet writes it
    table = read_table(
        xlsx_of(
            ("Petit", "Jean", midnight, 123, 612345678),
            ("Petit", "Ana", date(1985, 3, 4), 120000000000123, 1.5),
            ("Petit", "Luc", 31110, 1234567890123456, True),
            formats={3: "000000000000000"},
        )
    )
    assert table.rows == [
        [2, "Petit", "Jean", "1985-03-04", "000000000000123", "612345678"],
        [3, "Petit", "Ana", "1985-03-04", "120000000000123", "1.5"],
        [4, "Petit", "Luc", "31110", "1.23457E+15", "oui"],
    ]


def test_the_size_that_a_sheet_declares_is_not_believed():
    def lie(name, content):
        if name.endswith("sheet1.xml"):
            # Written by others: ours declares none.
            return content.replace(b"<sheetData>", b'<dimension ref="A1:A1"/><sheetData>', 1)
        return content

    assert read_table(rewritten(xlsx_of(PERSON), lie)).rows == [[2, *PERSON]]


def test_a_row_at_the_end_of_the_sheet_costs_nothing():
    def far(name, content):
        return (
            content.replace(b'<row r="2">', b'<row r="1048576">') if "sheet1" in name else content
        )

    with pytest.raises(TableError) as refused:
        read_table(rewritten(xlsx_of(PERSON), far))
    assert refused.value.reason in {Unreadable.ROWS, Unreadable.NO_ROWS}


def entity(name, content):
    if "sheet1" in name:
        return content.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet', 1)
    return content


def bloated(name, content):
    return b" " * 130_000_000 if "theme" in name or "styles" in name else content


BAD = {
    "nothing": (b"", "x.csv", Unreadable.EMPTY),
    "blanks": (b"\xef\xbb\xbf \r\n\r\n", "x.csv", Unreadable.EMPTY),
    "empty sheet": (xlsx_of(headings=()), "x.xlsx", Unreadable.EMPTY),
    "headings alone": (csv_of(), "x.csv", Unreadable.NO_ROWS),
    "headings alone, workbook": (xlsx_of(), "x.xlsx", Unreadable.NO_ROWS),
    "one column": (b"Nom\r\nPetit\r\n", "x.csv", Unreadable.SEPARATOR),
    "open quote": (b'Nom;Prenom\r\n"Petit;Jean\r\nGrand;Luc\r\n', "x.csv", Unreadable.QUOTE),
    "zeros": (b"\x00" * 40, "x.csv", Unreadable.EMPTY),
    "bytes": (b"Nom;Pr\x81nom\r\nA;B\r\n", "x.csv", Unreadable.ENCODING),
    "nul": (b"Nom;Prenom\r\nA\x00;B\r\n", "x.csv", Unreadable.KIND),
    "xml": (b"<?xml version='1.0'?><a/>", "x.csv", Unreadable.XML),
    "pdf": (b"%PDF-1.7 \r\n", "x.csv", Unreadable.KIND),
    "picture": (b"\xff\xd8\xff\xe0 picture", "x.xlsx", Unreadable.KIND),
    "text with the name of a workbook": (csv_of(PERSON), "x.XLSX", Unreadable.FAKE),
    "old workbook": (b"\xd0\xcf\x11\xe0 old", "x.xls", Unreadable.OLD_EXCEL),
    "truncated": (xlsx_of(PERSON)[:-400], "x.xlsx", Unreadable.BROKEN),
    "zip": (
        rewritten(xlsx_of(PERSON), lambda n, c: None if "workbook.xml" in n else c),
        "x.xlsx",
        Unreadable.NO_WORKBOOK,
    ),
    "without its sheet": (
        rewritten(xlsx_of(PERSON), lambda n, c: None if "sheet1" in n else c),
        "x.xlsx",
        Unreadable.BROKEN,
    ),
    "cut sheet": (
        rewritten(xlsx_of(PERSON), lambda n, c: c[:-90] if "sheet1" in n else c),
        "x.xlsx",
        Unreadable.BROKEN,
    ),
    "entities": (rewritten(xlsx_of(PERSON), entity), "x.xlsx", Unreadable.ENTITIES),
    # Made by its test alone: it takes a second, in each process that reads this module.
    "bomb": (lambda: rewritten(xlsx_of(PERSON), bloated), "x.xlsx", Unreadable.HEAVY),
    "columns": (csv_of(["a"] * 90, headings=["b"] * 90), "x.csv", Unreadable.COLUMNS),
    "lines": (csv_of(*[("a", "b")] * 100_000, headings=("c", "d")), "x.csv", Unreadable.ROWS),
    "heavy": (b"a;b\r\n" * 3_100_000, "x.csv", Unreadable.SIZE),
}


@pytest.mark.parametrize("case", BAD)
def test_what_is_no_table_is_refused_with_its_reason(case):
    given, name, reason = BAD[case]
    data = given() if callable(given) else given
    with pytest.raises(TableError) as refused:
        read_table(data, name=name)
    assert refused.value.reason == reason
    # In words for the person, who has one thing to do.
    assert str(refused.value).endswith(".")


def test_as_many_lines_as_are_read_are_read():
    table = read_table(csv_of(*[("a", "b")] * MAX_ROWS, headings=("c", "d")))
    assert len(table.rows) == MAX_ROWS
    assert table.rows[-1][0] == MAX_ROWS + 1


@pytest.mark.django_db
def test_the_head_of_a_long_file_is_a_few_lines():
    assert len(read_head(csv_of(*[PERSON] * 400)).rows) == 25
    assert len(read_head(xlsx_of(*[PERSON] * 400)).rows) == 25
