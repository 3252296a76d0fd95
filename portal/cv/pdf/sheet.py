"""A printed document: A4, tagged, in the faces of printed documents.

    sheet = Sheet(title="Contrat d’engagement", foot="Dossier 000123")
    sheet.heading("Contrat d’engagement", level=1)
    sheet.facts([("Du", "1er mars 2027")])
    sheet.signatures([("La personne", "Éloïse Martin"), ("Le Département", "")])
    pdf = sheet.finished()

Texts come as people wrote them: what no face has is left out. Lengths are in points.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from portal.cv.pdf.structure import Element, Mark
from portal.cv.pdf.tagging import tagged
from snippets.pdf_fonts import BASE, displayed, font, joined, pieces, width, writable
from snippets.site import site_settings

INK, MUTED, RULE = HexColor("#1b2a33"), HexColor("#55626b"), HexColor("#8a959c")
_WIDTH, _HEIGHT = A4
_SIDE, _TOP, _BOTTOM = 20 * mm, 18 * mm, 20 * mm
_SIZE, _LEADING = 10.5, 1.4
_HEADINGS = {1: 18.0, 2: 13.0, 3: 11.0}
_INDENT = 5 * mm
_BOX_HEIGHT, _BOX_GAP = 34 * mm, 8 * mm
# Not at the no-break spaces.
_BREAKS = re.compile(r"[ \t]+")


class Sheet:
    """Pages that are filled from the top; `finished` gives the file."""

    def __init__(self, *, title: str, foot: str = "") -> None:
        self.title, self.foot = writable(title), writable(foot)
        self.root = Element("Document")
        self._stream = BytesIO()
        self._canvas: Any = Canvas(
            self._stream,
            pagesize=A4,
            pageCompression=1,
            invariant=1,
            initialFontName=str(font(BASE, bold=False).fontName),
        )
        self._canvas.setTitle(self.title)
        self._canvas.setCreator(site_settings().site_name)
        self._page, self._marks = 0, 0
        # Where the present document begins: pages of each are counted from one.
        self._first = 0
        self.y = _HEIGHT - _TOP

    def begin(self, *, foot: str = "") -> None:
        """Another document in the same file, on a page of its own: for letters printed together."""
        if self._page > self._first or self.y < _HEIGHT - _TOP:
            self._turn()
        self.foot, self._first = writable(foot), self._page

    def heading(self, text: str, *, level: int = 2) -> None:
        """A heading, never alone at the foot of a page."""
        size = _HEADINGS[level]
        self._space(0 if level == 1 else size * 0.8)
        self._keep(size * _LEADING + 3 * _SIZE * _LEADING)
        self._block(self.root.add(f"H{level}"), text, size=size, bold=True)
        self._space(size * 0.25)

    def paragraph(
        self, text: str, *, bold: bool = False, muted: bool = False, indent: float = 0
    ) -> None:
        """A text; its own ends of lines stay."""
        colour = MUTED if muted else INK
        self._block(self.root.add("P"), text, bold=bold, colour=colour, indent=indent)
        self._space(_SIZE * 0.45)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Label and value, one line each; what has no value is left out."""
        for label, value in pairs:
            if value:
                self._block(self.root.add("P"), f"{label}\u00a0: {value}")
        self._space(_SIZE * 0.45)

    def items(self, texts: Iterable[str]) -> None:
        """A list with bullets."""
        found = [text for text in texts if text]
        if not found:
            return
        items = self.root.add("L")
        for text in found:
            item = items.add("LI")
            bullet, body = item.add("Lbl"), item.add("LBody")
            self._keep(_SIZE * _LEADING)
            with self._marked(bullet):
                self._line("•", _SIDE + 1 * mm, self.y - _SIZE, bold=False, colour=INK, size=_SIZE)
            self._block(body, text, indent=_INDENT)
        self._space(_SIZE * 0.45)

    def code(self, rows: Sequence[Sequence[bool]], *, alt: str, side: float = 30 * mm) -> None:
        """A QR code, at the left; `alt` is read aloud in its place."""
        quiet = 4
        module = side / (len(rows) + 2 * quiet)
        self._keep(side)
        figure = self.root.add("Figure", alt=alt)
        top, left = self.y - quiet * module, _SIDE + quiet * module
        figure.box = (_SIDE, self.y - side, _SIDE + side, self.y)
        with self._marked(figure):
            self._canvas.setFillColor(HexColor("#000000"))
            for across, row in enumerate(rows):
                for along, is_dark in enumerate(row):
                    if is_dark:
                        x, y = left + along * module, top - (across + 1) * module
                        self._canvas.rect(x, y, module, module, stroke=0, fill=1)
        self.y -= side
        self._space(2 * mm)

    def signatures(self, signers: Sequence[tuple[str, str]]) -> None:
        """Boxes side by side: who signs, their name, room for the date and the hand."""
        self._space(4 * mm)
        self._keep(_BOX_HEIGHT)
        top = self.y
        room = (_WIDTH - 2 * _SIDE - (len(signers) - 1) * _BOX_GAP) / len(signers)
        for position, (who, name) in enumerate(signers):
            x = _SIDE + position * (room + _BOX_GAP)
            with self._artifact():
                self._canvas.setStrokeColor(RULE)
                self._canvas.rect(x, top - _BOX_HEIGHT, room, _BOX_HEIGHT)
            self.y = top - 2 * mm
            for text, bold in ((who, True), (name, False), ("Date et signature\u00a0:", False)):
                if text:
                    self._block(self.root.add("P"), text, bold=bold, left=x + 3 * mm, room=room)
        self.y = top - _BOX_HEIGHT
        self._space(4 * mm)

    def finished(self) -> bytes:
        """The file, tagged. The same content gives the same bytes."""
        self._end_page()
        self._canvas.save()
        return tagged(self._stream.getvalue(), self.root, language="fr", title=self.title)

    def _block(
        self,
        element: Element,
        text: str,
        *,
        size: float = _SIZE,
        bold: bool = False,
        colour: HexColor = INK,
        indent: float = 0,
        left: float = _SIDE,
        room: float = _WIDTH - 2 * _SIDE,
    ) -> None:
        """Lines of one element, on as many pages as they need."""
        available = (room - indent - (0 if left == _SIDE else 6 * mm)) / size
        lines = list(_lines(writable(text), available, bold=bold))
        while lines:
            self._keep(size * _LEADING)
            here = max(1, int((self.y - _BOTTOM) / (size * _LEADING)))
            with self._marked(element):
                for line in lines[:here]:
                    self.y -= size * _LEADING
                    at = self.y + size * (_LEADING - 1)
                    self._line(f"{line} ", left + indent, at, bold=bold, colour=colour, size=size)
            lines = lines[here:]

    def _line(
        self, text: str, x: float, y: float, *, bold: bool, colour: HexColor, size: float
    ) -> None:
        line = self._canvas.beginText(x, y)
        line.setFillColor(colour)
        for face, part in pieces(displayed(joined(text)), bold=bold):
            line.setFont(face, size)
            line.textOut(part)
        self._canvas.drawText(line)

    def _space(self, height: float) -> None:
        if self.y < _HEIGHT - _TOP:
            self.y -= height

    def _keep(self, height: float) -> None:
        """Turn the page unless there is room left for this much."""
        if self.y - height < _BOTTOM:
            self._turn()

    def _turn(self) -> None:
        self._end_page()
        self._page, self._marks = self._page + 1, 0
        self.y = _HEIGHT - _TOP

    def _end_page(self) -> None:
        with self._artifact():
            foot = f"{self.foot}  –  " if self.foot else ""
            text = f"{foot}page {self._page - self._first + 1}"
            self._line(text, _SIDE, 10 * mm, bold=False, colour=MUTED, size=8.5)
        self._canvas.showPage()

    @contextmanager
    def _marked(self, element: Element) -> Iterator[None]:
        mark = Mark(self._page, self._marks)
        self._marks += 1
        element.kids.append(mark)
        tag = "Span" if element.tag == "LI" else element.tag
        self._canvas._code.append(f"/{tag} <</MCID {mark.number}>> BDC")  # noqa: SLF001 - as CVs do
        yield
        self._canvas._code.append("EMC")  # noqa: SLF001 - the same

    @contextmanager
    def _artifact(self) -> Iterator[None]:
        self._canvas._code.append("/Artifact BMC")  # noqa: SLF001 - the same
        yield
        self._canvas._code.append("EMC")  # noqa: SLF001 - the same


def _lines(text: str, available: float, *, bold: bool) -> Iterator[str]:
    """Lines no wider than `available` ems; a word that is wider alone is cut."""
    for paragraph in text.splitlines() or [""]:
        line = ""
        for word in filter(None, _BREAKS.split(paragraph)):
            rest = word
            if line and width(f"{line} {rest}", bold=bold) <= available:
                line = f"{line} {rest}"
                continue
            if line:
                yield line
            while width(rest, bold=bold) > available and len(rest) > 1:
                kept = next(
                    n
                    for n in range(len(rest) - 1, 0, -1)
                    if n == 1 or width(rest[:n], bold=bold) <= available
                )
                yield rest[:kept]
                rest = rest[kept:]
            line = rest
        yield line
