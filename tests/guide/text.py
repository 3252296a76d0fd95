"""The guide's Markdown: its pages, the labels that it quotes, its pictures and links."""

import re
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "guide-redaction"
_LABEL = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_SPACES = re.compile(r"\s+")


def pages() -> list[Path]:
    """Every page of the guide."""
    return sorted(FOLDER.glob("*.md"))


def labels(text: str) -> list[str]:
    """What stands in bold: the words of the screen, as they are on it."""
    return [_SPACES.sub(" ", label) for label in _LABEL.findall(text)]


def plain(text: str) -> str:
    """Comparable: one kind of space and apostrophe, no capitals, which styles change."""
    return _SPACES.sub(" ", text).replace("'", "’").casefold()
