"""Lines of a PDF, in the order in which people read them."""

import re
from io import BytesIO
from itertools import groupby
from typing import Any

from .bounds import MAX_LINES, Found, pieces

MAX_PAGES = 12
MAX_BOXES = 400
# Text beside text: what a page of one or two columns has for zones.
WHOLE, LEFT, RIGHT = 0, 1, 2
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
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTTextBox
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        return "password"
    manager = PDFResourceManager(caching=False)
    device = PDFPageAggregator(manager, laparams=LAParams(boxes_flow=None))
    interpreter = PDFPageInterpreter(manager, device)
    lines: list[list[object]] = []
    pages = columns = 0
    gutter: float | None = None
    cut = False
    for page in PDFPage.create_pages(document):
        if pages == MAX_PAGES or len(lines) > MAX_LINES:
            cut = True
            break
        pages += 1
        interpreter.process_page(page)
        boxes = [_Box(box) for box in device.get_result() if isinstance(box, LTTextBox)]
        zones, gutter = _read_page([box for box in boxes if box.lines], gutter)
        columns += len({zone for zone, _ in zones} & {LEFT, RIGHT}) == 2
        for zone, box in zones:
            for row in box.lines:
                lines += [[piece, False, zone, row.size] for piece in pieces(row.text)]
    if pages == 0:
        return "broken"
    return {"lines": lines, "pages": pages, "columns": columns, "cut": cut}


class _Row:
    """A line of a page: its text, the size of its letters, where it stands."""

    def __init__(self, line: Any) -> None:
        self.text = line.get_text().strip()
        heights = sorted(
            size for char in line if (size := getattr(char, "size", 0)) and char.get_text().strip()
        )
        self.size = round(heights[len(heights) // 2], 1) if heights else 0
        self.x0, self.x1, self.middle = line.x0, line.x1, (line.y0 + line.y1) / 2
        self.height = line.height

    def is_beside(self, other: "_Row") -> bool:
        """Whether both stand on one line, as the eye sees it."""
        return abs(self.middle - other.middle) < 0.5 * min(self.height, other.height)


class _Box:
    """Lines that stand close together."""

    def __init__(self, box: Any) -> None:
        rows = [_Row(line) for line in box if hasattr(line, "get_text")]
        self.lines = [row for row in rows if row.text]
        self.x0, self.x1, self.y0, self.y1 = box.x0, box.x1, box.y0, box.y1


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
