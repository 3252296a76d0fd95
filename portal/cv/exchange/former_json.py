"""JSON Resume as tools wrote it before 1.0, or loosely: read as the schema of today says.

What has a place keeps its words; a key that nobody knows stays where it is.
"""

import re
from typing import Any

from portal.cv.exchange.html_texts import is_html, plain_lines
from portal.cv.identifiers import LISTS
from snippets.dates import PartialDate, continues, read_date

HTML_SAID = (
    "Des textes de ce fichier étaient mis en forme (gras, listes, liens). Leurs mots sont repris, "
    "pas leur apparence."
)
_KEYS = ("basics", *(key for key in LISTS if "." not in key))
_RENAMED = {
    "basics": {"website": "url", "picture": "image"},
    "work": {"company": "name", "website": "url"},
    "education": {"website": "url", "gpa": "score"},
    "publications": {"website": "url", "publishedDate": "releaseDate"},
}
_WEBSITE = {"website": "url"}
_DATES = frozenset({"startDate", "endDate", "date", "releaseDate"})
_NOW = frozenset({"now", "current", "currently", "today", "ongoing", "heute"})
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[T ][\d:.,]+(?:Z|[+-][\d:]+)?", re.ASCII)


def modernised(document: Any) -> tuple[Any, list[str]]:
    """The document as 1.0 says it, and what its person should know, in French.

    A date that nobody can read stays as it is: the schema refuses it, and says where.
    """
    if not isinstance(document, dict):
        return document, []
    found = _renamed(document, {"hobbies": "interests"})
    notes: list[str] = []
    for key in _KEYS:
        if key in found:
            names = _RENAMED.get(key, _WEBSITE)
            found[key] = _value(key, found[key], names, notes)
    return found, list(dict.fromkeys(notes))


def _renamed(holder: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    """Former names become today's, unless both say something."""
    return {
        names[key] if key in names and not holder.get(names[key]) else key: value
        for key, value in holder.items()
        if not (key in names.values() and not value and _former(holder, names, key))
    }


def _former(holder: dict[str, Any], names: dict[str, str], key: str) -> bool:
    return any(new == key and old in holder for old, new in names.items())


def _value(key: str, value: Any, names: dict[str, str], notes: list[str]) -> Any:
    if isinstance(value, dict):
        held = _renamed(value, names)
        # What stands deeper has no former name, and what a tool keeps for itself stays.
        read = {
            name: item if name.startswith("x-") else _value(name, item, {}, notes)
            for name, item in held.items()
        }
        return {name: item for name, item in read.items() if item is not None or held[name] is None}
    if isinstance(value, list):
        items = [_value("", item, names, notes) for item in value if item is not None]
        return [part for item in items for part in _parts(item)]
    if not isinstance(value, str):
        return value
    if key in _DATES:
        return _date(key, value)
    if is_html(value):
        notes.append(HTML_SAID)
        return "\n".join(plain_lines(value))
    return value


def _parts(item: Any) -> list[Any]:
    """A list in HTML that stands as one item of a list is as many."""
    if isinstance(item, str) and "\n- " in f"\n{item}":
        return [line.removeprefix("- ") for line in item.splitlines()]
    return [item]


def _date(key: str, value: str) -> str | None:
    text = value.strip()
    if key == "endDate" and (continues(text) or text.lower() in _NOW):
        return None
    if moment := _MOMENT.fullmatch(text):
        text = moment[1]
    try:
        return str(PartialDate.parse(text))
    except ValueError:
        return str(read_date(text) or value)
