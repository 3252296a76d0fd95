"""Lines of a PDF, in the order in which people read them."""

import re
from itertools import groupby

import pypdfium2 as pdfium
import pypdfium2.raw as c

from .bounds import MAX_CHARACTERS, MAX_LINES, Found, pieces
from .edges import without_edges
from .glyphs import Row, rows_of

MAX_PAGES = 12
MAX_BOXES = 400
MAX_ROWS = 1500  # of a page, for its rows to be put together
LINE_GAP = 0.5  # between two rows of a box, of the height of one
# Text beside text: what a page of one or two columns has for zones.
WHOLE, LEFT, RIGHT = 0, 1, 2
# Text that stands across the page: each is a zone, from this number on.
ACROSS = 10
# Dates alone, whatever month they are of: they belong to what stands beside them.
_MONTHS = (
    "janv(?:ier)?|jan(?:uar[yi]?)?|f[ée]v(?:r(?:ier)?)?|feb(?:ruary?)?|mar(?:s|ch)?|m[aä]rz|"
    "avr(?:il)?|apr(?:il)?|mai|may|juin|jun[ei]?|juil(?:let)?|jul[iy]?|ao[uû]t|aug(?:ust)?|"
    "sept?(?:embre|ember)?|o[ck]t(?:obre|ober)?|nov(?:embre|ember)?|d[ée][cz](?:embre|ember)?"
)
DATES = re.compile(
    rf"(?=.*(?:(?:19|20)\d\d|\d\d/\d\d\s*[–—-]))(?:[\d\s/.,’'()\[\]–—-]|\b(?:{_MONTHS}|printemps|[ée]t[ée]|automne|hiver|"
    r"depuis|since|seit|de|du|d|l|le|à|a|au|to|bis|en|in|ce|nos|jours?|cours|now|pr[ée]sent|aujourd|hui|"
    r"actuel(?:lement)?)\b)+",
    re.IGNORECASE,
)


def read_pdf(data: bytes) -> Found:
    """Lines in reading order; a page of two columns is read left, then right."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        code = c.FPDF_GetLastError()
        return "password" if code in (c.FPDF_ERR_PASSWORD, c.FPDF_ERR_SECURITY) else "broken"
    if len(document) == 0:
        return "broken"
    document.init_forms()
    lines: list[list[object]] = []
    columns = 0
    gutter: float | None = None
    count = min(len(document), MAX_PAGES)
    pages: list[list[Row]] = []
    letters = 0
    for index in range(count):
        if letters > MAX_CHARACTERS:
            break
        pages.append(rows_of(_flat(document, index)))
        letters += sum(len(row.text) for row in pages[-1])
    around, pages = without_edges(pages, len(document))
    lines += [[piece, False, zone, row.size] for zone, row in around for piece in pieces(row.text)]
    for index, rows in enumerate(pages):
        if len(lines) > MAX_LINES:
            break
        zones, gutter = _read_page(_boxes([row for row in rows if not row.turned]), gutter)
        columns += len({zone for zone, _ in zones} & {LEFT, RIGHT}) == 2
        for zone, box in zones:
            for row in box.lines:
                lines += [[piece, False, zone, row.size] for piece in pieces(row.text)]
        across = [row for row in rows if row.turned]
        for zone, row in enumerate(across, start=ACROSS + index * MAX_LINES):
            lines += [[piece, False, zone, row.size] for piece in pieces(row.text)]
    cut = len(pages) < len(document) or len(lines) > MAX_LINES
    return {"lines": lines, "pages": len(pages), "columns": columns, "cut": cut}


def _flat(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
    """A page with what was typed in its form, which is not of its text otherwise."""
    page = document[index]
    if c.FPDFPage_GetAnnotCount(page.raw) > 0:
        c.FPDFPage_Flatten(page.raw, c.FLAT_NORMALDISPLAY)
        page.close()
        page = document[index]
    return page


class _Box:
    """Rows that stand close together."""

    def __init__(self, rows: list[Row]) -> None:
        self.lines = sorted(rows, key=lambda row: -row.y1)
        self.x0, self.x1 = min(row.x0 for row in rows), max(row.x1 for row in rows)
        self.y0, self.y1 = min(row.y0 for row in rows), max(row.y1 for row in rows)


def _boxes(rows: list[Row]) -> list[_Box]:
    """Rows of one size that stand below each other, aligned on a side or in the middle."""
    if len(rows) > MAX_ROWS:
        return [_Box([row]) for row in rows]
    box_of = list(range(len(rows)))

    def root(index: int) -> int:
        while box_of[index] != index:
            box_of[index] = box_of[box_of[index]]
            index = box_of[index]
        return index

    ordered = sorted(range(len(rows)), key=lambda index: -rows[index].y1)
    for place, upper in enumerate(ordered):
        for lower in ordered[place + 1 :]:
            if rows[lower].y1 < rows[upper].y0 - LINE_GAP * rows[upper].height:
                break
            if _is_close(rows[upper], rows[lower]):
                box_of[root(lower)] = root(upper)
    groups: dict[int, list[Row]] = {}
    for index, row in enumerate(rows):
        groups.setdefault(root(index), []).append(row)
    return [_Box(group) for group in groups.values()]


def _is_close(upper: Row, lower: Row) -> bool:
    reach = LINE_GAP * upper.height
    if abs(upper.height - lower.height) > reach or upper.x0 >= lower.x1 or lower.x0 >= upper.x1:
        return False
    ends = (
        upper.x0 - lower.x0,
        upper.x1 - lower.x1,
        (upper.x0 + upper.x1 - lower.x0 - lower.x1) / 2,
    )
    return any(abs(end) < reach for end in ends)


def _read_page(
    boxes: list[_Box], known: float | None
) -> tuple[list[tuple[int, _Box]], float | None]:
    """Boxes in reading order, each with its zone; dates go to the line that they are the dates of.

    A column that is mostly dates is none: what stands beside each is read with it.
    """
    zones, gutter = _zones(boxes, known)
    for side in (LEFT, RIGHT):
        rows = [row for zone, box in zones if zone == side for row in box.lines]
        if rows and 2 * sum(bool(DATES.fullmatch(row.text)) for row in rows) >= len(rows):
            return _zones(_with_dates(boxes), known)
    ordered = []
    for zone, group in groupby(zones, key=lambda found: found[0]):
        dated = _with_dates([box for _, box in group])
        ordered += [(zone, box) for box in sorted(dated, key=_from_top)]
    return ordered, gutter


def _from_top(box: _Box) -> tuple[float, float]:
    return -round(box.y1), box.x0


def _with_dates(boxes: list[_Box]) -> list[_Box]:
    """Dates that stand in a column of their own, put on the line that they are the dates of."""
    if len(boxes) > MAX_BOXES:
        return boxes
    dates = [box for box in boxes if all(DATES.fullmatch(row.text) for row in box.lines)]
    others = [box for box in boxes if box not in dates]
    rows = [row for box in others for row in box.lines]
    kept = []
    for box in dates:
        for row in list(box.lines):
            beside = [other for other in rows if other.is_beside(row)]
            if not beside:
                continue
            nearest = min(beside, key=lambda other: max(other.x0 - row.x1, row.x0 - other.x1))
            first, last = (row, nearest) if row.x0 < nearest.x0 else (nearest, row)
            nearest.text = f"{first.text}\t{last.text}"
            box.lines.remove(row)
        if box.lines:
            kept.append(box)
    return [*others, *kept]


def _zones(boxes: list[_Box], known: float | None) -> tuple[list[tuple[int, _Box]], float | None]:
    """Boxes from top to bottom; when a gutter parts the page, what is left of it first.

    Also returns where the gutter is. A page that is all on one side of the one that is known goes
    on with that column.
    """
    boxes = sorted(boxes, key=_from_top)
    if len(boxes) > MAX_BOXES:
        return [(WHOLE, box) for box in boxes], known
    for gutter in sorted({round(box.x0) - 2 for box in boxes}):
        crossing = [box for box in boxes if box.x0 < gutter < box.x1]
        left = [box for box in boxes if box.x1 <= gutter]
        right = [box for box in boxes if box.x0 >= gutter]
        tall = min((_reach(side) for side in (left, right) if side), default=0)
        if left and right and len(crossing) <= 2 and tall > 200 and min(len(left), len(right)) > 3:
            top = max(box.y1 for box in (*left, *right))
            head = [(WHOLE, box) for box in crossing if box.y0 >= top - 5]
            rest = [(WHOLE, box) for box in crossing if box.y0 < top - 5]
            columns = [(LEFT, box) for box in left] + [(RIGHT, box) for box in right]
            return [*head, *columns, *rest], gutter
    if known is not None and all(box.x0 >= known - 5 for box in boxes):
        return [(RIGHT, box) for box in boxes], known
    if known is not None and all(box.x1 <= known + 5 for box in boxes):
        return [(LEFT, box) for box in boxes], known
    return [(WHOLE, box) for box in boxes], known


def _reach(boxes: list) -> float:
    return max(box.y1 for box in boxes) - min(box.y0 for box in boxes)
