"""Reads the cells of a CSV or XLSX file, in a sandbox (`snippets.sandbox`): no project in it.

What a parser returns: `headings`; `rows` (the number of the line in the file, then its cells, which
are text: a date is written YYYY-MM-DD, a number without its exponent, a formula as it is typed);
`notes` (what had to be guessed: `encoding`, `separator`, `sheet`, `other_sheets`); or a value of
`files.Unreadable`. A cell has no more columns than `headings`, unless the line has too many.
"""

import csv
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from functools import partial
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

MAX_ROWS = 20_000
MAX_COLUMNS = 80
# Of a cell: what is longer is cut, and is no name nor address.
MAX_CELL = 1_000
# Rows that hold nothing but a format, which spreadsheets write by the hundred thousand.
MAX_SCANNED = 300_000
# What an XLSX may hold once it is unpacked.
MAX_UNZIPPED = 120_000_000
MAX_PARTS = 1_000
# Rows of the head: the screen of columns shows what they hold.
HEAD = 25

Found = dict[str, Any] | str
Row = list[Any]

_SEPARATORS = (";", "\t", ",")
_DECLARED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
# « ="000123" »: how programs tell a spreadsheet to keep the zeros of a CSV. It computes nothing.
_QUOTED_TEXT = re.compile(r'="([^"=+@]*)"')
_ZEROS = re.compile(r"0+")
_LARGEST = 10**15  # a spreadsheet keeps fifteen digits of a number
_DOCTYPES = tuple(
    b"<!DOCTYPE".decode().encode(name) for name in ("ascii", "utf-16-le", "utf-16-be")
)
_CHUNK = 1 << 20
# What openpyxl raises at a workbook that is cut, or is none; XML that is not well formed is a
# SyntaxError.
_BROKEN = (zipfile.BadZipFile, EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError)


class _TooManyError(Exception):
    """A sheet goes on and on."""


# CSV


def read_csv(data: bytes, most: int = MAX_ROWS) -> Found:
    """Cells of a text: encoding and separator are told by what it holds."""
    decoded = _decoded(data)
    if decoded is None:
        return "encoding"
    text, encoding = decoded
    if "\x00" in text:
        return "kind"
    if not text.strip():
        return "empty"
    declared = _DECLARED.match(text)
    if declared:
        text = "\n" + text[declared.end() :]
    separator = declared[1] if declared else _separator(text)
    csv.field_size_limit(1_000_000)
    try:
        found = _table(_csv_rows(text, separator, strict=True), most)
    except csv.Error as error:
        if "unexpected end" in str(error):
            return "quote"
        try:
            found = _table(_csv_rows(text, separator, strict=False), most)
        except csv.Error:
            return "quote"
    if isinstance(found, str):
        return found
    return found | {"notes": {"encoding": encoding, "separator": separator}}


def _decoded(data: bytes) -> tuple[str, str] | None:
    """The text, and its encoding: a mark tells it; UTF-8 is not read by chance, the rest is."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"", "utf-8-sig")):
        if data.startswith(mark):
            try:
                return data.decode(name), "utf-8" if name == "utf-8-sig" else name
            except UnicodeDecodeError:
                continue
    try:
        return data.decode("cp1252"), "windows-1252"
    except UnicodeDecodeError:
        return None


def _separator(text: str) -> str:
    """The one that cuts the first lines in most pieces, always as many."""

    def score(separator: str) -> tuple[bool, int]:
        rows = islice(csv.reader(StringIO(text, newline=""), delimiter=separator), 10)
        try:
            widths = [len(row) for row in rows if any(row)]
        except csv.Error:
            return False, 0
        common = max(set(widths), key=widths.count, default=1)
        return common > 1, common

    return max(_SEPARATORS, key=score)


def _csv_rows(text: str, separator: str, *, strict: bool) -> Iterator[Row]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=strict)
    before = 0
    for row in reader:
        # The first of its lines: a cell may hold line breaks.
        line, before = before + 1, reader.line_num
        yield [line, *(_QUOTED_TEXT.sub(r"\1", cell.strip()) for cell in row)]


# XLSX


def read_xlsx(data: bytes, most: int = MAX_ROWS) -> Found:
    """Cells of the first sheet that shows something."""
    from openpyxl import load_workbook

    try:
        refusal = _refused(data)
        if refusal:
            return refusal
        # Formulas as they are typed, and nothing of other files.
        book = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    except _BROKEN:
        return "broken"
    if not book.worksheets:
        return "broken"
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for rank, sheet in enumerate(sheets):
        # What a sheet says of its size is what its author likes.
        sheet.reset_dimensions()
        try:
            found = _table(_sheet_rows(sheet), most)
        except _TooManyError:
            return "rows"
        except _BROKEN:
            return "broken"
        if found == "empty" and rank + 1 < len(sheets):
            continue
        if isinstance(found, str):
            return found
        others = len(sheets) - 1
        return found | {"notes": {"sheet": str(sheet.title)[:80], "other_sheets": others}}
    return "empty"


def _refused(data: bytes) -> str:
    """Why a ZIP is not opened: not a workbook, macros, too large, entities."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = archive.infolist()
        names = {part.filename for part in parts}
        if "mimetype" in names:
            return "open_document"
        if "xl/vbaProject.bin" in names:
            return "macros"
        if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
            return "no_workbook"
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNZIPPED:
            return "heavy"
        for part in parts:
            if part.filename.endswith((".xml", ".rels")) and _declares_a_type(archive, part):
                return "entities"
    return ""


def _declares_a_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether a part says what its entities are, which no spreadsheet does."""
    kept = b""
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            seen = kept + chunk
            if any(mark in seen for mark in _DOCTYPES):
                return True
            kept = chunk[-20:]
    return False


def _sheet_rows(sheet: Any) -> Iterator[Row]:
    for number, row in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_SCANNED:
            raise _TooManyError
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield [number, *cells]


def _text(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        return _digits(value, cell.number_format)
    return str(value).strip()


def _digits(value: float, shape: str) -> str:
    """A number as it is typed: its zeros first when its format shows them, never an exponent.

    Past fifteen digits its last ones are lost: the exponent says so.
    """
    if isinstance(value, float) and not value.is_integer():
        return str(value)
    if abs(value) >= _LARGEST:
        return f"{value:.5E}"
    text = str(int(value))
    return text.zfill(len(shape)) if _ZEROS.fullmatch(shape or "") else text


# Both


def _table(rows: Iterable[Row], most: int) -> Found:
    """The headings are the first line with several cells: what stands above is a title."""
    filled = (row for row in rows if any(row[1:]))
    headings: Row = []
    above = 0
    for _, *cells in filled:
        if sum(map(bool, cells)) > 1:
            headings = _trimmed(cells, 1)
            break
        above += 1
    if not headings:
        return "separator" if above else "empty"
    if len(headings) > MAX_COLUMNS:
        return "columns"
    kept = [[line, *_trimmed(cells, len(headings))] for line, *cells in islice(filled, most)]
    if most == MAX_ROWS and next(filled, None):
        return "rows"
    return {"headings": headings, "rows": kept} if kept else "no_rows"


def _trimmed(cells: Row, width: int) -> Row:
    """As many cells as there are headings; more only where the line says more."""
    while len(cells) > width and not cells[-1]:
        cells.pop()
    return [cell[:MAX_CELL] for cell in cells] + [""] * (width - len(cells))


PARSERS = {
    "csv": read_csv,
    "xlsx": read_xlsx,
    "csv_head": partial(read_csv, most=HEAD),
    "xlsx_head": partial(read_xlsx, most=HEAD),
}
