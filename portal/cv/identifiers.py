"""Each entry of a list has a name of its own, under `x-declic.id`.

JSON Resume has none, and a position says nothing once somebody else has moved or removed an entry.
"""

import re
from typing import Any
from uuid import uuid4

from snippets.dotted_paths import list_at, with_value_at

IMPORTED_LISTS = ("projects", "awards", "publications", "references")
PROFILES = "basics.profiles"
# Where each list is in a document.
LISTS = (
    "work",
    "education",
    "skills",
    "languages",
    "certificates",
    "volunteer",
    "interests",
    *IMPORTED_LISTS,
    PROFILES,
)
ID = "id"
# What names of fields on the screen can hold; a file from elsewhere may have anything.
VALID_ID = re.compile(r"[0-9a-z]{1,32}", re.ASCII)


def new_id() -> str:
    """Short, and unlike any other."""
    return uuid4().hex[:12]


def id_of(entry: Any) -> str:
    """The name of an entry, "" when it has none."""
    extension = entry.get("x-declic") if isinstance(entry, dict) else None
    found = extension.get(ID) if isinstance(extension, dict) else None
    return found if isinstance(found, str) else ""


def identified(document: dict[str, Any]) -> dict[str, Any]:
    """The document with a name for each entry that has none, or another's."""
    for key in LISTS:
        rows = list_at(document, key)
        if rows is not None:
            document = with_value_at(document, key, _named(rows))
    return document


def _named(entries: list[Any]) -> list[Any]:
    seen: set[str] = set()
    named = []
    for entry in entries:
        if not isinstance(entry, dict):
            named.append(entry)
            continue
        name = id_of(entry)
        if name in seen or not VALID_ID.fullmatch(name):
            name = new_id()
            extension = entry.get("x-declic")
            known = extension if isinstance(extension, dict) else {}
            entry = {**entry, "x-declic": {**known, ID: name}}
        seen.add(name)
        named.append(entry)
    return named
