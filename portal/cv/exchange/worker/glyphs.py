"""Rows of a page of a PDF: its glyphs, as PDFium finds them, put together as the eye does.

Lengths are in points, from the lower left corner of the page as most of its text stands.
"""

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as c

MAX_GLYPHS = 60_000
# Of the size of letters: what parts two words, and two things that stand side by side.
WORD_GAP, ROW_GAP = 0.17, 1.2
NEAR = 0.12  # how far the second drawing of a bold letter is
STACK = 4  # letters below each other, for them to be a word
_QUARTER = math.pi / 2
# An accent that a program draws over its letter (LaTeX), and the sign that joins it.
_ACCENTS = {
    "´": "\u0301",
    "`": "\u0300",
    "ˋ": "\u0300",
    "ˊ": "\u0301",
    "^": "\u0302",
    "ˆ": "\u0302",
    "¨": "\u0308",
    "¸": "\u0327",
    "~": "\u0303",
    "˜": "\u0303",
    "˚": "\u030a",
}
_DOTLESS = {"ı": "i", "ȷ": "j"}
_NO_LETTER = "(cid:0)"


@dataclass(slots=True)
class Glyph:
    """A letter and where it stands; `turn`: in quarters, from the horizontal."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    turn: int = 0


@dataclass(slots=True)
class Row:
    """A line of a page: its text, the size of its letters, where it stands."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    turned: bool = False

    @property
    def height(self) -> float:
        """Of its letters, from the top of the tallest."""
        return self.y1 - self.y0

    @property
    def middle(self) -> float:
        """Half-way up."""
        return (self.y0 + self.y1) / 2

    def is_beside(self, other: "Row") -> bool:
        """Whether both stand on one line, as the eye sees it."""
        return abs(self.middle - other.middle) < 0.5 * min(self.height, other.height)


def rows_of(page: pdfium.PdfPage) -> list[Row]:
    """Rows in the order of the file; those that stand across the others are the last."""
    text_page = page.get_textpage()
    glyphs = list(_once(_accented(list(_glyphs(text_page)))))
    text_page.close()
    turns = Counter(glyph.turn for glyph in glyphs if glyph.text.strip())
    usual = turns.most_common(1)[0][0] if turns else 0
    rows = _rows([_turned(glyph, usual) for glyph in glyphs if glyph.turn == usual])
    for turn in sorted(turns.keys() - {usual}):
        for row in _rows([_turned(glyph, turn) for glyph in glyphs if glyph.turn == turn]):
            row.turned = True
            rows.append(row)
    return _unstacked(rows)


def _glyphs(text_page: pdfium.PdfTextPage) -> Iterator[Glyph]:
    """What is drawn, whatever forms it is in; spaces that PDFium guesses are left to us."""
    raw, box, matrix = text_page.raw, c.FS_RECTF(), c.FS_MATRIX()
    for index in range(min(text_page.count_chars(), MAX_GLYPHS)):
        code = c.FPDFText_GetUnicode(raw, index)
        if c.FPDFText_IsGenerated(raw, index) == 1:
            continue
        if not c.FPDFText_GetLooseCharBox(raw, index, ctypes.byref(box)):
            continue
        size = c.FPDFText_GetFontSize(raw, index)
        if c.FPDFText_GetMatrix(raw, index, ctypes.byref(matrix)):
            size *= math.hypot(matrix.c, matrix.d) or 1
        turn = -round(c.FPDFText_GetCharAngle(raw, index) / _QUARTER) % 4
        # PDFium says 2 for a hyphen at the end of a line, 0 for a glyph that has no letter.
        text = "-" if code == 2 else chr(code) if code else _NO_LETTER
        yield Glyph(text, box.left, box.bottom, box.right, box.top, size, turn)


def _accented(glyphs: list[Glyph]) -> list[Glyph]:
    """Letters with the accents that are drawn over them, before or after."""
    found: list[Glyph] = []
    waiting: Glyph | None = None
    for glyph in glyphs:
        if waiting is not None and not _join(waiting, glyph):
            found.append(waiting)
        waiting = None
        if glyph.text not in _ACCENTS:
            found.append(glyph)
        elif not (found and _join(glyph, found[-1])):
            waiting = glyph
    return [*found, waiting] if waiting is not None else found


def _join(accent: Glyph, letter: Glyph) -> bool:
    """Put an accent on the letter that it stands over; whether it does."""
    if not _is_over(accent, letter):
        return False
    bare = _DOTLESS.get(letter.text, letter.text)
    text = unicodedata.normalize("NFC", bare + _ACCENTS[accent.text])
    if len(text) > 1:
        return False
    letter.text = text
    return True


def _is_over(accent: Glyph, letter: Glyph) -> bool:
    middle = (accent.x0 + accent.x1) / 2
    near = abs(accent.y0 - letter.y0) < letter.size and accent.turn == letter.turn
    return letter.text.isalpha() and near and letter.x0 <= middle <= letter.x1


def _once(glyphs: list[Glyph]) -> Iterator[Glyph]:
    """Each letter once: bold is sometimes the same text drawn twice, a hair further."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        step = max(glyph.size * NEAR * 2, 0.1)
        column, line = int(glyph.x0 // step), int(glyph.y0 // step)
        around = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((glyph.text, column + dx, line + dy), ())
        )
        near = glyph.size * NEAR
        if glyph.text.strip() and any(
            abs(other.x0 - glyph.x0) < near and abs(other.y0 - glyph.y0) < near for other in around
        ):
            continue
        seen.setdefault((glyph.text, column, line), []).append(glyph)
        yield glyph


def _turned(glyph: Glyph, turn: int) -> Glyph:
    """The same on a page that is turned so that its text is upright."""
    x0, y0, x1, y1 = glyph.x0, glyph.y0, glyph.x1, glyph.y1
    for _ in range(turn):
        x0, y0, x1, y1 = y0, -x1, y1, -x0
    return Glyph(glyph.text, x0, y0, x1, y1, glyph.size)


def _rows(glyphs: list[Glyph]) -> list[Row]:
    rows: list[Row] = []
    held: list[Glyph] = []
    for glyph in glyphs:
        if held and not _goes_on(held[-1], glyph):
            rows += _row(held)
            held = []
        held.append(glyph)
    return rows + _row(held)


def _goes_on(last: Glyph, glyph: Glyph) -> bool:
    """Whether a glyph is of the row of the one before it."""
    shared = min(last.y1, glyph.y1) - max(last.y0, glyph.y0)
    if shared < 0.5 * min(last.y1 - last.y0, glyph.y1 - glyph.y0):
        return False
    gap, size = glyph.x0 - last.x1, max(last.size, glyph.size)
    return -0.5 * size <= gap <= ROW_GAP * size


def _row(glyphs: list[Glyph]) -> list[Row]:
    text: list[str] = []
    end: float | None = None
    for glyph in glyphs:
        apart = end is not None and glyph.x0 - end > WORD_GAP * glyph.size
        if apart and text and not (text[-1].isspace() or glyph.text.isspace()):
            text.append(" ")
        text.append(glyph.text)
        end = glyph.x1
    said = "".join(text).strip()
    if not said:
        return []
    drawn = [glyph for glyph in glyphs if glyph.text.strip()]
    sizes = sorted(glyph.size for glyph in drawn)
    return [
        Row(
            said,
            min(glyph.x0 for glyph in drawn),
            min(glyph.y0 for glyph in drawn),
            max(glyph.x1 for glyph in drawn),
            max(glyph.y1 for glyph in drawn),
            round(sizes[len(sizes) // 2], 1),
        )
    ]


def _unstacked(rows: list[Row]) -> list[Row]:
    """Letters that stand below each other are a word; it stands across, like turned text."""
    kept: list[Row] = []
    stack: list[Row] = []
    for row in [*rows, None]:
        if row is not None and stack and _is_below(row, stack[-1]):
            stack.append(row)
            continue
        if len(stack) >= STACK:
            word = "".join(letter.text for letter in stack)
            first, last = stack[0], stack[-1]
            kept.append(Row(word, first.x0, last.y0, first.x1, first.y1, first.size, turned=True))
        else:
            kept += stack
        stack = []
        if row is not None and len(row.text) == 1 and row.text.isalpha():
            stack = [row]
        elif row is not None:
            kept.append(row)
    return kept


def _is_below(row: Row, above: Row) -> bool:
    if len(row.text) != 1 or not row.text.isalpha():
        return False
    aligned = abs((row.x0 + row.x1) - (above.x0 + above.x1)) < above.size
    return aligned and 0 < above.middle - row.middle < 2.5 * above.size
