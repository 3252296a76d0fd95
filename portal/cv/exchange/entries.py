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


# What stands beside a job and is no part of its name: « (CDI) », « · Temps plein ».
_HOURS = r"(?:temps (?:plein|complet|partiel)|mi-temps|full-time|part-time)"
_CONTRACT = (
    r"(?:(?:en |contrat )?(?:c\.?d\.?[id]\.?|cae|cui|pec|pmsmp|int[ée]rim(?:aire)?|stage|stagiaire|"
    r"alternance|apprentissage|saisonnier|saison|freelance|ind[ée]pendante?|b[ée]n[ée]volat|aid[ée]|"
    r"de professionnalisation|d[’']apprentissage|self-employed|internship)"
    rf"(?:\s+(?:[àa]\s+)?{_HOURS})?(?:\s+de\s+\d+\s+\w+)?|{_HOURS}"
    r"|\d{2}\s?h(?:eures)?(?:\s?/\s?(?:sem(?:aine)?|s)\.?|\s+par semaine)?)"
)
_LENGTH = r"\d{1,3}\s?(?:ans?|ann[ée]es?|mois|semaines?|jours?|yrs?|mos?)"
_DURATION = rf"{_LENGTH}(?:\s+(?:et\s+)?{_LENGTH})?"
_ASIDE = re.compile(
    rf"\s*(?:\(\s*(?P<held>{_CONTRACT}(?:\s*[,·/-]\s*(?:{_CONTRACT}|{_DURATION}))?)\s*\)"
    rf"|[·•|]\s*(?P<behind>{_CONTRACT})(?=\s*(?:$|[·•|\t])))",
    re.IGNORECASE,
)
_LASTED = re.compile(rf"\(?{_DURATION}\)?", re.IGNORECASE)


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
    lines, loose = _without_totals(lines)
    bare = [_without_asides(line.text) for line in lines]
    periods = [
        None if line.is_item else find_period(text)
        for line, (text, _) in zip(lines, bare, strict=True)
    ]
    dated = [index for index, period in enumerate(periods) if period]
    if not dated:
        return [], [*[line.text for line in lines], *loose]
    most = _titles_above(lines, periods, dated)
    above = {index: _above(lines, periods, index, most) for index in dated}
    loose = [*[line.text for line in lines[: dated[0] - len(above[dated[0]])]], *loose]
    entries = []
    for index, after in zip(dated, [*dated[1:], len(lines)], strict=True):
        end = after - len(above.get(after, []))
        period = periods[index]
        assert period is not None  # noqa: S101 - `dated` says so
        beside = [*bare[index][1], *_untold_duration(period)]
        told = [Line(text, item=True) for text in beside]
        entry, left = _entry(above[index], period, lines[index + 1 : end], keys, told)
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
    above: list[Line], period: Period, below: list[Line], keys: Keys, aside: list[Line]
) -> tuple[dict[str, Any], list[str]]:
    """What an entry says, and what waits; `aside` stood beside its dates and names nobody."""
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
    if len(said) == len(("title", "place")):
        said[1], contract = _without_asides(said[1])
        aside = [*aside, *(Line(text, item=True) for text in contract)]
    entry: dict[str, Any] = {}
    for key, text in zip((keys.title, keys.place), said, strict=False):
        named, page = _named(text)
        entry |= {key: " ".join(named.strip(_ENDS).split()), **page}
    if period.start:
        entry["startDate"] = period.start
    if period.end:
        entry["endDate"] = period.end
    told = unbulleted([line.text for line in (*aside, *below)])
    if told and keys.told:
        entry[keys.told] = told
    return entry, [] if keys.told else told


def _named(text: str) -> tuple[str, dict[str, str]]:
    """A name, and the page that our own CVs print behind it."""
    named, dot, page = text.rpartition(" • ")
    if dot and (address := web_address(page)):
        return named, {"url": address}
    return text, {}


def _without_totals(lines: list[Line]) -> tuple[list[Line], list[str]]:
    """Lines without how long one stayed somewhere, which waits: « Monoprix », « 5 ans 2 mois ».

    LinkedIn writes it between the employer and the title, which then change places.
    """
    kept: list[Line] = []
    totals: list[str] = []
    before_title = False
    for line in lines:
        if _LASTED.fullmatch(line.text[:_LONGEST_PLACE]) and not line.is_item:
            totals.append(line.text)
            before_title = bool(kept) and not kept[-1].is_item
        elif before_title and not line.is_item and not find_period(line.text):
            kept.insert(-1, line)
            before_title = False
        else:
            kept.append(line)
            before_title = False
    return kept, totals


def _without_asides(text: str) -> tuple[str, list[str]]:
    """A line without its contract and working time, which are told apart."""
    if len(text) > 2 * _LONGEST_PLACE:
        return text, []
    found = [match["held"] or match["behind"] for match in _ASIDE.finditer(text)]
    left = _ASIDE.sub("", text).strip()
    return (left, found) if left else (text, [])


def _untold_duration(period: Period) -> list[str]:
    """How long it lasted, unless its dates say so."""
    told = not period.end or ("-" in period.start and "-" in period.end)
    by_years = period.start != period.end and not re.search("mo|sem|jour", period.duration)
    return [] if told or by_years or not period.duration else [period.duration]


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
