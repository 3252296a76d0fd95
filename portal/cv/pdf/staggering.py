"""Moves the sidebar's text down a little where readers would take the two columns for a table.

Programs that guess the order of a page from its look (Poppler's `pdftotext`, which follows Breuel,
"High Performance Document Layout Analysis", 2003) read a column to its end unless

- two texts of one column, one below the other, stand at the heights of two texts of the other:
  that is a table, read row by row;
- a text has nothing beside it: it then runs over both columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.cv.pdf.blocks import Tag
from portal.cv.pdf.layout import Placed

_ASCENT, _DESCENT = 0.95, 0.29  # of the size
_JOINED = 1.48  # of the size: lines nearer than that are one text
_SAME_SIZE = 0.05
_ALIGNED = 0.55  # of the size
_STEP, _FURTHEST = 1.5, 48.0  # points


@dataclass(slots=True, eq=False)
class Stretch:
    """Lines that are read as one text: from `top` down to `bottom`, in points from the bottom."""

    placed: list[Placed]
    top: float
    bottom: float
    size: float

    def beside(self, other: "Stretch") -> bool:
        """Whether some height is common."""
        return self.bottom <= other.top and other.bottom <= self.top

    def aligned(self, other: "Stretch", by: float) -> tuple[bool, bool, bool]:
        """At the top, in the middle, at the bottom."""
        top, bottom = self.top - other.top, self.bottom - other.bottom
        return abs(top) <= by, abs(top + bottom) <= 2 * by, abs(bottom) <= by


def stagger(main: list[Placed], side: list[Placed], floor: float) -> bool:
    """Move `side` down where needed, page by page, as far as `floor` allows.

    Return whether the columns are then read one after the other.
    """
    is_read = True
    for page in {placed.page for placed in side}:
        beside = stretches(placed for placed in main if placed.page == page)
        texts = stretches(placed for placed in side if placed.page == page)
        room = texts[-1].bottom - floor
        index = 0
        while index < len(texts):
            heads = texts[index].placed[-1].laid.block.tag is Tag.HEADING
            unit = texts[index : index + 2 if heads else index + 1]
            shift = 0.0
            while not _all_safe(unit, texts[:index], beside) and shift < _FURTHEST:
                shift += _STEP
                _move(unit, _STEP)
            if shift >= _FURTHEST or shift > room:
                _move(unit, -shift)
                is_read = False
            else:
                room -= shift
                _move(texts[index + len(unit) :], shift)
            index += len(unit)
    return is_read


def _move(texts: Sequence[Stretch], down: float) -> None:
    for text in texts:
        text.top -= down
        text.bottom -= down
        for placed in text.placed:
            placed.y -= down


def stretches(placed: Iterable[Placed]) -> list[Stretch]:
    """Placed blocks of one column and one page, from the top, joined as they are read."""
    found: list[Stretch] = []
    baseline = 0.0
    for one in placed:
        laid, size = one.laid, one.laid.size
        first = one.first_baseline
        last = first - (one.last - one.first - 1) * laid.line_height
        same = bool(found) and abs(found[-1].size - size) < _SAME_SIZE * size
        if same and baseline - first <= _JOINED * size:
            found[-1].placed.append(one)
            found[-1].bottom = last - _DESCENT * size
        else:
            found.append(Stretch([one], first + _ASCENT * size, last - _DESCENT * size, size))
        baseline = last
    return found


def _all_safe(unit: list[Stretch], above: list[Stretch], beside: Sequence[Stretch]) -> bool:
    return all(_safe(text, [*above, *unit[:index]], beside) for index, text in enumerate(unit))


def _safe(text: Stretch, above: list[Stretch], beside: Sequence[Stretch]) -> bool:
    if not beside or text.top < beside[-1].bottom:
        return True
    if not any(text.beside(one) for one in beside):
        return False
    if above and any(above[-1].bottom > one.top and one.bottom > text.top for one in beside):
        return False
    return not any(_table(first, text, above, beside) for first in beside)


def _table(first: Stretch, text: Stretch, above: list[Stretch], beside: Sequence[Stretch]) -> bool:
    """Whether two rows are seen: `first` with one of `above`, what is under it with `text`."""
    second = next((one for one in beside if one.top < first.bottom), None)
    if second is None or text.top >= first.bottom or not text.beside(second):
        return False
    for one in above:
        if not one.beside(first) or one.beside(second):
            continue
        by = _ALIGNED * min(first.size, second.size, one.size, text.size)
        rows = zip(first.aligned(one, by), second.aligned(text, by), strict=True)
        if any(upper and lower for upper, lower in rows):
            return True
    return False
