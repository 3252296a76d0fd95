"""Values of the monthly file and groups of them, with their limits, checked before being read.

Each refusal is a sentence without the value: it may be a number or an amount that is not kept.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

Check = Callable[[str], str]

_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?")
_WHOLE = re.compile(r"[+-]?0*(\d*)")
_DECIMAL = re.compile(r"[+-]?0*(\d*)(?:\.(\d*?)0*)?")
_FLAGS = {"1": True, "true": True, "0": False, "false": False}


def text(longest: int) -> Check:
    """A text of at most so many characters, its spaces counted."""

    def check(value: str) -> str:
        return "" if len(value) <= longest else f"plus de {longest}\u00a0caractères"

    return check


def whole(digits: int) -> Check:
    """A whole number; zeros before it do not count."""

    def check(value: str) -> str:
        found = _WHOLE.fullmatch(value.strip())
        if found is None or not any(char.isdigit() for char in value):
            return "nombre entier attendu"
        return "" if len(found[1]) <= digits else f"plus de {digits}\u00a0chiffres"

    return check


def amount(digits: int, decimals: int = 2) -> Check:
    """A decimal number; zeros before and after it do not count."""

    def check(value: str) -> str:
        found = _DECIMAL.fullmatch(value.strip())
        if found is None or not any(char.isdigit() for char in value):
            return "montant attendu"
        after = found[2] or ""
        if len(after) > decimals:
            return f"plus de {decimals}\u00a0décimales"
        return "" if len(found[1]) + len(after) <= digits else f"plus de {digits}\u00a0chiffres"

    return check


def day(value: str) -> str:
    """A date, as XML writes it."""
    return "" if read_day(value) else "date attendue (AAAA-MM-JJ)"


def time(value: str) -> str:
    """A time of day."""
    return "" if _TIME.fullmatch(value.strip()) else "heure attendue (HH:MM:SS)"


def flag(value: str) -> str:
    """Yes or no."""
    return "" if value.strip() in _FLAGS else "1 ou 0 attendu"


def read_day(value: str) -> date | None:
    """The day of a text; None for what is none."""
    found = _DAY.fullmatch(value.strip())
    try:
        return date.fromisoformat(found[1]) if found else None
    except ValueError:
        return None


def read_flag(value: str) -> bool | None:
    """Yes, no, or not said."""
    return _FLAGS.get(value.strip())


@dataclass(frozen=True, slots=True)
class Part:
    """An element inside a group: how often it may be there, and what it holds.

    `most` is None for any number of times. A part has a `check`, or `parts` of its own.
    """

    name: str
    least: int
    most: int | None
    check: Check | None
    parts: Mapping[str, "Part"]


def part(name: str, *holds: "Check | Part", least: int = 1, most: int | None = 1) -> Part:
    """An element that must be there, once."""
    parts = {one.name: one for one in holds if isinstance(one, Part)}
    checks = [one for one in holds if not isinstance(one, Part)]
    return Part(name, least, most, checks[0] if checks else None, parts)


def maybe(name: str, *holds: "Check | Part", most: int | None = 1) -> Part:
    """An element that may be missing."""
    return part(name, *holds, least=0, most=most)


def many(name: str, *holds: "Check | Part", least: int = 0) -> Part:
    """An element that comes any number of times."""
    return part(name, *holds, least=least, most=None)


def fault_of(element: Any, group: Part, where: str = "") -> str:
    """The first limit that an element of lxml breaks, empty for none.

    What the group does not know is let by: a newer version of the file adds elements. The order
    does not count either.
    """
    seen: dict[str, int] = {}
    for child in element:
        known = group.parts.get(child.tag)
        if known is None:
            continue
        count = seen[child.tag] = seen.get(child.tag, 0) + 1
        place = child.tag if known.most == 1 else f"{child.tag}\u00a0{count}"
        if known.most is not None and count > known.most:
            return f"{where}{child.tag}\u00a0: présent plus de {known.most}\u00a0fois."
        if known.check is None:
            if found := fault_of(child, known, f"{where}{place}, "):
                return found
        elif wrong := known.check(child.text or ""):
            return f"{where}{child.tag}\u00a0: {wrong}."
    for known in group.parts.values():
        if seen.get(known.name, 0) < known.least:
            return f"{where}{known.name}\u00a0: {_missing(known)}."
    return ""


def _missing(known: Part) -> str:
    return "manque" if known.least == 1 else f"attendu {known.least}\u00a0fois"
