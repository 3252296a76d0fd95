"""Reads the text of a PDF or DOCX file, in a sandbox (`snippets.sandbox`): no project in it.

What a parser returns: `lines` ([text, is an item of a list, zone, size of its letters in points];
see `lines.Line`), `pages`, `columns` (how many pages look like two columns), `cut` (more pages than
were read); or a value of `files.Unreadable`.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from io import BytesIO
from itertools import count, groupby
from typing import Any

MAX_PAGES = 12
LINE = 2000
MAX_CHARACTERS = 120_000
MAX_LINES = 5_000
MAX_PARAGRAPHS = 10_000
# What a DOCX may hold once it is unpacked: its texts (XML), then everything, pictures included.
MAX_XML = 8_000_000
MAX_UNZIPPED = 40_000_000
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
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "sym": "• "}
UNSAID = ("pPr", "rPr", "txbxContent", "Fallback", "del", "moveFrom", "instrText", "delText")


Found = dict[str, Any] | str


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
                lines += [[piece, False, zone, row.size] for piece in _pieces(row.text)]
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


def _pieces(text: str) -> list[str]:
    """A line that is too long is several: nothing of it is lost."""
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


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


def read_docx(data: bytes) -> Found:
    """Paragraphs in order: those of tables, text boxes, page headers and footers included."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            if _unpacked(parts) > MAX_UNZIPPED or _unpacked(texts) > MAX_XML:
                return "heavy"
            if any(part.flag_bits & 1 for part in parts):
                return "password"
            names = archive.namelist()
            if "word/document.xml" not in names:
                return _other(archive, names)
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or "word/vbaProject.bin" in names:
                return "macros"
    except zipfile.BadZipFile:
        return "broken"
    from docx import Document

    document = Document(BytesIO(data))
    looks = _Looks(document)
    lines: list[list[object]] = []
    boxes, seen = count(1), count(1)
    for zone, root in _roots(document):
        for paragraph, inside in _paragraphs(root, zone, boxes):
            if len(lines) > MAX_LINES or next(seen) > MAX_PARAGRAPHS:
                return {"lines": lines, "pages": 1, "columns": 0, "cut": True}
            item, size = looks.of(paragraph)
            for part in "".join(_texts(paragraph)).split("\n"):
                lines += [[piece, item, inside, size] for piece in _pieces(part.strip())]
    return {"lines": lines, "pages": 1, "columns": 0, "cut": False}


def _unpacked(parts: list[zipfile.ZipInfo]) -> int:
    """Bytes that the archive says; it gives no more than it says."""
    return sum(part.file_size for part in parts)


def _other(archive: zipfile.ZipFile, names: list[str]) -> str:
    """What a file in the same container as Word's is."""
    if "mimetype" in names and b"opendocument" in archive.read("mimetype"):
        return "writer"
    return "pages" if any(name.endswith(".iwa") for name in names) else "no_docx"


def _roots(document: Any) -> list[tuple[int, Any]]:
    """Headers, where many write their name and address; the text; footers. Each is a zone."""
    above: list = []
    below: list = []
    for section in document.sections:
        for parts, names in (
            (above, ("first_page_header", "header")),
            (below, ("first_page_footer", "footer")),
        ):
            for name in names:
                part = getattr(section, name)
                if not part.is_linked_to_previous:
                    parts.append(part._element)  # noqa: SLF001
    around = [(-number, root) for number, root in enumerate([*above, *below], start=1)]
    return [*around[: len(above)], (WHOLE, document.element.body), *around[len(above) :]]


def _paragraphs(element: Any, zone: int, boxes: Iterator[int]) -> Iterator[tuple[Any, int]]:
    """Paragraphs as they follow each other, those of a text box below the one that holds it.

    A text box is a zone, and is there twice: for Word as it is, for older ones in `Fallback`.
    """
    for child in element:
        name = _name(child)
        if name == "p":
            yield child, zone
        if name == "txbxContent":
            yield from _paragraphs(child, next(boxes), boxes)
        elif name == "AlternateContent":
            copies = sorted(child, key=lambda copy: _name(copy) != "Choice")
            for copy in copies[:1]:
                yield from _paragraphs(copy, zone, boxes)
        else:
            yield from _paragraphs(child, zone, boxes)


def _texts(element: Any) -> Iterator[str]:
    """What a paragraph says, content controls included; not its text boxes, nor what is deleted."""
    for child in element:
        name = _name(child)
        if name == "t":
            yield child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name not in UNSAID:
            yield from _texts(child)


class _Looks:
    """How paragraphs look, as they say or as their style does; a style is looked up once."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.styles: dict[str | None, tuple[bool, float]] = {}

    def of(self, paragraph: Any) -> tuple[bool, float]:
        """Whether it is an item of a list, and the size of its largest letters."""
        from docx.oxml.ns import qn

        if paragraph.style not in self.styles:
            self.styles[paragraph.style] = self._of_style(paragraph.style)
        item, usual = self.styles[paragraph.style]
        item = item or paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
        sizes = [
            float(size.get(qn("w:val"))) / 2
            for run in paragraph.iter(qn("w:r"))
            if run.find(qn("w:t")) is not None
            for size in run.findall(f"{qn('w:rPr')}/{qn('w:sz')}")
        ]
        return item, max(sizes, default=usual)

    def _of_style(self, key: str | None) -> tuple[bool, float]:
        """The same, of a style; those that it is made from say what it does not."""
        from docx.enum.style import WD_STYLE_TYPE

        style = self.document.part.get_style(key, WD_STYLE_TYPE.PARAGRAPH)
        item = (style.name or "").startswith("List") if style is not None else False
        while style is not None:
            if style.font.size is not None:
                return item, style.font.size.pt
            style = style.base_style
        return item, 11


def _name(element: Any) -> str:
    """The name of an element, without its namespace; "" for a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def parse(data: bytes, read: Callable[[bytes], Found]) -> Found:
    """What the file says, up to `MAX_CHARACTERS`, whatever it does but to take too much."""
    try:
        found = read(data)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        return "broken"
    if isinstance(found, dict):
        total, kept = 0, []
        for line in found["lines"]:
            total += len(line[0])
            if total > MAX_CHARACTERS:
                found["cut"] = True
                break
            kept.append(line)
        found["lines"] = kept
    return found


PARSERS: dict[str, Callable[[bytes], Found]] = {
    "pdf": partial(parse, read=read_pdf),
    "docx": partial(parse, read=read_docx),
}
