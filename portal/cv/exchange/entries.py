"""Jobs, trainings and voluntary work: what stands around their dates."""

import re
from dataclasses import dataclass
from typing import Any

from portal.cv.exchange.lines import Line, unbulleted
from snippets.dates import Period, begins_with_period, find_period
from snippets.web_addresses import web_address

_ENDS = " •|,;:-–—\t"
_LONGEST_PLACE = 70
# « Femme de chambre – Hôtel Ibis », but neither « Vendeuse – CDD » nor « Bac – mention bien ».
_TITLE_AND_PLACE = re.compile(
    r"(?P<title>[^–—]{2,80}?)\s+[–—-]\s+"
    r"(?P<place>(?!(?:CDD|CDI|CAE|CUI|PMSMP)\b|(?:Int[ée]rim|Stage|Temps|Contrat|Mention)\b)"
    r"[^\W\d_][^–—]{1,80})"
)


@dataclass(frozen=True)
class Keys:
    """Where JSON Resume puts what an entry says; without `told`, what is told waits."""

    title: str
    place: str
    told: str = ""


KEYS = {
    "work": Keys("position", "name", "highlights"),
    "volunteer": Keys("position", "organization", "highlights"),
    "education": Keys("studyType", "institution"),
    "projects": Keys("name", "entity", "highlights"),
}


def entries_of(lines: list[Line], keys: Keys) -> tuple[list[dict[str, Any]], list[str]]:
    """Entries, and the texts that belong to none.

    Each period opens an entry. How the first one stands says where the others have their title:
    above it, beside it or below it.
    """
    periods = [None if line.is_item else find_period(line.text) for line in lines]
    dated = [index for index, period in enumerate(periods) if period]
    if not dated:
        return [], [line.text for line in lines]
    most = _titles_above(lines, periods, dated)
    above = {index: _above(lines, periods, index, most) for index in dated}
    loose = [line.text for line in lines[: dated[0] - len(above[dated[0]])]]
    entries = []
    for index, after in zip(dated, [*dated[1:], len(lines)], strict=True):
        end = after - len(above.get(after, []))
        period = periods[index]
        assert period is not None  # noqa: S101 - `dated` says so
        entry, left = _entry(above[index], period, lines[index + 1 : end], keys)
        entries.append(entry)
        loose += left
    return entries, loose


def _titles_above(lines: list[Line], periods: list[Period | None], dated: list[int]) -> int:
    """How many lines above a period say what it is about: none, the title, or the place too."""
    first = dated[0]
    free = [line for line in lines[:first] if not line.is_item]
    period = periods[first]
    if not free or period is None:
        return 0
    if period.rest:
        later = [index for index in dated[1:] if _above(lines, periods, index, 1)]
        beside = begins_with_period(lines[first].text) and 2 * len(later) < len(dated[1:])
        return 0 if beside else 1
    return min(len(free), 2)


def _above(lines: list[Line], periods: list[Period | None], index: int, most: int) -> list[Line]:
    start = index
    while start > 0 and not periods[start - 1] and not lines[start - 1].is_item:
        start -= 1
    period = periods[index]
    if most and period and not period.rest and index - start == len(("title", "place")):
        most = index - start
    elif period and period.rest:
        most = min(most, 1)
    return lines[max(start, index - most) : index]


def _entry(
    above: list[Line], period: Period, below: list[Line], keys: Keys
) -> tuple[dict[str, Any], list[str]]:
    said = [line.text for line in above] + ([period.rest] if period.rest else [])
    below = list(below)
    if not said and below and not below[0].is_item:
        said = [below.pop(0).text]
    if len(said) == 1:
        said = [part for part in re.split(r"\t| \| ", said[0], maxsplit=1) if part.strip(_ENDS)]
    if len(said) == 1 and below and _is_place(below[0], keys, title=said[0]):
        said.append(below.pop(0).text)
    elif len(said) == 1 and (both := _title_and_place(said[0])):
        said = [both["title"], both["place"]]
    entry: dict[str, Any] = {}
    for key, text in zip((keys.title, keys.place), said, strict=False):
        named, dot, page = text.rpartition(" • ")
        if dot and (address := web_address(page)):  # as our own CVs print it
            entry["url"], text = address, named
        entry[key] = " ".join(text.strip(_ENDS).split())
    if period.start:
        entry["startDate"] = period.start
    if period.end:
        entry["endDate"] = period.end
    told = unbulleted([line.text for line in below])
    if told and keys.told:
        entry[keys.told] = told
    return entry, [] if keys.told else told


def _title_and_place(text: str) -> re.Match[str] | None:
    match = _TITLE_AND_PLACE.fullmatch(text) if len(text) <= 2 * _LONGEST_PLACE else None
    return match if match and match["place"][0].isupper() else None


def _is_place(line: Line, keys: Keys, *, title: str) -> bool:
    """Whether the line below a title names somebody, rather than telling what was done there."""
    text = line.text
    if text.isupper() and title.isupper() and _title_and_place(title):
        return False  # everything is in capitals, and the title has named them
    if line.is_item or len(text) > _LONGEST_PLACE or text.endswith((".", ":")):
        return False
    if not keys.told or text.isupper() or text.lower().startswith("chez "):
        return True
    return any(word[0].isupper() for word in re.split(r"[\s’']+", text)[1:] if word)
