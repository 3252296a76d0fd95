"""Numbers, dates and distances written the way French readers expect them."""

import datetime
import re
from decimal import Decimal

from django.utils import timezone

from snippets.dates import FRENCH_MONTHS
from snippets.folding import fold_name

NBSP = "\u00a0"
NARROW_NBSP = "\u202f"
_DAYS_IN_MONTH = 30
_DAYS_IN_YEAR = 365
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_CONTRACTED = {"Le": "du", "Les": "des"}
_BEGINS_BY_VOWEL = re.compile(r"[aeiouh]|y[^aeiouy\W]")


def number(value: float | Decimal) -> str:
    """Write a number: thousands apart, decimal comma, no useless zeros (2 decimals at most)."""
    rounded = round(Decimal(str(value)), 2)
    whole, _, decimals = f"{rounded:,f}".partition(".")
    text = whole.replace(",", NARROW_NBSP).replace("-", "\u2212")
    decimals = decimals.rstrip("0")
    return f"{text},{decimals}" if decimals else text


def counted(count: int, singular: str, plural: str | None = None) -> str:
    """Return “3 offres”; in French zero and one are singular."""
    word = singular if abs(count) < 2 else plural or f"{singular}s"
    return f"{number(count)}{NBSP}{word}"


def lower_first(label: str) -> str:
    """“débutant accepté”, “radiation de la liste de France Travail”, but “CDI” stays."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def of(name: object) -> str:
    """Return “de Claire” or “d’Élise”: what is of a person, an organisation or a place.

    An H is silent in nearly every first name and town (“d’Hélène”, “d’Héricourt”). A Y before a
    consonant is a vowel (“d’Yves”, but “de Yanis”). An article joins: “du Havre”, “des Sables”.
    """
    text = str(name)
    article, _, rest = text.partition(" ")
    if rest and article in _CONTRACTED:
        return f"{_CONTRACTED[article]} {rest}"
    return f"d’{text}" if _begins_by_vowel(text) else f"de {text}"


def that(name: str) -> str:
    """Return “que Claire” or “qu’Élise”, before what is said of somebody."""
    return f"qu’{name}" if _begins_by_vowel(name) else f"que {name}"


def _begins_by_vowel(name: str) -> bool:
    return _BEGINS_BY_VOWEL.match(fold_name(name)) is not None


def full_date(value: datetime.date | datetime.datetime) -> str:
    """Return “mardi 12 janvier 2027”, in the site's time zone; the first is “1er”."""
    day = _local_day(value)
    return f"{_WEEKDAYS[day.weekday()]} {long_day(day)}"


def _local_day(value: datetime.date | datetime.datetime) -> datetime.date:
    return timezone.localtime(value).date() if isinstance(value, datetime.datetime) else value


def long_day(value: datetime.date | datetime.datetime) -> str:
    """Return “12 janvier 2027”, in the site's time zone; the first is “1er”."""
    return f"{short_day(value)} {_local_day(value).year}"


def short_date(value: datetime.date | datetime.datetime) -> str:
    """Return “mardi 12 janvier”, for a day that is near; the first is “1er”."""
    day = _local_day(value)
    return f"{_WEEKDAYS[day.weekday()]} {short_day(day)}"


def short_day(value: datetime.date | datetime.datetime) -> str:
    """Return “12 janvier”, for a day that is near; the first is “1er”."""
    day = _local_day(value)
    return f"{'1er' if day.day == 1 else day.day} {FRENCH_MONTHS[day.month - 1]}"


def hour(value: datetime.datetime | datetime.time) -> str:
    """Return “14 h” or “14 h 30”: of a moment, in the site's time zone."""
    local = timezone.localtime(value) if isinstance(value, datetime.datetime) else value
    text = f"{local.hour}{NBSP}h"
    return f"{text}{NBSP}{local.minute:02d}" if local.minute else text


def when(starts: datetime.datetime, ends: datetime.datetime | None) -> str:
    """Return “Mardi 12 janvier 2027, de 14 h à 17 h”; both days when there are several."""
    day = full_date(starts)
    if ends is None:
        text = f"{day} à {hour(starts)}"
    elif timezone.localdate(starts) == timezone.localdate(ends):
        text = f"{day}, de {hour(starts)} à {hour(ends)}"
    else:
        text = f"du {day} à {hour(starts)} au {full_date(ends)} à {hour(ends)}"
    return text[:1].upper() + text[1:]


def hours_of(starts: datetime.datetime, ends: datetime.datetime | None) -> str:
    """Return “De 14 h à 17 h”, beside the day of the start."""
    begins = hour(starts)
    if ends is None:
        return f"À {begins}"
    if timezone.localdate(starts) == timezone.localdate(ends):
        return f"De {begins} à {hour(ends)}"
    return f"Dès {begins}, jusqu’au {short_date(ends)} à {hour(ends)}"


def ago(value: datetime.datetime, *, today: datetime.date | None = None) -> str:
    """Return the age of something in calendar days: “aujourd’hui”, “il y a 3 jours”."""
    days = ((today or timezone.localdate()) - timezone.localtime(value).date()).days
    if days <= 0:
        return "aujourd’hui"
    if days == 1:
        return "hier"
    if days < _DAYS_IN_MONTH:
        return f"il y a {days}{NBSP}jours"
    if days < _DAYS_IN_YEAR:
        return f"il y a {days // _DAYS_IN_MONTH}{NBSP}mois"
    return "il y a plus d’un an"


def distance(kilometres: float) -> str:
    """Return a distance as people say it: whole kilometres, “à moins de 1 km” below."""
    if kilometres < 1:
        return f"à moins de 1{NBSP}km"
    return f"à {round(kilometres)}{NBSP}km"


def hours(value: Decimal | float) -> str:
    """Return weekly hours: “35 h”, “17 h 30”."""
    minutes = round(float(value) * 60)
    whole, rest = divmod(minutes, 60)
    return f"{whole}{NBSP}h{NBSP}{rest:02d}" if rest else f"{whole}{NBSP}h"


def phone_digits(phone: str) -> str:
    """Return the digits of a French number for a `tel:` link, in international form."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"+33{digits[1:]}" if re.fullmatch(r"0\d{9}", digits) else digits
