"""The demo's data files: JSON beside this package, with dates counted from today."""

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from zlib import crc32

from django.template.loader import render_to_string
from django.utils.text import slugify

from snippets.errors import DomainError

DATA = Path(__file__).parent / "data"

Record = dict[str, Any]


class DemoError(DomainError):
    """The demo cannot be loaded as things are."""


def read(name: str) -> Any:
    """What a file says; `name` is its path inside the data folder."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def read_folder(folder: str) -> Iterator[Record]:
    """The records of every file of a folder, in the order of the files' names."""
    for file in sorted((DATA / folder).glob("*.json")):
        yield from read(f"{folder}/{file.name}")


def slug_of(record: Record) -> str:
    """An address derived from the record's key, so that its page is made once."""
    return f"{slugify(record['title'])[:80]}-{crc32(record['key'].encode()):08x}"


def decimal(number: float | None) -> Decimal | None:
    """A number of JSON as the models keep it."""
    return None if number is None else Decimal(str(number))


def html(blocks: list[Record]) -> str:
    """Rich text from a description's blocks: headings, paragraphs and lists."""
    said = [
        {"heading": block.get("h"), "bullets": block.get("ul"), "lines": [block.get("p")]}
        for block in blocks
    ]
    return render_to_string("snippets/rich_text.html", {"blocks": said}).strip()
