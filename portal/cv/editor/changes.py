"""What is done to entries and sections rather than typed: take out, put back, move, hide.

Each function changes the document that it is given.
"""

from typing import Any

from portal.cv.editor.values import entries
from portal.cv.identifiers import IMPORTED_LISTS, LISTS, id_of
from portal.cv.resume import Section, parse
from portal.cv.resume.vocabulary import Template
from snippets.dotted_paths import list_at, made_list_at


def remove(document: dict[str, Any], key: str, entry: str) -> tuple[dict[str, Any], int] | None:
    """Take an entry out; return it and its place, None when it is not there any more."""
    rows = (list_at(document, key) if key in LISTS else None) or []
    for index, row in enumerate(rows):
        if id_of(row) == entry:
            return rows.pop(index), index
    return None


def put_back(document: dict[str, Any], key: str, entry: dict[str, Any], index: int) -> bool:
    """Put an entry back at its place; False when it is there already."""
    if key not in LISTS or any(id_of(row) == id_of(entry) for row in entries(document, key)):
        return False
    rows = made_list_at(document, key)
    rows.insert(min(index, len(rows)), entry)
    return True


def move(document: dict[str, Any], key: str, entry: str, by: int) -> bool:
    """Move an entry up (-1) or down (1); False at an end, or when it is gone."""
    rows = list_at(document, key) if key in LISTS else None
    if rows is None:
        return False
    index = next((i for i, row in enumerate(rows) if id_of(row) == entry), None)
    return index is not None and _swap(rows, index, by)


def section_order(document: dict[str, Any]) -> list[str]:
    """All sections in the order in which they are printed, hidden ones included."""
    resume = parse(document)
    chosen = [key for key in resume.section_order if key in Section.values]
    default = _default_order(resume.template)
    return list(dict.fromkeys([*chosen, *default, *Section.values]))


def hidden_sections(document: dict[str, Any]) -> set[str]:
    """The sections that are not printed."""
    return set(parse(document).hidden_sections)


def move_section(document: dict[str, Any], section: str, by: int) -> bool:
    """Move a section up or down; False at an end."""
    order = section_order(document)
    absent = [key for key in order if key in IMPORTED_LISTS and not document.get(key)]
    shown = [key for key in order if key not in absent]
    if section not in shown or not _swap(shown, shown.index(section), by):
        return False
    order = [*shown, *absent]
    _sections(document)["order"] = order
    return True


def arrange_sections(document: dict[str, Any], wanted: list[str]) -> bool:
    """Put sections in the order wanted; those that it does not name keep their place."""
    order = section_order(document)
    named = [section for section in dict.fromkeys(wanted) if section in order]
    following = iter(named)
    arranged = [next(following) if section in named else section for section in order]
    if arranged == order:
        return False
    _sections(document)["order"] = arranged
    return True


def show_section(document: dict[str, Any], section: str, *, hide: bool) -> bool:
    """Print a section or not; False when nothing changes."""
    hidden = hidden_sections(document)
    if section not in Section.values or (section in hidden) == hide:
        return False
    hidden ^= {section}
    _sections(document)["hidden"] = [value for value in Section.values if value in hidden]
    return True


def _sections(document: dict[str, Any]) -> dict[str, Any]:
    # A file from elsewhere may say null where nothing is.
    extension: dict[str, Any] = document.get("x-declic") or {}
    sections: dict[str, Any] = extension.get("sections") or {}
    extension["sections"], document["x-declic"] = sections, extension
    return sections


def _swap(rows: list[Any], index: int, by: int) -> bool:
    other = index + by
    if not 0 <= other < len(rows):
        return False
    rows[index], rows[other] = rows[other], rows[index]
    return True


def _default_order(template: Template) -> tuple[Section, ...]:
    from portal.cv.pdf.templates import THEMES  # reportlab is slow to load

    return THEMES[template].order


def prune(document: dict[str, Any]) -> None:
    """Take out the entries that say nothing any more."""
    for key in LISTS:
        rows = list_at(document, key)
        if rows is not None:
            rows[:] = [row for row in rows if not isinstance(row, dict) or _says(row)]


def _says(entry: dict[str, Any]) -> bool:
    extension = entry.get("x-declic")
    more = extension if isinstance(extension, dict) else {}
    return any(value for key, value in entry.items() if key != "x-declic") or any(
        value for key, value in more.items() if key != "id"
    )
