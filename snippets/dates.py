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
        century = 1900 if int(third) >= _OLDEST_SHORT else 2000
        return _existing(century + int(third), int(second), int(first) if first else None)
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


# The dates of a line

_NAMES = "|".join(sorted(MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = (
    rf"(?:(?:(?:{_SEASONS})\s+|(?:{_DAY}(?:er)?\s+)?"
    rf"(?P<{{0}}name>{_NAMES})\.?\s+|"
    rf"(?:{_DAY}\s?[/.]\s?)?(?P<{{0}}number>0?[1-9]|1[0-2])\s?[/.]\s?)?"
    r"(?P<{0}year>(?:19|20)\d\d))"
)
_NOW = (
    r"(?P<now>aujourd'?hui|ce jour|maintenant|present|now|today|current|ongoing|heute|en cours|"
    r"actuel(?:lement)?)"
)
_FROM, _TO = _DATE.replace("{0}", "from_"), _DATE.replace("{0}", "to_")
_PERIOD = re.compile(
    r"(?<![\w/])(?:obtenue?s?\s+)?(?:(?P<until>jusqu'en|jusqu'a|until|bis)\s+)?"
    r"(?P<since>depuis(?: le| l')?|since|seit|de l'|des|de|du|d'|l'|en|in|le)?\s*"
    # « Juin à septembre 2015 »: both months are of one year.
    rf"(?:(?P<alone>{_NAMES})\.?\s*(?:-|a|au|et)\s*(?={_NAMES}))?{_FROM}"
    rf"(?:\s*(?:-|a|au|to|bis|/|jusqu'en|jusqu'a)\s*(?:{_TO}|{_NOW}))?(?![\w/])"
)
_LONGEST = 400
_SINCE = ("depuis", "since", "seit")
_JOINTS = " •|,;:-–—()[]/·\t"
# A minus is glued to its digit: « 2019 : -30 % de casse ».
_LEADING = re.compile(r"^(?:[ •|,;:()\[\]/·\t]|[-–—](?!\d))+")
# « 2000 colis par jour » is no year.
_THOUSANDS = re.compile(r"\s[a-z]")


@dataclass(frozen=True)
class Period:
    """Years or months in ISO form ("" when unsaid), and the rest of the line."""

    start: str
    end: str
    rest: str


def find_period(text: str) -> Period | None:
    """The one period of a line; None when there is none, or several, or a whole text."""
    text = normalised(text, keep_dashes=True)
    if len(text) > _LONGEST:
        return None
    folded = _same_length(text)
    found = list(_PERIOD.finditer(folded))
    if len(found) != 1:
        return None
    match = found[0]
    bare = not (match["from_name"] or match["from_number"] or match["to_year"] or match["now"])
    if bare and match["from_year"] == "2000" and _THOUSANDS.match(folded, match.end()):
        return None
    first, last = _end(match, "from_"), _end(match, "to_")
    rest = _rest(text[: match.start()], text[match.end() :])
    if match["alone"]:
        first, last = PartialDate(int(match["from_year"]), MONTHS[match["alone"]]), last or first
    start, end = str(first), str(last) if last else ""
    if match["until"]:
        return Period("", start, rest)
    if last or match["now"] or (match["since"] or "").startswith(_SINCE):
        return Period(start, end, rest)
    if rest and text.rstrip().endswith("."):
        return None  # « Aucune erreur en 2020. » tells of a year, as a sentence does
    # A lone date: the year of a diploma, or all that the person remembers.
    return Period(start, start, rest)


def begins_with_period(text: str) -> bool:
    """Whether a line opens with dates, as the entries of many CVs do."""
    text = normalised(text, keep_dashes=True)
    return find_period(text) is not None and _PERIOD.match(_same_length(text)) is not None


def _end(match: re.Match[str], which: str) -> PartialDate | None:
    """One end of a period, None where none stands."""
    if not match[f"{which}year"]:
        return None
    name, number = match[f"{which}name"], match[f"{which}number"]
    month = MONTHS[name] if name else int(number) if number else None
    return PartialDate(int(match[f"{which}year"]), month)


def _rest(before: str, after: str) -> str:
    """What stands around the dates, and each of its brackets whole."""
    before, after = before.rstrip(_JOINTS), _LEADING.sub("", after)
    rest = _LEADING.sub("", f"{before} {after}".rstrip(_JOINTS.replace(")", "")))
    return f"{rest})" if rest.count("(") > rest.count(")") else rest


def _same_length(text: str) -> str:
    """Lower case, no accent, plain dashes and apostrophes; as long as the text."""
    folded = []
    for character in text:
        plain = unicodedata.normalize("NFD", character.lower())[:1] or character
        folded.append("'" if plain == "’" else normalised(plain))
    return "".join(folded)
