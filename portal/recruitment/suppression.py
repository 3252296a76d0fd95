"""Small cells hidden from a table of people by group and stage, so that none can be computed.

Each stage is part of the one before: those who came among those registered, those hired among
those met. A column's total is shown, and so is each cell of 5 or more unless hiding it protects
another one (complementary suppression). Groups with fewer than 5 people are one line, « Autres ».

A hidden cell is safe when another table shows the same: two people of two lines exchange how far
they went, and only hidden cells change. `_is_safe` looks for such an exchange.
"""

from collections.abc import Mapping
from dataclasses import dataclass

SMALLEST = 5
# None is a cell that is not shown.
Cells = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One group, or the small ones together (without name); the people at each stage."""

    name: str
    cells: Cells


def protect(groups: Mapping[str, tuple[int, ...]]) -> list[Line]:
    """The lines that may be shown, the largest first, those without name last.

    `groups`: how many people at each stage, by name, never more than at the stage before. No line
    at all when there are not two groups large enough: the totals say it.
    """
    named, others = _gathered(groups)
    rows = [counts for _, counts in named] + ([others] if others else [])
    if len(rows) < 2:
        return []
    # A total of nobody says every cell of its column: there is nothing to hide in it.
    last = next(
        (stage for stage, counts in enumerate(zip(*rows, strict=True)) if not any(counts)),
        len(rows[0]),
    )
    shown = _shown(rows, last)
    if shown is None:
        return []
    names = [name for name, _ in named] + [""]
    return [
        Line(
            name, tuple(None if kept <= stage < last else count for stage, count in enumerate(row))
        )
        for name, row, kept in zip(names, rows, shown, strict=False)
    ]


def _gathered(
    groups: Mapping[str, tuple[int, ...]],
) -> tuple[list[tuple[str, tuple[int, ...]]], tuple[int, ...]]:
    """The groups of 5 or more, and the sum of the others, which takes in one more if it must."""
    ordered = sorted(groups.items(), key=lambda item: (-item[1][0], item[0]))
    ordered = [item for item in ordered if item[1][0]]
    named = [item for item in ordered if item[1][0] >= SMALLEST]
    small = [counts for _, counts in ordered[len(named) :]]
    if small and sum(counts[0] for counts in small) < SMALLEST and named:
        small.append(named.pop()[1])
    return named, tuple(map(sum, zip(*small, strict=True)))


def _shown(rows: list[tuple[int, ...]], last: int) -> list[int] | None:
    """How many of the `last` stages are shown in each row, from the first.

    None when nothing protects them.
    """
    shown = [next((stage for stage in range(last) if row[stage] < SMALLEST), last) for row in rows]
    while True:
        exposed = next(
            (
                (position, stage)
                for stage in range(last)
                for position in range(len(rows))
                if stage >= shown[position] and not _is_safe(rows, shown, position, stage, last)
            ),
            None,
        )
        if exposed is None:
            return shown
        stage = exposed[1]
        # The least that is lost: the smallest cell still shown of that column, or of one before.
        column = next(
            (item for item in range(stage, 0, -1) if any(kept > item for kept in shown)), None
        )
        if column is None:
            return None
        hidden = min(
            (position for position in range(len(rows)) if shown[position] > column),
            key=lambda position: rows[position][column],
        )
        shown[hidden] = column


def _is_safe(
    rows: list[tuple[int, ...]], shown: list[int], position: int, stage: int, last: int
) -> bool:
    """Whether somebody of this row and somebody of another may have exchanged how far they went."""
    for other in range(len(rows)):
        if other == position:
            continue
        for low in range(max(shown[position], shown[other], 1) - 1, stage):
            for high in range(stage, last):
                for one, two in ((position, other), (other, position)):
                    if _stopped(rows[one], low) and _stopped(rows[two], high):
                        return True
    return False


def _stopped(row: tuple[int, ...], stage: int) -> int:
    """How many of a row went as far as this stage and no further."""
    return row[stage] - (row[stage + 1] if stage + 1 < len(row) else 0)
