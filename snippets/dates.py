"""Dates as people write them: « mars 2019 », « 09/2019 », « 1er août 2020 », « depuis 2020 ».

Nobody remembers every day: a date is as precise as the person was. `read_date` reads a field that
holds a date and nothing else, `find_period` the dates of a line of text, `write_date` writes one
so that `read_date` gives it back. A day that does not exist (31/06/2019) makes no date of a field,
which can be corrected; a period has no days, and keeps its month.
"""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from snippets.folding import fold_name
from snippets.typed_text import normalised

FRENCH_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
# Whole and shortened, folded: French, English and German, as in the CVs of this border.
MONTHS: dict[str, int] = {
    name: number
    for number, names in enumerate(
        (
            "janvier janv jan january januar",
            "fevrier fevr fev feb february februar",
            "mars mar march marz",
            "avril avr apr april",
            "mai may",
            "juin jun june juni",
            "juillet juil jul july juli",
            "aout aug august",
            "septembre sept sep september",
            "octobre oct october oktober okt",
            "novembre nov november",
            "decembre dec december dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
_FOLDED_MONTHS = tuple(fold_name(month) for month in FRENCH_MONTHS)
_SEASONS = "printemps|ete|automne|hiver"
_ISO = re.compile(r"([12]\d{3})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


@dataclass(frozen=True)
class PartialDate:
    """A year, a month or a day; `str()` gives the ISO form, which JSON Resume writes too."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read YYYY, YYYY-MM or YYYY-MM-DD. Raises ValueError, also for a 31 February."""
        match = _ISO.fullmatch(text)
        if match is None:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        date(year or 1, month or 1, day or 1)
        return cls(year or 1, month, day)

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts)

    @property
    def first_day(self) -> date:
        """The earliest day that it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day that it can mean."""
        month = self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


# A field that holds a date

_YEAR_FIRST = re.compile(r"[12]\d{3}(?:-\d{1,2}){0,2}", re.ASCII)
_FIGURES = re.compile(r"(?:(\d{1,2})[/. -])?(\d{1,2})[/. -]([12]\d{3})", re.ASCII)
_SHORT = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d\d)", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]{3,10})\.? ([12]\d{3})", re.ASCII)
_SEASON = re.compile(rf"(?:l |au )?(?:{_SEASONS}) ([12]\d{{3}})", re.ASCII)
_OLDEST_SHORT = 50  # « 98 » is 1998, « 49 » is 2049: nobody here worked before 1950
_CONTINUES = frozenset(
    (
        "aujourd hui",
        "jusqu aujourd hui",
        "jusqu a aujourd hui",
        "a aujourd hui",
        "en cours",
        "toujours en cours",
        "maintenant",
        "jusqu a maintenant",
        "toujours",
        "actuellement",
        "actuel",
        "a ce jour",
        "ce jour",
        "jusqu a ce jour",
        "present",
        "a present",
        "jusqu a present",
        "nos jours",
        "a nos jours",
        "jusqu a nos jours",
    )
)


def read_date(typed: str) -> PartialDate | None:
    """The date that a text means, None when it means none."""
    text = " ".join(normalised(typed).split())
    if _YEAR_FIRST.fullmatch(text):
        year, *rest = (int(part) for part in text.split("-"))
        return _existing(year, *rest)
    if match := _FIGURES.fullmatch(text):
        first, second, third = match.groups()
        return _existing(int(third), int(second), int(first) if first else None)
    if match := _SHORT.fullmatch(text):
        first, second, third = match.groups()
        year = _century(third) + int(third)
        return _existing(year, int(second), int(first) if first else None)
    folded = fold_name(text)
    if match := _SEASON.fullmatch(folded):
        return _existing(int(match[1]))
    if match := _WORDS.fullmatch(folded):
        first, second, third = match.groups()
        if number := _month(second):
            return _existing(int(third), number, int(first) if first else None)
    return None


def write_date(moment: PartialDate) -> str:
    """A date as people read it: « septembre 2019 »."""
    if moment.month is None:
        return str(moment.year)
    month = f"{FRENCH_MONTHS[moment.month - 1]} {moment.year}"
    if not moment.day:
        return month
    return f"1er {month}" if moment.day == 1 else f"{moment.day} {month}"


def continues(typed: str) -> bool:
    """Whether an end was typed to say that there is none yet: « aujourd’hui », « en cours »."""
    return fold_name(normalised(typed)) in _CONTINUES


def _century(short: str) -> int:
    return 1900 if int(short) >= _OLDEST_SHORT else 2000


def _month(word: str) -> int | None:
    """The month of that name, or the one French month that begins so."""
    if word in MONTHS:
        return MONTHS[word]
    begun = [n for n, name in enumerate(_FOLDED_MONTHS, start=1) if name.startswith(word)]
    return begun[0] if len(begun) == 1 else None


def _existing(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return PartialDate(year, month, day)


# The dates of a line, in figures or in words

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = (
    # « 2019-09 », « 2019-09-01 »: the month behind the year.
    rf"(?:(?P<{{0}}first>(?:19|20)\d\d)[-/.](?P<{{0}}after>0[1-9]|1[0-2])(?:[-/.]{_DAY})?(?![\d/-])|"
    rf"(?:(?:{_SEASONS})\s+|(?:{_DAY}(?:er)?\s+)?"
    rf"(?P<{{0}}name>{_NAMES})\.?\s+|"
    rf"(?:{_DAY}(?:\s?[/.]\s?|-))?(?P<{{0}}number>0?[1-9]|1[0-2])(?:\s?[/.]\s?|-))?"
    r"(?P<{0}year>(?:19|20)\d\d))"
)
# « 09/19 », « sept. 19 »: where the other end says that it is one, for it may be a mark or a day.
_SHORT_DATE = (
    rf"(?:(?P<{{0}}name>{_NAMES})\.?\s+'?|(?:{_DAY}/)?(?P<{{0}}number>0[1-9]|1[0-2])/)"
    r"(?P<{0}short>\d\d)(?![\d/])"
)
_NOW = (
    r"(?P<now>(?:l')?aujourd'?\s?hui|ce jour|nos jours|maintenant|present|now|today|current|"
    r"ongoing|heute|(?:toujours )?en cours|en poste|actuel(?:lement)?)"
)
_SINCE = r"(?P<since>depuis(?: le| l')?|since|seit|de l'|des|de|du|d'|l'|en|in|le)?\s*"
_TO = r"\s*(?:-|a|au|to|bis|/|jusqu'en|jusqu'a|jusqu'au)\s*"
_FROM_DATE, _TO_DATE = _DATE.replace("{0}", "from_"), _DATE.replace("{0}", "to_")
_FROM_SHORT, _TO_SHORT = (_SHORT_DATE.replace("{0}", key) for key in ("from_", "to_"))
_TILL_DATE = _DATE.replace("{0}", "till_")
_PERIODS = (
    # « 2018-20 »: a year and the end of another.
    re.compile(r"(?<![\w/])(?P<years>(?:19|20)\d\d)[-/](?P<tens>\d\d)(?![\w/]|[-.]\d)"),
    re.compile(
        rf"(?<![\w/]){_SINCE}{_FROM_SHORT}{_TO}(?:{_TILL_DATE}|{_TO_SHORT}|{_NOW})(?![\w/])"
    ),
    re.compile(rf"(?<![\w/]){_SINCE}{_FROM_DATE}{_TO}{_TO_SHORT}(?![\w/])"),
    re.compile(rf"(?<![\w/])(?P<since>depuis(?: le| l')?|since|seit)\s+{_FROM_SHORT}(?![\w/])"),
    re.compile(
        r"(?<![\w/])(?:obtenue?s?\s+)?(?:(?P<until>jusqu'en|jusqu'a|until|bis)\s+)?"
        # « Juin à septembre 2015 »: both months are of one year.
        rf"{_SINCE}(?:(?P<alone>{_NAMES})\.?\s*(?:-|a|au|et)\s*(?={_NAMES}))?{_FROM_DATE}"
        # « 2019 – » goes on.
        rf"(?:{_TO}(?:{_TO_DATE}|{_NOW})|(?P<open>\s*-\s*(?:\.\.\.|…|\?)?\s*(?=$|[\t)\]])))?"
        r"(?![\w/])"
    ),
)
_UNIT = r"(?:ans?|annees?|mois|semaines?|jours?|yrs?|years?|mos?|months?|jahre?n?|monate?n?)"
# What stands beside dates and says how long that is: « (2 ans) », « · 2 yrs 6 mos ».
_DURATION = re.compile(
    rf"(?:\s*[(·•|,:\t]\s*|\s+-\s+)(?:soit |environ )?(?P<said>\d{{1,3}}\s?{_UNIT}"
    rf"(?:\s*(?:et|and|,)?\s*\d{{1,2}}\s?{_UNIT})?)(?=\s*(?:$|[)·•|,;:\t]|-\s))\)?"
)
_LONGEST = 400
_GOES_ON = ("depuis", "since", "seit")
_JOINTS = " •|,;:-–—()[]/·\t"
# A minus is glued to its digit: « 2019 : -30 % de casse ».
_LEADING = re.compile(r"^(?:[ •|,;:()\[\]/·\t]|[-–—](?!\d))+")
# « 2000 colis par jour » is no year.
_THOUSANDS = re.compile(r"\s[a-z]")


@dataclass(frozen=True)
class Period:
    """Years or months in ISO form ("" when unsaid), and the rest of the line.

    `duration`: how long it lasted, where that is written behind the dates.
    """

    start: str
    end: str
    rest: str
    duration: str = ""


def find_period(text: str) -> Period | None:
    """The one period of a line; None when there is none, or several, or a whole text."""
    text = normalised(text, keep_dashes=True)
    if len(text) > _LONGEST:
        return None
    folded = _same_length(text)
    found = _periods(folded)
    if len(found) != 1:
        return None
    match, said = found[0], found[0].groupdict()
    if _is_quantity(said) and _THOUSANDS.match(folded, match.end()):
        return None
    lasted = _DURATION.match(folded, match.end())
    duration = text[lasted.start("said") : lasted.end("said")] if lasted else ""
    rest = _rest(text[: match.start()], text[lasted.end() if lasted else match.end() :])
    if said.get("years"):
        end = _end_of_years(said["years"], said["tens"])
        return Period(said["years"], str(end), rest, duration)
    first, last = _end(said, "from_"), _end(said, "to_") or _end(said, "till_")
    if first is None:
        return None
    if said.get("alone"):
        first, last = PartialDate(first.year, MONTHS[said["alone"]]), last or first
    if said.get("until"):
        return Period("", str(first), rest, duration)
    goes_on = said.get("now") or said.get("open") or (said["since"] or "").startswith(_GOES_ON)
    if last or goes_on:
        return Period(str(first), str(last) if last else "", rest, duration)
    if rest and text.rstrip().endswith("."):
        return None  # « Aucune erreur en 2020. » tells of a year, as a sentence does
    # A lone date: the year of a diploma, or all that the person remembers.
    return Period(str(first), str(first), rest, duration)


def begins_with_period(text: str) -> bool:
    """Whether a line opens with dates, as the entries of many CVs do."""
    text = normalised(text, keep_dashes=True)
    return find_period(text) is not None and _periods(_same_length(text))[0].start() == 0


def _periods(folded: str) -> list[re.Match[str]]:
    """Periods from left to right; where several ways of reading overlap, the one that takes most.

    « 2008-09 » alone is a school year, « 2019-09 » a month, and « 2008-09 - 2010-06 » two of them.
    """
    found = [match for pattern in _PERIODS for match in pattern.finditer(folded)]
    kept: list[re.Match[str]] = []
    for match in sorted(found, key=lambda match: match.start() - match.end()):
        said = match.groupdict()
        if said.get("years") and not _end_of_years(said["years"], said["tens"]):
            continue
        if all(match.end() <= other.start() or other.end() <= match.start() for other in kept):
            kept.append(match)
    return sorted(kept, key=re.Match.start)


def _end_of_years(year: str, tens: str) -> int | None:
    """The year that « 20 » is in « 2018-20 »; None when it is a month, or none after the first."""
    end = int(year[:2] + tens)
    if end < int(year) and year.startswith("19") and int(tens) in range(13, _OLDEST_SHORT):
        end += 100
    return end if end > int(year) else None


def _is_quantity(said: dict[str, str | None]) -> bool:
    alone = not any(said.get(key) for key in ("from_name", "from_number", "to_year", "now", "open"))
    return alone and said.get("from_year") == "2000"


def _end(said: dict[str, str | None], which: str) -> PartialDate | None:
    """One end of a period, None where none stands."""
    name, number = said.get(f"{which}name"), said.get(f"{which}number")
    month = MONTHS[name] if name else int(number) if number else None
    if year := said.get(f"{which}year"):
        return PartialDate(int(year), month)
    if short := said.get(f"{which}short"):
        return PartialDate(_century(short) + int(short), month)
    if first := said.get(f"{which}first"):
        return PartialDate(int(first), int(said[f"{which}after"] or 1))
    return None


def _rest(before: str, after: str) -> str:
    """What stands around the dates, and each of its brackets whole."""
    before, after = before.rstrip(_JOINTS), _LEADING.sub("", after)
    rest = _LEADING.sub("", f"{before} {after}".rstrip(_JOINTS.replace(")", "")))
    more = rest.count("(") - rest.count(")")
    return f"{rest})" if more > 0 else rest.removesuffix(")") if more < 0 else rest


def _same_length(text: str) -> str:
    """Lower case, no accent, plain dashes and apostrophes; as long as the text."""
    folded = []
    for character in text:
        plain = unicodedata.normalize("NFD", character.lower())[:1] or character
        folded.append("'" if plain == "’" else normalised(plain))
    return "".join(folded)
