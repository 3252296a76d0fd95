"""A printed sheet of the area: A4, tagged so that it can be heard, with the faces of documents.

sheet = Sheet(title="Synthèse", foot="Document confidentiel.")
sheet.title("Éloïse Martin")
sheet.facts([("Parcours", "Social")])
pdf = sheet.end()
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import BytesIO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from portal.cv.pdf.structure import Element, Mark
from portal.cv.pdf.tagging import tagged
from snippets.pdf_fonts import BASE, directed, displayed, font, joined, pieces, width, writable

_INK, _MUTED, _DEEP = HexColor("#1b2a33"), HexColor("#55626b"), HexColor("#0f4c5c")
_SIDE, _TOP, _BOTTOM = 20 * mm, 18 * mm, 20 * mm
_LABELS = 42 * mm
_SIZE, _LEADING = 10.0, 14.0


class Sheet:
    """Pages that are filled from the top. Each method adds a block; `end` gives the bytes."""

    def __init__(self, *, title: str, foot: str) -> None:
        self.name, self.foot = title, writable(foot)
        self.stream = BytesIO()
        face = str(font(BASE, bold=False).fontName)
        self.canvas = Canvas(self.stream, pagesize=A4, invariant=1, initialFontName=face)
        self.canvas.setTitle(title)
        self.canvas.setCreator("Déclic")
        self.root = Element("Document")
        self.page, self.number = 0, 0
        self.room = A4[0] - 2 * _SIDE
        self.y = A4[1] - _TOP

    def title(self, text: str) -> None:
        """The first heading."""
        self._block("H1", text, size=18, bold=True, colour=_DEEP)

    def heading(self, text: str) -> None:
        """A section begins; never alone at the foot of a page."""
        self._need(4 * _LEADING)
        self.y -= 8
        self._block("H2", text, size=12.5, bold=True, colour=_DEEP)

    def paragraph(self, text: str, *, muted: bool = False, bold: bool = False) -> None:
        """A text, its ends of lines kept."""
        self._block("P", text, bold=bold, colour=_MUTED if muted else _INK)

    def facts(self, rows: Iterable[tuple[str, str]]) -> None:
        """Labels on the left, what they are on the right; what is empty is left out."""
        for label, value in rows:
            if value.strip():
                self._fact(label, value)
        self.y -= 3

    def items(self, texts: Iterable[str]) -> None:
        """A list."""
        made = self.root.add("L")
        for text in texts:
            item = made.add("LI")
            bullet, body = item.add("Lbl"), item.add("LBody")
            for index, line in enumerate(_wrapped(text, self.room - 12, _SIZE)):
                self._need(_LEADING)
                if index == 0:
                    self._line("•", _SIDE, bullet, colour=_DEEP)
                self._line(line, _SIDE + 12, body)
                self.y -= _LEADING
        self.y -= 3

    def end(self) -> bytes:
        """The file, with its structure."""
        self._close_page()
        self.canvas.save()
        return tagged(self.stream.getvalue(), self.root, language="fr", title=self.name)

    def _block(
        self,
        tag: str,
        text: str,
        *,
        size: float = _SIZE,
        bold: bool = False,
        colour: HexColor = _INK,
    ) -> None:
        element = self.root.add(tag)
        for line in _wrapped(text, self.room, size, bold=bold):
            self._need(size * 1.4)
            self._line(line, _SIDE, element, size=size, bold=bold, colour=colour)
            self.y -= size * 1.4
        self.y -= 3

    def _fact(self, label: str, value: str) -> None:
        element = self.root.add("P")
        names = list(_wrapped(f"{label}\u00a0:", _LABELS - 4, _SIZE))
        values = list(_wrapped(value, self.room - _LABELS, _SIZE, bold=True))
        for index in range(max(len(names), len(values))):
            self._need(_LEADING)
            if index < len(names):
                self._line(names[index], _SIDE, element, colour=_MUTED)
            if index < len(values):
                self._line(values[index], _SIDE + _LABELS, element, bold=True)
            self.y -= _LEADING

    def _need(self, height: float) -> None:
        """Turn the page when there is no room left."""
        if self.y - height < _BOTTOM:
            self._close_page()
            self.page, self.number = self.page + 1, 0
            self.y = A4[1] - _TOP

    def _close_page(self) -> None:
        with self._artifact():
            lines = list(_wrapped(f"{self.foot} Page {self.page + 1}.", self.room, 8))
            for index, line in enumerate(lines):
                self._write(line, _SIDE, _BOTTOM - (index + 2) * 10, 8, _MUTED, bold=False)
        self.canvas.showPage()

    def _line(
        self,
        text: str,
        x: float,
        element: Element,
        *,
        size: float = _SIZE,
        bold: bool = False,
        colour: HexColor = _INK,
    ) -> None:
        mark = Mark(self.page, self.number)
        self.number += 1
        element.kids.append(mark)
        self.canvas._code.append(f"/{element.tag} <</MCID {mark.number}>> BDC")  # noqa: SLF001
        self._write(f"{text} ", x, self.y - size, size, colour, bold=bold)
        self.canvas._code.append("EMC")  # noqa: SLF001

    @contextmanager
    def _artifact(self) -> Iterator[None]:
        self.canvas._code.append("/Artifact BMC")  # noqa: SLF001
        yield
        self.canvas._code.append("EMC")  # noqa: SLF001

    def _write(
        self, text: str, x: float, y: float, size: float, colour: HexColor, *, bold: bool
    ) -> None:
        for stretch in directed(displayed(joined(text))):
            line = self.canvas.beginText(x, y)
            line.setFillColor(colour)
            for name, part in pieces(stretch, bold=bold):
                line.setFont(name, size)
                line.textOut(part)
            self.canvas.drawText(line)
            x += width(stretch, bold=bold) * size


def _wrapped(text: str, room: float, size: float, *, bold: bool = False) -> Iterator[str]:
    """Lines that fit: cut between words, inside one that is too long."""
    for paragraph in writable(text).splitlines() or [""]:
        line = ""
        for word in paragraph.split(" "):
            rest = word
            longer = f"{line} {rest}" if line else rest
            if width(longer, bold=bold) * size <= room:
                line = longer
                continue
            if line:
                yield line
            while width(rest, bold=bold) * size > room and len(rest) > 1:
                kept = len(rest) - 1
                while kept > 1 and width(rest[:kept], bold=bold) * size > room:
                    kept -= 1
                yield rest[:kept]
                rest = rest[kept:]
            line = rest
        yield line
