"""Tables as people send them: CSV in several encodings, workbooks, and workbooks that lie."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

HEADINGS = ("Nom de naissance", "Prénom", "Date de naissance", "Matricule", "Téléphone")


def csv_of(
    *rows: Sequence[str],
    headings: Sequence[str] = HEADINGS,
    separator: str = ";",
    encoding: str = "utf-8",
    end: str = "\r\n",
) -> bytes:
    return end.join(separator.join(row) for row in (headings, *rows)).encode(encoding)


def xlsx_of(
    *rows: Sequence[Any], headings: Sequence[str] = HEADINGS, formats: dict[int, str] | None = None
) -> bytes:
    """A workbook; `formats` are of the numbers of a column."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("Personnes")
    sheet.append(list(headings))
    for row in rows:
        cells = [WriteOnlyCell(sheet, value) for value in row]
        for rank, shape in (formats or {}).items():
            cells[rank].number_format = shape
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def rewritten(data: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """A ZIP whose parts are changed, or left out where `change` answers None."""
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as before, zipfile.ZipFile(file, "w") as after:
        for part in before.infolist():
            if (content := change(part.filename, before.read(part))) is not None:
                after.writestr(part.filename, content, zipfile.ZIP_DEFLATED)
    return file.getvalue()
