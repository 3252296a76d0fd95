"""Periods as people write them in CVs: « mars 2019 – juin 2021 », « 09/2019 à 2021 »."""

import re
import unicodedata
from dataclasses import dataclass

_MONTHS = {
    **{
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
}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = (
    rf"(?:(?:(?:printemps|ete|automne|hiver)\s+|(?:{_DAY}(?:er)?\s+)?"
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
# « 2000 colis par jour » is no year.
_THOUSANDS = re.compile(r"\s[a-z]")


@dataclass(frozen=True)
class Period:
    """Dates in ISO form ("" when unsaid), and the rest of the line."""

    start: str
    end: str
    rest: str


def find_period(text: str) -> Period | None:
    """The one period of a line; None when there is none, or several, or a whole text."""
    if len(text) > _LONGEST:
        return None
    folded = _folded(text)
    found = list(_PERIOD.finditer(folded))
    if len(found) != 1:
        return None
    match = found[0]
    bare = not (match["from_name"] or match["from_number"] or match["to_year"] or match["now"])
    if bare and match["from_year"] == "2000" and _THOUSANDS.match(folded, match.end()):
        return None
    rest = _rest(text[: match.start()], text[match.end() :])
    first, last = _iso(match, "from_"), _iso(match, "to_")
    if match["alone"]:
        first, last = f"{first[:4]}-{_MONTHS[match['alone']]:02}", last or first
    if match["until"]:
        return Period("", first, rest)
    if last or match["now"] or (match["since"] or "").startswith(_SINCE):
        return Period(first, last, rest)
    if rest and text.rstrip().endswith("."):
        return None  # « Aucune erreur en 2020. » tells of a year, as a sentence does
    # A lone date: the year of a diploma, or all that the person remembers.
    return Period(first, first, rest)


def _rest(before: str, after: str) -> str:
    """What stands around the dates, and each of its brackets whole."""
    before, after = before.rstrip(_JOINTS), after.lstrip(_JOINTS)
    rest = f"{before} {after}".strip(_JOINTS.replace(")", ""))
    return f"{rest})" if rest.count("(") > rest.count(")") else rest


def begins_with_period(text: str) -> bool:
    """Whether a line opens with dates, as the entries of many CVs do."""
    return find_period(text) is not None and _PERIOD.match(_folded(text)) is not None


def _folded(text: str) -> str:
    """Same length as the text: lower case, no accent, plain dashes and apostrophes."""
    folded = []
    for character in text:
        plain = unicodedata.normalize("NFD", character.lower())[:1] or character
        folded.append({"–": "-", "—": "-", "’": "'", "\u00a0": " "}.get(plain, plain))
    return "".join(folded)


def _iso(match: re.Match[str], prefix: str) -> str:
    year = match[f"{prefix}year"]
    if not year:
        return ""
    name, number = match[f"{prefix}name"], match[f"{prefix}number"]
    month = _MONTHS[name] if name else int(number) if number else None
    return f"{year}-{month:02}" if month else str(year)
