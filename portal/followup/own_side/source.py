"""What a kind of row of a case says to its person, and the small words that all kinds share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from snippets import french

Said = tuple[date | datetime | None, str, str, str]


@dataclass(frozen=True, slots=True)
class Source:
    """Rows of a model, in words: day, title, text, author. `related` are read with them."""

    slug: str
    title: str
    model: Any
    say: Callable[[Any], Said]
    related: tuple[str, ...] = ()
    # Read with them too, several for each row.
    lists: tuple[str, ...] = ()
    only: Mapping[str, Any] | None = None
    # For a table that does not name the case: its rows among those that who prepares may read.
    of_case: Callable[[Any, Any], Any] | None = None
    # The item that a row belongs to, by its name: left out, it takes the row along.
    within: Callable[[Any], str] | None = None


def joined(*parts: str) -> str:
    """What there is of these, one a line."""
    return "\n".join(part for part in parts if part)


def labelled(label: str, text: str) -> str:
    """A label with its text, or nothing."""
    return f"{label}\u00a0: {text}" if text else ""


def until(on: date | datetime | None) -> str:
    """The last day, or nothing."""
    return f"jusqu’au {french.full_date(on)}" if on else ""
