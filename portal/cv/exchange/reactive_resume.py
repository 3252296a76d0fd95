"""The export of Reactive Resume (4 and 5), which is no JSON Resume: other names, HTML, free dates.

What has no place in a CV of ours waits in `unplaced`, with what it was said of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.cv.exchange.draft import Draft
from portal.cv.exchange.html_texts import plain_lines
from portal.cv.resume import Section
from snippets.dates import find_period, read_date
from snippets.dotted_paths import made_list_at, put_at

SAID = (
    "Ce CV vient de Reactive Resume. Ses textes sont repris\u00a0; sa mise en page, ses icônes et "
    "sa photo ne le sont pas."
)
# What tells how a thing looks, and nothing of the person.
_LOOKS = frozenset(
    ("id", "icon", "iconColor", "visible", "hidden", "columns", "separateLinks", "options", "type")
)


@dataclass(frozen=True)
class _List:
    """Where entries go: our key for theirs; `day` is the key of a lone date."""

    key: str
    keys: dict[str, tuple[str, ...]]
    day: str = ""
    has_url: bool = True
    lines: str = ""  # the key of a list that takes each line of what is told
    level: str = ""  # where « 3/5 » goes


_TOLD = ("description", "summary")
_LISTS = {
    "profiles": _List("basics.profiles", {"network": ("network",), "username": ("username",)}),
    "experience": _List(
        "work",
        {
            "name": ("company",),
            "position": ("position",),
            "location": ("location",),
            "summary": _TOLD,
        },
    ),
    "volunteer": _List(
        "volunteer",
        {"organization": ("organization",), "position": ("position",), "summary": _TOLD},
    ),
    "education": _List(
        "education",
        {
            "institution": ("institution", "school"),
            "studyType": ("studyType", "degree"),
            "area": ("area",),
            "score": ("score", "grade"),
            "x-declic.location": ("location",),
        },
        lines="courses",
    ),
    "projects": _List("projects", {"name": ("name",), "description": _TOLD}),
    "awards": _List(
        "awards",
        {"title": ("title",), "awarder": ("awarder",), "summary": _TOLD},
        day="date",
        has_url=False,
    ),
    "certifications": _List(
        "certificates", {"name": ("name", "title"), "issuer": ("issuer",)}, day="date"
    ),
    "publications": _List(
        "publications",
        {"name": ("name", "title"), "publisher": ("publisher",), "summary": _TOLD},
        day="releaseDate",
    ),
    "skills": _List(
        "skills",
        {"name": ("name",), "level": ("description", "proficiency")},
        has_url=False,
        level="level",
    ),
    "languages": _List(
        "languages",
        {"language": ("name", "language"), "fluency": ("description", "fluency")},
        has_url=False,
        level="fluency",
    ),
    "interests": _List("interests", {"name": ("name",)}, has_url=False),
    "references": _List(
        "references", {"name": ("name",), "reference": ("position", *_TOLD)}, has_url=False
    ),
}
_BASICS = {"name": "name", "label": "headline", "email": "email", "phone": "phone"}
_KEYWORDS = frozenset({"skills", "interests", "projects"})
_PERIODS = frozenset({"work", "volunteer", "education", "projects"})


def is_reactive_resume(document: Any) -> bool:
    """Whether a file is one: sections with items, beside `basics`."""
    sections = document.get("sections") if isinstance(document, dict) else None
    return (
        isinstance(sections, dict)
        and isinstance(document.get("basics"), dict)
        and any(isinstance(one, dict) and "items" in one for one in sections.values())
    )


@dataclass
class _Reading:
    """What is made of the file."""

    document: dict[str, Any] = field(default_factory=dict)
    unplaced: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)

    def leave(self, about: str, value: Any) -> None:
        """Keep every text of a value for the person to place."""
        start = f"{about}\u00a0: " if about else ""
        self.unplaced += [f"{start}{line}" for line in _texts(value)]


def read_reactive_resume(document: dict[str, Any]) -> Draft:
    """A draft, whose `unplaced` says precisely what was not taken."""
    reading = _Reading()
    _basics(reading, dict(document["basics"]))
    sections = dict(document["sections"])
    _summary(reading, sections.pop("summary", None))
    _summary(reading, document.get("summary"))
    for name, section in sections.items():
        if name in _LISTS and isinstance(section, dict):
            _section(reading, _LISTS[name], section)
        else:
            reading.leave("", section)
    reading.leave("", document.get("customSections"))
    metadata = document.get("metadata")
    if isinstance(metadata, dict):
        reading.leave("", metadata.get("notes"))
    if reading.hidden:
        put_at(reading.document, "x-declic.sections.hidden", reading.hidden)
    return Draft(reading.document, (SAID,), tuple(dict.fromkeys(reading.unplaced)))


def _basics(reading: _Reading, basics: dict[str, Any]) -> None:
    for ours, theirs in _BASICS.items():
        put_at(reading.document, f"basics.{ours}", " ".join(_texts(basics.pop(theirs, None))))
    where = ", ".join(_texts(basics.pop("location", None)))
    put_at(reading.document, "basics.location.city", where)
    address, label = _address(basics)
    put_at(reading.document, "basics.url", address)
    reading.leave("", label)
    basics.pop("picture", None)
    for one in basics.pop("customFields", None) or ():
        if isinstance(one, dict):
            rest = {key: value for key, value in one.items() if key != "name"}
            reading.leave(" ".join(_texts(one.get("name"))), rest)
    reading.leave("", basics)


def _summary(reading: _Reading, summary: Any) -> None:
    if not isinstance(summary, dict):
        return
    if lines := list(_texts(summary.get("content"))):
        put_at(reading.document, "basics.summary", "\n".join(lines))
        if _is_hidden(summary):
            reading.hidden.append(Section.SUMMARY.value)


def _section(reading: _Reading, goes: _List, section: dict[str, Any]) -> None:
    items = section.get("items")
    is_hidden = _is_hidden(section)
    if is_hidden and goes.key in Section.values and items:
        reading.hidden.append(goes.key)
        is_hidden = False
    for item in items if isinstance(items, list) else ():
        if not isinstance(item, dict) or is_hidden or _is_hidden(item):
            reading.leave("", item)
        else:
            _item(reading, goes, dict(item))


def _item(reading: _Reading, goes: _List, item: dict[str, Any]) -> None:
    entry: dict[str, Any] = {}
    for ours, theirs in goes.keys.items():
        lines = [line for key in theirs for line in _texts(item.pop(key, None))]
        put_at(entry, ours, "\n".join(lines))
    about = next((text for text in entry.values() if isinstance(text, str)), "")
    _rest(reading, goes, item, entry, about)
    if entry:
        made_list_at(reading.document, goes.key).append(entry)


def _rest(
    reading: _Reading, goes: _List, item: dict[str, Any], entry: dict[str, Any], about: str
) -> None:
    """Lists, address, level and dates; what is left of the item waits."""
    if goes.lines:
        told = [line.removeprefix("- ") for key in _TOLD for line in _texts(item.pop(key, None))]
        put_at(entry, goes.lines, told)
    if goes.key in _KEYWORDS:
        put_at(entry, "keywords", list(_texts(item.pop("keywords", None))))
    address, label = _address(item)
    if goes.has_url:
        put_at(entry, "url", address)
    elif address:
        reading.leave(about, address)
    reading.leave(about, label)
    level = item.pop("level", None)
    if isinstance(level, int) and level > 0:
        if goes.level and not entry.get(goes.level):
            entry[goes.level] = f"{level}/5"
        else:
            reading.leave(about, f"niveau {level}/5")
    for text in (*_texts(item.pop("date", None)), *_texts(item.pop("period", None))):
        if rest := _dates(entry, goes, text):
            reading.leave(about, rest)
    reading.leave(about, item)


def _dates(entry: dict[str, Any], goes: _List, text: str) -> str:
    """Put the dates of a text in an entry; return what was not read of it."""
    period = find_period(text)
    if goes.day:
        moment = read_date(text)
        entry |= {goes.day: str(moment)} if moment else {}
        return "" if moment else text
    if period is None or goes.key not in _PERIODS:
        return text
    put_at(entry, "startDate", period.start)
    put_at(entry, "endDate", period.end)
    return period.rest


def _address(holder: dict[str, Any]) -> tuple[str, str]:
    """An address, taken out of what has it, and what else its link said."""
    address = label = ""
    for key in ("url", "website"):
        value = holder.pop(key, None)
        if isinstance(value, dict):
            label = label or " ".join(_texts(value.get("label")))
            value = value.get("href") or value.get("url")
        address = address or " ".join(_texts(value))
    return address, "" if label in address else label


def _is_hidden(holder: dict[str, Any]) -> bool:
    return holder.get("hidden") is True or holder.get("visible") is False


def _texts(value: Any) -> Iterator[str]:
    """Every line that is written in a value, wherever it stands."""
    if isinstance(value, str):
        yield from plain_lines(value)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in _LOOKS:
                yield from _texts(item)
