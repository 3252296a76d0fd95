"""Small cells of a table with totals: hidden, and enough of the others that none is computed back.

A cell of 1 to 4 is hidden. Each line (a row of a group with its total, a column with its total) is
an equation; while one hidden cell alone follows from them, another one is hidden beside it.
"""

from collections.abc import Collection, Sequence
from fractions import Fraction

LEAST = 5
Cell = tuple[int, int]
# Cells of a line, the total last: their sum is it.
Line = Sequence[Cell]


def hidden(values: dict[Cell, int], lines: Collection[Line]) -> set[Cell]:
    """The cells to hide, by their place (row, column)."""
    found = {cell for cell, value in values.items() if 0 < value < LEAST}
    while told := determined(found, lines):
        cell = min(told)
        found.add(_beside(cell, found, values, lines))
    return found


def _beside(cell: Cell, found: set[Cell], values: dict[Cell, int], lines: Collection[Line]) -> Cell:
    """The smallest cell that is still shown on a line of this one; zeros last."""
    shown = {other for line in lines if cell in line for other in line if other not in found}
    if not shown:
        # All of its lines are hidden: what tells it is further away.
        shown = {other for line in lines for other in line if other not in found}
    return min(shown, key=lambda one: (values[one] == 0, values[one], one))


def determined(found: set[Cell], lines: Collection[Line]) -> set[Cell]:
    """The hidden cells whose value follows from what is shown, by all equations together."""
    cells = sorted(found)
    place = {cell: position for position, cell in enumerate(cells)}
    rows = []
    for line in lines:
        row = [Fraction(0)] * len(cells)
        for cell in line:
            if cell in place:
                row[place[cell]] += Fraction(-1 if cell == line[-1] else 1)
        if any(row):
            rows.append(row)
    pivots = _reduced(rows, len(cells))
    return {cells[pivot] for pivot, row in pivots.items() if sum(1 for value in row if value) == 1}


def _reduced(rows: list[list[Fraction]], width: int) -> dict[int, list[Fraction]]:
    """Row echelon form: the row of each pivot, with nothing in the columns of the others."""
    pivots: dict[int, list[Fraction]] = {}
    rest = [row[:] for row in rows]
    for column in range(width):
        chosen = next((row for row in rest if row[column]), None)
        if chosen is None:
            continue
        rest.remove(chosen)
        chosen = [value / chosen[column] for value in chosen]
        rest = [_without(row, chosen, column) for row in rest]
        pivots = {key: _without(row, chosen, column) for key, row in pivots.items()}
        pivots[column] = chosen
    return pivots


def _without(row: list[Fraction], pivot: list[Fraction], column: int) -> list[Fraction]:
    factor = row[column]
    return [a - factor * b for a, b in zip(row, pivot, strict=True)] if factor else row
