"""The blocks of docs/deployment.md, by the name beside their language."""

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).resolve().parents[2] / "docs" / "deployment.md"
_BLOCK = re.compile(r"^```(\w*)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """What stands between two fences. A name that begins with a slash is the file that it is."""

    language: str
    name: str
    text: str


def blocks(page: str) -> list[Block]:
    """The blocks of a page, in its order; those without a name are examples of something else."""
    return [Block(*found) for found in _BLOCK.findall(page) if found[1]]


def blocks_by_name(page: str) -> dict[str, str]:
    """The texts. Raises ValueError when two blocks have one name."""
    found = blocks(page)
    by_name = {block.name: block.text for block in found}
    if len(by_name) < len(found):
        message = "Two blocks of the page have the same name."
        raise ValueError(message)
    return by_name
