"""A document as the texts of its fields, and those texts put back.

A field of the document is named by its key, `basics.name`; one of an entry by the list, the entry
and its key, `work:0f3a.position`. Both sides are texts, so that three of them can be compared.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from portal.cv.editor.fields import Field, Kind, Part
from portal.cv.identifiers import VALID_ID, id_of
from snippets.dates import PartialDate, continues, read_date, write_date
from snippets.dotted_paths import list_at, put_at, value_at
from snippets.typed_text import normalised

_LINE_ENDS = re.compile(r"\s*[\r\n]\s*")
TYPED = "typed"  # under `x-declic`: dates that cannot be read, as they were written


def cleaned(text: str) -> str:
    """What is compared and kept: no NUL, one kind of line end, no space around."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def name_of(part: Part, field: Field, entry: str = "") -> str:
    """The name of a field on the screen."""
    return name_at(part.list_key, entry, field.key)


def name_at(head: str, entry: str, key: str) -> str:
    """The same from the list, the entry and the key; `split` takes it apart."""
    return f"{head}:{entry}.{key}" if head else key


def split(name: str) -> tuple[str, str, str]:
    """The list, the entry and the key of a name; the first two are empty outside of lists."""
    head, colon, rest = name.partition(":")
    if not colon:
        return "", "", name
    entry, _, key = rest.partition(".")
    return head, entry, key


def entries(document: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """The entries of a list."""
    return [item for item in list_at(document, key) or [] if isinstance(item, dict)]


def asked(part: Part, holder: dict[str, Any]) -> list[Field]:
    """The questions of a part, of an entry or outside of lists; the rare ones if answered."""
    return [field for field in part.fields if not field.is_rare or shown(holder, field)]


def values(document: dict[str, Any], parts: Iterable[Part]) -> dict[str, str]:
    """The text of each field."""
    return {
        name_of(part, field, entry): shown(holder, field)
        for part in parts
        for entry, holder in _holders(document, part)
        for field in part.fields
    }


def fields_by_name(parts: Iterable[Part], names: Iterable[str]) -> dict[str, Field]:
    """The field of each name that is one of these parts'; the others are left out."""
    known = {(part.list_key, field.key): field for part in parts for field in part.fields}
    found = {}
    for name in names:
        head, entry, key = split(name)
        field = known.get((head, key))
        is_written_so = name == name_at(head, entry, key)
        if field and is_written_so and (not head or VALID_ID.fullmatch(entry)):
            found[name] = field
    return found


def shown(holder: dict[str, Any], field: Field) -> str:
    """A value of the document as a text."""
    value = value_at(holder, field.key)
    if field.kind == Kind.FLAG:
        return "1" if value is True else ""
    if field.kind == Kind.LINES:
        return "\n".join(_texts(value))
    if field.kind in (Kind.WORDS, Kind.CHOICES):
        return ", ".join(_texts(value))
    if field.kind == Kind.DATE:
        typed = value_at(holder, f"x-declic.{TYPED}")
        raw = typed.get(field.key) if isinstance(typed, dict) else None
        return raw if isinstance(raw, str) else _date(value)
    text = value if isinstance(value, str) else ""
    # A browser glues the lines of what has one: it takes out the ends of lines.
    return text if field.kind == Kind.LONG else ", ".join(filter(None, _LINE_ENDS.split(text)))


def put(holder: dict[str, Any], field: Field, text: str) -> None:
    """Write a text in the document; nothing is left of an empty one."""
    if field.kind == Kind.DATE:
        if field.key == "endDate" and continues(text):
            text = ""
        moment = read_date(text) if text else None
        put_at(holder, field.key, str(moment) if moment else "")
        typed = dict(value_at(holder, f"x-declic.{TYPED}") or {})
        typed.pop(field.key, None)
        if text and moment is None:
            typed[field.key] = text
        put_at(holder, f"x-declic.{TYPED}", typed)
        return
    value: Any = text
    if field.kind == Kind.FLAG:
        value = bool(text)
    elif field.kind == Kind.LINES:
        value = [line.strip() for line in text.split("\n") if line.strip()]
    elif field.kind in (Kind.EMAIL, Kind.PHONE):
        value = normalised(text).strip()
    elif field.kind in (Kind.WORDS, Kind.CHOICES):
        value = [word.strip() for word in text.split(",") if word.strip()]
    put_at(holder, field.key, value)


def same(field: Field, one: str, other: str) -> bool:
    """Whether two texts say the same in this field."""
    left: dict[str, Any] = {}
    right: dict[str, Any] = {}
    put(left, field, one)
    put(right, field, other)
    return left == right


def _holders(document: dict[str, Any], part: Part) -> Iterator[tuple[str, dict[str, Any]]]:
    if not part.list_key:
        yield "", document
        return
    for entry in entries(document, part.list_key):
        yield id_of(entry), entry


def _texts(value: Any) -> list[str]:
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _date(value: Any) -> str:
    if not isinstance(value, str) or not value:
        return ""
    try:
        return write_date(PartialDate.parse(value))
    except ValueError:
        return value
