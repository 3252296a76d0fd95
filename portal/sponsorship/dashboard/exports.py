"""The figures as a file: a line for each, as people read it and as a spreadsheet counts it."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from portal.sponsorship.dashboard.figures import Table
from portal.sponsorship.dashboard.period import Period
from snippets.spreadsheets import as_text

CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
COLUMNS = ("Tableau", "Chiffre", "Valeur", "Unité", "Ce qui est compté")
# In characters; the headings are the second line.
WIDTHS = {"A": 34, "B": 46, "C": 10, "D": 10, "E": 110}


def lines_of(tables: list[Table], period: Period) -> Iterator[tuple[Any, ...]]:
    """The period, the headings, then each figure; an empty value where nobody is counted."""
    yield ("Période", str(period), None, "", "")
    yield COLUMNS
    for table in tables:
        for line in table.lines:
            yield (
                as_text(table.title),
                as_text(line.label),
                line.value,
                table.unit,
                as_text(table.sentence),
            )


def as_csv(lines: Iterator[tuple[Any, ...]]) -> bytes:
    """With the mark without which spreadsheets read accents wrong."""
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return ("\ufeff" + text.getvalue()).encode()


def as_xlsx(lines: Iterator[tuple[Any, ...]]) -> bytes:
    """A workbook of one sheet, whose columns are as wide as what they have."""
    from openpyxl import Workbook  # slow to load

    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Parrainage")
    for column, width in WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A3"
    for line in lines:
        sheet.append(line)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
