"""What stands at the edge of the pages of a PDF: headers, footers, numbers of pages."""

import re

from .bounds import page_number
from .glyphs import Row

# Of the height of what is written on the page, at its top and at its bottom.
EDGE = 0.12
# How far from the place that it has on another page, in points.
NEAR = 4
HEADERS, FOOTERS = -1, -1000


def without_edges(
    pages: list[list[Row]], total: int
) -> tuple[list[tuple[int, Row]], list[list[Row]]]:
    """Rows of the edges, once each and in a zone of their own, and pages without them.

    A number that is that of its page is left out. A row is one of an edge when another page has it
    there too, with another number of page perhaps.
    """
    edges = [_edges(rows) for rows in pages]
    said = {
        (index, id(row)): _said(row.text, index + 1, total)
        for index, rows in enumerate(edges)
        for row in rows
    }
    around: dict[str, tuple[int, Row]] = {}
    kept: list[list[Row]] = []
    for index, rows in enumerate(pages):
        left = []
        for row in rows:
            text = said.get((index, id(row)))
            if text is None:
                left.append(row)
            elif page_number(row.text) == index + 1:
                continue
            elif _repeated(
                row,
                text,
                [
                    (other, said[number, id(other)])
                    for number, others in enumerate(edges)
                    if number != index
                    for other in others
                ],
            ):
                zone = HEADERS if row.middle > _middle(rows) else FOOTERS
                around.setdefault(text, (zone - len(around), row))
            else:
                left.append(row)
        kept.append(left)
    return list(around.values()), kept


def _edges(rows: list[Row]) -> list[Row]:
    """Rows at the top and at the bottom of what is written on a page."""
    upright = [row for row in rows if not row.turned]
    if not upright:
        return []
    top, bottom = max(row.y1 for row in upright), min(row.y0 for row in upright)
    edge = max(EDGE * (top - bottom), NEAR)
    return [row for row in upright if row.y1 > top - edge or row.y0 < bottom + edge]


def _middle(rows: list[Row]) -> float:
    return (max(row.y1 for row in rows) + min(row.y0 for row in rows)) / 2


def _said(text: str, page: int, total: int) -> str:
    """A row without the numbers that change from page to page."""
    return re.sub(rf"(?<!\d)(?:{page}|{total})(?!\d)", "#", text)


def _repeated(row: Row, text: str, others: list[tuple[Row, str]]) -> bool:
    return any(
        text == said and abs(row.y0 - other.y0) < NEAR and abs(row.size - other.size) < 1
        for other, said in others
    )
