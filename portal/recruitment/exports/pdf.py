"""A list as a PDF on landscape pages, with the faces of printed documents."""

from collections.abc import Iterator
from typing import IO

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from portal.recruitment.exports.files import written
from portal.recruitment.exports.rows import Column, columns_of, people_of
from portal.recruitment.listing import Person, Viewer
from portal.recruitment.models import Roster
from portal.recruitment.wording import place_of
from snippets import french
from snippets.pdf_fonts import displayed, joined, pieces, width, writable
from snippets.site import site_settings

INK, MUTED, LINE = HexColor("#1b2a33"), HexColor("#55626b"), HexColor("#c9d6da")
_PAGE = landscape(A4)
_SIDE, _TOP, _BOTTOM = 14 * mm, 14 * mm, 14 * mm
_SIZE, _LEADING, _GAP = 9.0, 11.5, 2.2 * mm
_MOST_LINES = 6
_FOOT = "Document personnel\u00a0: il ne sert qu’à cette session. Détruisez-le après usage."


def pdf_of(roster: Roster, viewer: Viewer) -> tuple[IO[bytes], int]:
    """The file, at its beginning, and how many people are in it; who asks closes it."""
    count = 0

    def draw(file: IO[bytes]) -> None:
        nonlocal count
        sheet = _Sheet(file, roster, columns_of(roster, viewer))
        for person in people_of(roster, viewer):
            sheet.person(person)
            count += 1
        sheet.end(count)

    return written(draw), count


class _Sheet:
    """Pages that are filled from the top; a person is never cut between two."""

    def __init__(self, file: IO[bytes], roster: Roster, columns: list[Column]) -> None:
        self.roster, self.columns = roster, columns
        self.canvas = Canvas(file, pagesize=_PAGE, lang="fr")
        self.canvas.setTitle(f"Inscriptions, {writable(roster.told_title)}")
        self.canvas.setAuthor(site_settings().site_name)
        total = sum(column.width for column in columns)
        room = _PAGE[0] - 2 * _SIDE
        self.widths = [room * column.width / total for column in columns]
        self.number = 0
        self._begin()

    def person(self, person: Person) -> None:
        """One line of the table, as high as its longest cell."""
        cells = [
            list(_wrapped(column.value(person), size - 2 * mm))
            for column, size in zip(self.columns, self.widths, strict=True)
        ]
        height = max(max(map(len, cells)), 1) * _LEADING + _GAP
        if self.y - height < _BOTTOM + _LEADING:
            self._foot()
            self.canvas.showPage()
            self._begin()
        self._row(cells, bold_first=True)
        self.y -= height
        self.canvas.setStrokeColor(LINE)
        self.canvas.line(_SIDE, self.y + _LEADING - 1, _PAGE[0] - _SIDE, self.y + _LEADING - 1)

    def end(self, count: int) -> None:
        """The last page says how many there are."""
        self._write(french.counted(count, "personne"), _SIDE, self.y - _GAP, bold=True)
        self._foot()
        self.canvas.save()

    def _begin(self) -> None:
        self.number += 1
        self.y = _PAGE[1] - _TOP
        self._write(writable(self.roster.told_title), _SIDE, self.y, bold=True, size=14)
        told = f"{french.when(self.roster.starts_at, self.roster.ends_at)}. {place_of(self.roster)}"
        self._write(writable(told), _SIDE, self.y - 15, colour=MUTED)
        self.y -= 36
        self._row([[column.label] for column in self.columns], colour=MUTED)
        self.y -= _LEADING + _GAP

    def _foot(self) -> None:
        self._write(f"{_FOOT} Page {self.number}.", _SIDE, _BOTTOM - 4 * mm, colour=MUTED, size=8)

    def _row(
        self, cells: list[list[str]], *, bold_first: bool = False, colour: HexColor = INK
    ) -> None:
        x = _SIDE
        for number, (lines, size) in enumerate(zip(cells, self.widths, strict=True)):
            for line_number, line in enumerate(lines):
                y = self.y - line_number * _LEADING
                self._write(line, x, y, bold=bold_first and number == 0, colour=colour)
            x += size

    def _write(
        self,
        text: str,
        x: float,
        y: float,
        *,
        bold: bool = False,
        colour: HexColor = INK,
        size: float = _SIZE,
    ) -> None:
        line = self.canvas.beginText(x, y)
        line.setFillColor(colour)
        for face, part in pieces(displayed(joined(text)), bold=bold):
            line.setFont(face, size)
            line.textOut(part)
        self.canvas.drawText(line)


def _wrapped(text: str, room: float) -> Iterator[str]:
    """The lines of a cell: cut between words, inside one that is too long, at six at most."""
    lines, line = [], ""
    for word in writable(text).split():
        rest = word
        if line and _size(f"{line} {rest}") <= room:
            line = f"{line} {rest}"
            continue
        if line:
            lines.append(line)
        while _size(rest) > room and len(rest) > 1:
            kept = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or _size(rest[:n]) <= room)
            lines.append(rest[:kept])
            rest = rest[kept:]
        line = rest
    lines.append(line)
    return iter(lines[:_MOST_LINES])


def _size(text: str) -> float:
    return width(text, bold=True) * _SIZE
