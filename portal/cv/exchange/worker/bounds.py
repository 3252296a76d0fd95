"""What is read of a file at most, and what every parser does with its lines."""

import re
from typing import Any

LINE = 2000
MAX_CHARACTERS = 120_000
MAX_LINES = 5_000

Found = dict[str, Any] | str

# Alone at an edge of a page: « 2 », « - 2 - », « 2/3 », « Page 2 sur 3 ».
_NUMBER = re.compile(
    r"(?:[-–—]\s*)?(?:p(?:age|\.)\s*)?(?P<page>\d{1,2})(?:\s?(?:/|sur|of|von)\s?\d{1,2})?(?:\s*[-–—])?",
    re.IGNORECASE,
)


def pieces(text: str) -> list[str]:
    """A line that is too long is several: nothing of it is lost."""
    return [text[start : start + LINE] for start in range(0, len(text), LINE)]


def page_number(text: str) -> int | None:
    """The page that a line numbers when it says nothing else, or None."""
    match = _NUMBER.fullmatch(text.strip()) if len(text) < LINE else None
    return int(match["page"]) if match else None
