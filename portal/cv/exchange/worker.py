"""Reads the text of a PDF or DOCX file, alone in a process of its own with little memory and time.

A program: the file on standard input, its kind as argument, one JSON object on standard output:
`lines` ([text, is an item of a list]), `pages`, `columns` (how many pages look like two columns),
`cut` (more pages than were read), or `error` (a key of `files.MESSAGES`). It knows nothing of the
project: whatever a hostile file does to it, it does to it alone.
"""

import json
import sys
import zipfile
from io import BytesIO
from typing import Any

MAX_PAGES = 12
LINE = 2000
MAX_CHARACTERS = 120_000
MAX_UNZIPPED = 60_000_000
MEMORY = 700_000_000
SECONDS = 12


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows: there, the parent's clock alone stops it
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def read_pdf(data: bytes) -> dict[str, object]:
    """Lines in reading order; a page of two columns is read left, then right."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LAParams, LTTextBox, LTTextLine
    from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    try:
        document = PDFDocument(PDFParser(BytesIO(data)))
    except (PDFPasswordIncorrect, PDFTextExtractionNotAllowed):
        return {"error": "password"}
    manager = PDFResourceManager(caching=False)
    device = PDFPageAggregator(manager, laparams=LAParams(boxes_flow=None))
    interpreter = PDFPageInterpreter(manager, device)
    lines: list[list[object]] = []
    pages = columns = 0
    cut = False
    for page in PDFPage.create_pages(document):
        if pages == MAX_PAGES or len(lines) > 5_000:
            cut = True
            break
        pages += 1
        interpreter.process_page(page)
        boxes = [box for box in device.get_result() if isinstance(box, LTTextBox)]
        ordered, two = _in_order(boxes)
        columns += two
        for box in ordered:
            for line in box:
                text = line.get_text().strip() if isinstance(line, LTTextLine) else ""
                lines += [[piece, False] for piece in _pieces(text)]
    if pages == 0:
        return {"error": "broken"}
    return {"lines": lines, "pages": pages, "columns": columns, "cut": cut}


def _pieces(text: str) -> list[str]:
    """A line that is too long is several: nothing of it is lost."""
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def _in_order(boxes: list) -> tuple[list, bool]:
    """Top to bottom; when a gutter parts the page, what is left of it first."""
    boxes = sorted(boxes, key=lambda box: (-round(box.y1), box.x0))
    if len(boxes) > 400:
        return boxes, False
    for gutter in sorted({round(box.x0) - 2 for box in boxes}):
        crossing = [box for box in boxes if box.x0 < gutter < box.x1]
        left = [box for box in boxes if box.x1 <= gutter]
        right = [box for box in boxes if box.x0 >= gutter]
        tall = min((_reach(side) for side in (left, right) if side), default=0)
        if left and right and len(crossing) <= 2 and tall > 200 and min(len(left), len(right)) > 3:
            top = max(box.y1 for box in (*left, *right))
            head = [box for box in crossing if box.y0 >= top - 5]
            rest = [box for box in crossing if box.y0 < top - 5]
            return [*head, *left, *right, *rest], True
    return boxes, False


def _reach(boxes: list) -> float:
    return max(box.y1 for box in boxes) - min(box.y0 for box in boxes)


def read_docx(data: bytes) -> dict[str, object]:
    """Paragraphs in order, those of tables and of page headers included; no text boxes."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNZIPPED:
                return {"error": "heavy"}
            if any(item.flag_bits & 1 for item in archive.infolist()):
                return {"error": "password"}
            if "word/document.xml" not in archive.namelist():
                return {"error": "no_docx"}
            types = archive.read("[Content_Types].xml")
            if b"macroEnabled" in types or "word/vbaProject.bin" in archive.namelist():
                return {"error": "macros"}
    except zipfile.BadZipFile:
        return {"error": "broken"}
    from docx import Document
    from docx.oxml.ns import qn
    from docx.text.paragraph import Paragraph

    document = Document(BytesIO(data))
    lines: list[list[object]] = []
    boxes = False
    for root in _roots(document):
        for element in root.iter(qn("w:p")):
            if any(parent.tag == qn("w:txbxContent") for parent in element.iterancestors()):
                boxes = True
                continue
            paragraph = Paragraph(element, document)
            style = paragraph.style.name if paragraph.style is not None else ""
            item = (style or "").startswith("List")
            item = item or element.find(f".//{qn('w:numPr')}") is not None
            for part in paragraph.text.split("\n"):
                lines += [[piece, item] for piece in _pieces(part.strip())]
    return {"lines": lines, "pages": 1, "columns": 0, "cut": False, "boxes": boxes}


def _roots(document: Any) -> list:
    """Headers, where many write their name and address; the text; footers."""
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
    return [*above, document.element.body, *below]


def main() -> None:
    """Read standard input; write the answer, whatever happens."""
    _limit()
    data = sys.stdin.buffer.read()
    try:
        answer = read_pdf(data) if sys.argv[1] == "pdf" else read_docx(data)
    except MemoryError:
        answer = {"error": "heavy"}
    except Exception:  # noqa: BLE001 - parsers of hostile files raise anything
        answer = {"error": "broken"}
    if "lines" in answer:
        total, kept = 0, []
        for line in answer["lines"]:  # type: ignore[attr-defined]
            total += len(line[0])
            if total > MAX_CHARACTERS:
                answer["cut"] = True
                break
            kept.append(line)
        answer["lines"] = kept
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
