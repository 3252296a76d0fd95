"""A list as a workbook, written line by line to a file: memory does not grow with it."""

from typing import IO, Any

from openpyxl import Workbook

from portal.recruitment.exports.files import written
from portal.recruitment.exports.rows import columns_of, people_of
from portal.recruitment.listing import Viewer
from portal.recruitment.models import Roster
from snippets.spreadsheets import as_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_of(roster: Roster, viewer: Viewer) -> tuple[IO[bytes], int]:
    """The file, at its beginning, and how many people are in it; who asks closes it."""
    columns = columns_of(roster, viewer)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Inscriptions")
    for number, column in enumerate(columns):
        sheet.column_dimensions[chr(ord("A") + number)].width = column.width * 9
    sheet.freeze_panes = "A2"
    sheet.append([column.label for column in columns])
    count = 0
    for person in people_of(roster, viewer):
        sheet.append([as_text(column.value(person)) for column in columns])
        count += 1
    return written(book.save), count
