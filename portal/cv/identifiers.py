"""Each entry of a list has a name of its own, under `x-declic.id`.

JSON Resume has none, and a position says nothing once somebody else has moved or removed an entry.
"""

from typing import Any
from uuid import uuid4

IMPORTED_LISTS = ("projects", "awards", "publications", "references")
LISTS = (
    *("work", "education", "skills", "languages", "certificates", "volunteer", "interests"),
    *IMPORTED_LISTS,
)
ID = "id"


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
    result = dict(document)
    for key in LISTS:
        entries = document.get(key)
        if isinstance(entries, list):
            result[key] = _named(entries)
    return result


def _named(entries: list[Any]) -> list[Any]:
    seen: set[str] = set()
    named = []
    for entry in entries:
        if not isinstance(entry, dict):
            named.append(entry)
            continue
        name = id_of(entry)
        if not name or name in seen:
            name = new_id()
            extension = entry.get("x-declic")
            known = extension if isinstance(extension, dict) else {}
            entry = {**entry, "x-declic": {**known, ID: name}}
        seen.add(name)
        named.append(entry)
    return named
