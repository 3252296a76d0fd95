"""Dates as people type them: « 2019 », « 09/2019 », « septembre 2019 », « été 2019 »."""

import re

from portal.cv.resume import PartialDate
from snippets.folding import fold_name

_MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
_FOLDED = tuple(fold_name(month) for month in _MONTHS)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
_DAY = re.compile(r"(?:(\d{1,2})[/. -])?(\d{1,2})[/. -]([12]\d{3})", re.ASCII)
_SHORT = re.compile(r"(?:(\d{1,2})/)?(\d{1,2})/(\d\d)", re.ASCII)
_ISO = re.compile(r"[12]\d{3}-\d{1,2}(?:-\d{1,2})?", re.ASCII)
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]{3,10})\.? ([12]\d{3})", re.ASCII)
_SEASON = re.compile(r"(?:l |au )?(?:printemps|ete|automne|hiver) ([12]\d{3})", re.ASCII)
_OLDEST_SHORT = 50  # « 98 » is 1998, « 49 » is 2049: nobody here worked before 1950
_CONTINUES = frozenset(
    (
        *("aujourd hui", "jusqu aujourd hui", "jusqu a aujourd hui", "a aujourd hui"),
        *("en cours", "toujours en cours", "maintenant", "jusqu a maintenant", "toujours"),
        *("actuellement", "actuel", "a ce jour", "ce jour", "jusqu a ce jour", "present"),
    )
)


def continues(typed: str) -> bool:
    """Whether an end was typed to say that there is none yet: « aujourd’hui », « en cours »."""
    return fold_name(typed) in _CONTINUES


def read_date(typed: str) -> PartialDate | None:
    """The date that a text means, None when it means none."""
    text = " ".join(typed.split())
    if _YEAR.fullmatch(text):
        return PartialDate(int(text))
    if _ISO.fullmatch(text):
        year, *rest = (int(part) for part in text.split("-"))
        return _made(year, *rest)
    if match := _DAY.fullmatch(text):
        first, second, third = match.groups()
        return _made(int(third), int(second), int(first) if first else None)
    if match := _SHORT.fullmatch(text):
        first, second, third = match.groups()
        century = 1900 if int(third) >= _OLDEST_SHORT else 2000
        return _made(century + int(third), int(second), int(first) if first else None)
    folded = " ".join(fold_name(text).split())
    if match := _SEASON.fullmatch(folded):
        return PartialDate(int(match.group(1)))
    if match := _WORDS.fullmatch(folded):
        first, second, third = match.groups()
        if number := _month(second):
            return _made(int(third), number, int(first) if first else None)
    return None


def write_date(moment: PartialDate) -> str:
    """A date as people read it in a field."""
    if moment.month is None:
        return str(moment.year)
    month = f"{_MONTHS[moment.month - 1]} {moment.year}"
    return f"{moment.day} {month}" if moment.day else month


def _month(word: str) -> int | None:
    """The month that begins so, when it is one alone."""
    found = [number for number, name in enumerate(_FOLDED, start=1) if name.startswith(word)]
    return found[0] if len(found) == 1 else None


def _made(year: int, month: int | None = None, day: int | None = None) -> PartialDate | None:
    parts = [f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)]
    try:
        return PartialDate.parse("-".join(parts))
    except ValueError:
        return None
