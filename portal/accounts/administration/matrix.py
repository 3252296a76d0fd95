"""The matrix of levels and capabilities, made from the registry: the screen and the document.

It shows what the site does: a capability that is not built yet is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from portal.accounts.capabilities import CAPABILITIES
from portal.accounts.capability import Area, Capability, Reach
from portal.accounts.level_names import LevelName

ANONYMOUS = "anonymous"
ANONYMOUS_LABEL = "Sans compte"
COLUMNS: tuple[tuple[str, str], ...] = ((ANONYMOUS, ANONYMOUS_LABEL), *LevelName.choices)


@dataclass(frozen=True, slots=True)
class Row:
    """One capability and what each column has of it, in the order of `COLUMNS`."""

    capability: Capability
    cells: tuple[Reach | None, ...]


def reach_of(capability: Capability, column: str) -> Reach | None:
    """How far a level, or somebody without an account, holds a capability."""
    return capability.anonymous if column == ANONYMOUS else capability.reach(column)


def areas() -> Iterator[tuple[Area, list[Row]]]:
    """The rows by area, in the order of `Area`."""
    built = (row for row in CAPABILITIES if row.is_built)
    by_area = sorted(built, key=lambda row: list(Area).index(row.area))
    for area, found in groupby(by_area, key=lambda row: row.area):
        rows = (Row(row, tuple(reach_of(row, column) for column, _ in COLUMNS)) for row in found)
        yield area, list(rows)


def held_by(column: str) -> Iterator[tuple[Area, list[tuple[Capability, Reach]]]]:
    """What one level holds, by area; areas where it holds nothing are left out."""
    for area, rows in areas():
        held = [
            (row.capability, reach)
            for row in rows
            if (reach := reach_of(row.capability, column)) is not None
        ]
        if held:
            yield area, held
