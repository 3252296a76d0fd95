"""Lines of an old CV, sorted into a JSON Resume document to check.

Only what is written is taken over, word for word; dates and levels alone are put in their form.
What is not understood stays in `unplaced`, for the person to place: nothing is lost.
"""

import re
from dataclasses import dataclass
from typing import Any

from portal.cv.exchange.contacts import find_contacts, find_name, place_head, without_contacts
from portal.cv.exchange.entries import KEYS, entries_of
from portal.cv.exchange.headings import HEAD, OTHER, by_section, is_heading
from portal.cv.exchange.lines import Line, cleaned, rejoined, split, unbulleted
from portal.cv.exchange.lists import is_mobility, languages_of, mobility_of, texts_of

_NAMED = ("skills", "certificates", "interests")
# At the foot of a page that has others.
_PAGE = re.compile(
    r"(?:.+ – )?page\s+\d+\s?(?:/|sur|of)\s?\d+|[-–—]?\s?page\s+\d{1,2}\s?[-–—]?", re.IGNORECASE
)
# Alone on its line: a number of page perhaps, but no task and no language.
_NUMBER = re.compile(r"(?:[-–—]\s?)?\d{1,2}(?:\s?/\s?\d{1,2})?(?:\s?[-–—])?")
_LONGEST_FOOT = 200
# Whoever wrote it on an old CV says again whether a new one has it.
_PRIVATE = re.compile(
    r"(?:titulaire|b[ée]n[ée]ficiaire)?.{0,20}\brqth\b.{0,40}|"
    r"(?:reconnue?\s+|reconnaissance\s).{0,30}travailleu(?:r|se)\s+handicap[ée]e?.{0,40}",
    re.IGNORECASE,
)
_RQTH = "Reconnaissance de la qualité de travailleur handicapé (RQTH)"


@dataclass(frozen=True)
class Draft:
    """A document to check with its owner, what could not be read or placed, in French."""

    document: dict[str, Any]
    warnings: tuple[str, ...]
    unplaced: tuple[str, ...]


def drafted(
    lines: list[Line], *, two_columns: bool = False, cut: bool = False, wraps: bool = False
) -> Draft:
    """Sort lines by the headings that stand above them.

    `wraps`: they are lines of a page, where a sentence goes on from one to the next.
    """
    lines = [line for line in cleaned(lines) if not _is_page_number(line.text)]
    numbers = [line.text for line in lines if _is_number(line.text)]
    named = find_name(_apart([line for line in lines if not _is_number(line.text)]))
    sections = by_section(named.lines, name_at=named.place if named.name else None)
    basics = find_contacts(named.lines)
    if named.name:
        basics = {"name": named.name, **basics}
    document: dict[str, Any] = {"basics": basics}
    below_name = named.lines[named.place] if named.name and named.place < len(named.lines) else None
    unplaced = place_head(sections.pop(HEAD), basics, below_name=below_name)
    unplaced += place_head(sections.pop("contact", []), basics)
    sections = {
        key: rejoined(found, wraps=wraps, dated=key in KEYS) for key, found in sections.items()
    }
    unplaced = _set_apart(unplaced, sections)
    unplaced += [*_place(sections, document), *numbers]
    if _RQTH in unplaced:
        unplaced.remove(_RQTH)
        document.setdefault("x-declic", {})["rqth"] = True
    if not basics:
        del document["basics"]
    return Draft(
        document,
        tuple(_warnings(document, two_columns=two_columns, cut=cut)),
        tuple(unbulleted(unplaced)),
    )


def _is_page_number(text: str) -> bool:
    return len(text) <= _LONGEST_FOOT and _PAGE.fullmatch(text) is not None


def _is_number(text: str) -> bool:
    return len(text) <= len("- 12 / 12 -") and _NUMBER.fullmatch(text) is not None


def _apart(lines: list[Line]) -> list[Line]:
    """Above the first heading, what stands side by side has nothing to do with each other."""
    first = next((index for index, line in enumerate(lines) if is_heading(line)), len(lines))
    return [*split(lines[:first]), *lines[first:]]


def _set_apart(waiting: list[str], sections: dict[str, list[Line]]) -> list[str]:
    """Licences go with mobility from where they have no heading; what is private waits."""
    mobility = [Line(text) for text in waiting if is_mobility(text)]
    waiting = [text for text in waiting if not is_mobility(text)]
    for key in (*_NAMED, "mobility"):
        kept = []
        for line in sections.get(key, []):
            (text,) = unbulleted([line.text]) or [""]
            if _PRIVATE.fullmatch(text):
                waiting.append(text)
            elif key != "mobility" and is_mobility(text):
                mobility.append(Line(text))
            else:
                kept.append(line)
        sections[key] = kept
    sections["mobility"] += mobility
    return waiting


def _place(sections: dict[str, list[Line]], document: dict[str, Any]) -> list[str]:
    """Put what stands under headings where it belongs; return what belongs nowhere."""
    basics = document["basics"]
    sections = {key: _without_contacts(lines, basics) for key, lines in sections.items()}
    if summary := sections.get("summary"):
        basics["summary"] = " ".join(unbulleted([line.text for line in summary]))
    unplaced = []
    for key, keys in KEYS.items():
        entries, left = entries_of(sections.get(key, []), keys)
        unplaced += left
        if entries:
            document[key] = entries
    for key in _NAMED:
        if found := texts_of(sections.get(key, [])):
            document[key] = [{"name": text} for text in found]
    if languages := languages_of(sections.get("languages", [])):
        document["languages"] = languages
    if mobility := mobility_of(sections.get("mobility", [])):
        document["x-declic"] = {"mobility": mobility}
    return unplaced + [line.text for line in sections.get(OTHER, [])]


def _without_contacts(lines: list[Line], basics: dict[str, Any]) -> list[Line]:
    """Lines that are more than the address and the number that were found."""
    return [line for line in lines if any(map(str.isalnum, without_contacts(line.text, basics)))]


def _warnings(document: dict[str, Any], *, two_columns: bool, cut: bool) -> list[str]:
    found = ["Ce brouillon vient de votre ancien CV. Relisez chaque ligne avant de l’utiliser."]
    if two_columns:
        found.append("Votre CV a deux colonnes\u00a0: des lignes ont pu se mélanger.")
    if cut:
        found.append("Votre CV est très long\u00a0: la fin n’a pas été lue.")
    if "name" not in document.get("basics", {}):
        found.append("Votre nom n’a pas été reconnu\u00a0: écrivez-le.")
    if "work" not in document and "education" not in document:
        found.append("Vos expériences et vos formations n’ont pas été reconnues.")
    return found
