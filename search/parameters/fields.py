"""Form fields of the search's query string: strict about what is said, kind about what is done.

A field that cannot use a value raises a ValidationError whose `nearest` parameter is the value
used instead; the code "adjusted" means that the person need not be told it was wrong.
"""

import math
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError

from search.criteria import MAX_PAGE, Box

ADJUSTED = "adjusted"
MAX_TEXT = 200
_SHOWN = 40
_NUMBER = re.compile(r"[+-]?[0-9]{1,60}(?:[.,][0-9]{1,60})?(?:[eE][+-]?[0-9]{1,3})?")
# A coordinate as schemas write it.
_DEGREES = r"-?[0-9]{1,3}(\.[0-9]{1,15})?"
_TRUE = frozenset({"1", "true", "on", "oui"})
_FALSE = frozenset({"", "0", "false", "off", "non"})


def refuse(message: str, nearest: object, code: str = "invalid") -> NoReturn:
    """Raise the error of a value that `nearest` replaces."""
    raise ValidationError(message, code=code, params={"nearest": nearest})


def quoted(value: str) -> str:
    """A value between French quotation marks, shortened; a percent sign is doubled.

    Django interpolates the message of a ValidationError that has parameters.
    """
    shown = value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"
    return f"«\u00a0{shown}\u00a0»".replace("%", "%%")


def finite(value: str) -> float | None:
    """A decimal number, with a point or a comma, or None ("nan" and "1e400" are none)."""
    value = value.strip()
    number = float(value.replace(",", ".")) if _NUMBER.fullmatch(value) else math.inf
    return number if math.isfinite(number) else None


# What a field accepts, as a schema of OpenAPI. Values brought to the nearest have no bounds in it.
Schema = dict[str, Any]


class ParameterField(forms.Field):
    """A value that may be absent."""

    empty: Any = None

    def schema(self) -> Schema:
        """What is accepted."""
        raise NotImplementedError

    def __init__(self, **kwargs: Any) -> None:
        kwargs["required"] = False
        super().__init__(**kwargs)

    def clean(self, value: Any) -> Any:
        """Read text; nothing typed is `empty`."""
        text = str(value).strip() if value is not None else ""
        return self.read(text) if text else self.empty

    def read(self, text: str) -> Any:
        """Turn text into a value, or call `refuse`."""
        raise NotImplementedError


class TextField(ParameterField):
    """Words; cut when they are too long."""

    empty = ""

    def schema(self) -> Schema:
        """Text of a bounded length."""
        return {"type": "string", "maxLength": MAX_TEXT}

    def read(self, text: str) -> str:
        """Refuse NUL and what is longer than a search."""
        if "\x00" in text:
            refuse("Le texte contient un caractère illisible.", text.replace("\x00", " "))
        if len(text) > MAX_TEXT:
            cut = text[:MAX_TEXT].rsplit(" ", 1)[0]
            message = f"Le texte est trop long\u00a0: {MAX_TEXT} caractères au plus."
            refuse(message, cut)
        return text


class ChoiceField(ParameterField):
    """One identifier among a few."""

    empty = ""

    def __init__(self, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """One of the identifiers."""
        return {"type": "string", "enum": [value for value, _ in self.choices]}

    def read(self, text: str) -> str:
        """Refuse what is not in the list."""
        if text not in {value for value, _ in self.choices}:
            refuse(f"{quoted(text)} n’est pas un choix possible.", self.empty)
        return text


class ChoicesField(forms.Field):
    """Any number of identifiers: repeated parameters."""

    widget = forms.MultipleHiddenInput

    def __init__(self, choices: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        self.choices = choices
        self._order = {value: rank for rank, (value, _) in enumerate(choices)}
        super().__init__(**{**kwargs, "required": False})

    def schema(self) -> Schema:
        """Identifiers, in any order."""
        return {"type": "array", "items": {"type": "string", "enum": list(self._order)}}

    def clean(self, value: Iterable[Any] | None) -> tuple[str, ...]:
        """Keep the known ones, once each, in the order of the list."""
        given = [str(item).strip() for item in ([value] if isinstance(value, str) else value or [])]
        known = tuple(sorted({item for item in given if item in self._order}, key=self._order.get))  # type: ignore[arg-type]
        unknown = [item for item in given if item and item not in self._order]
        if unknown:
            refuse(f"{quoted(unknown[0])} n’est pas un choix possible.", known)
        return known


class FlagField(ParameterField):
    """A box that is ticked or not."""

    empty = False

    def schema(self) -> Schema:
        """The usual spellings; capitals do not matter."""
        return {"type": "string", "enum": sorted((_TRUE | _FALSE) - {""})}

    def read(self, text: str) -> bool:
        """Accept the usual spellings."""
        if text.lower() in _TRUE:
            return True
        if text.lower() in _FALSE:
            return False
        refuse(f"{quoted(text)}\u00a0: écrivez 1 pour oui, 0 pour non.", nearest=False)


class NumberField(ParameterField):
    """A number kept between two bounds."""

    def __init__(self, low: float, high: float, unit: str, **kwargs: Any) -> None:
        self.low, self.high, self.unit = low, high, unit
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """Any number."""
        return {"type": "number"}

    def read(self, text: str) -> float:
        """Bring a number outside the bounds to the nearest one."""
        number = finite(text)
        if number is None:
            refuse(f"{quoted(text)} n’est pas un nombre.", self.empty)
        nearest = min(max(number, self.low), self.high)
        if nearest != number:
            bounds = f"de {self.low:g} à {self.high:g}\u00a0{self.unit}"
            refuse(f"Valeur ramenée à {nearest:g}\u00a0: {bounds}.", nearest, ADJUSTED)
        return int(number) if number.is_integer() else number


class HoursField(ParameterField):
    """Hours a week, to the hundredth."""

    def schema(self) -> Schema:
        """Any number."""
        return {"type": "number"}

    def read(self, text: str) -> Decimal:
        """Bring the number between 1 and 48."""
        number = finite(text)
        try:
            hours = Decimal(text.replace(",", ".")) if number is not None else None
        except InvalidOperation:
            hours = None
        if hours is None:
            refuse(f"{quoted(text)} n’est pas un nombre d’heures.", None)
        nearest = min(max(hours, Decimal(1)), Decimal(48))
        if nearest != hours:
            refuse(f"Heures ramenées à {nearest}\u00a0: de 1 à 48.", nearest, ADJUSTED)
        return nearest.quantize(Decimal("0.01"))


class NearestChoiceField(ParameterField):
    """A whole number among a few; another one is brought to the nearest."""

    def __init__(self, choices: Sequence[int], **kwargs: Any) -> None:
        self.choices = choices
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """Any number."""
        return {"type": "number"}

    def read(self, text: str) -> int:
        """Bring the number to the list."""
        number = finite(text)
        if number is None:
            refuse(f"{quoted(text)} n’est pas un nombre de jours.", None)
        nearest = min(self.choices, key=lambda choice: abs(choice - number))
        if nearest != number:
            refuse(f"Ramené à {nearest} jours.", nearest, ADJUSTED)
        return nearest


class PageField(ParameterField):
    """A page number from 1."""

    empty = 1

    def schema(self) -> Schema:
        """From 1."""
        return {"type": "integer", "minimum": 1}

    def read(self, text: str) -> int:
        """Refuse what is no page; an immense number is only beyond the end."""
        if not (text.isascii() and text.isdecimal()) or text.strip("0") == "":
            refuse(f"{quoted(text)} n’est pas un numéro de page.", self.empty)
        return min(int(text), MAX_PAGE) if len(text) < 10 else MAX_PAGE


class PositionField(ParameterField):
    """“lat,lng” in degrees (WGS 84)."""

    def schema(self) -> Schema:
        """Two numbers."""
        return {"type": "string", "pattern": f"^({_DEGREES},{_DEGREES})?$"}

    def read(self, text: str) -> tuple[float, float]:
        """Refuse what is not on Earth."""
        numbers = _degrees(text, 2)
        if numbers is None or abs(numbers[0]) > 90 or abs(numbers[1]) > 180:
            message = "La position s’écrit «\u00a0latitude,longitude\u00a0», en degrés."
            refuse(message, None)
        return numbers[0], numbers[1]


class BoxField(ParameterField):
    """“west,south,east,north” in degrees (WGS 84)."""

    def schema(self) -> Schema:
        """Four numbers."""
        pattern = ",".join([_DEGREES] * 4)
        return {"type": "string", "pattern": f"^({pattern})?$"}

    def read(self, text: str) -> Box:
        """Refuse an empty or reversed box; keep the part of it that is on Earth."""
        numbers = _degrees(text, 4)
        message = "La zone s’écrit «\u00a0ouest,sud,est,nord\u00a0», en degrés."
        if numbers is None:
            refuse(message, None)
        west, east = (min(max(numbers[index], -180.0), 180.0) for index in (0, 2))
        south, north = (min(max(numbers[index], -90.0), 90.0) for index in (1, 3))
        if not (west < east and south < north):
            refuse(message, None)
        return west, south, east, north


class ZoomField(ParameterField):
    """Zoom of a web map, from 0 (the world) to 22."""

    def schema(self) -> Schema:
        """Between the bounds."""
        return {"type": "number", "minimum": 0, "maximum": 22}

    def read(self, text: str) -> int:
        """Refuse what is no zoom; decimals, which some maps use, are dropped."""
        number = finite(text)
        if number is None or not 0 <= number <= 22:
            refuse("Le zoom est un nombre de 0 à 22.", None)
        return math.floor(number)


class ParametersForm(forms.Form):
    """The parameters of an address: what is wrong with one does not hide the others.

    A Django form keeps the values that are right; this one also knows, for the others, the
    `nearest` value that their error names, so that a page can be shown for any address.
    """

    def nearest(self, name: str) -> Any:
        """What was read, or the nearest that can be used; None when the form has no such field."""
        if name in self.cleaned_data:
            return self.cleaned_data[name]
        problem = self._problems().get(name)
        return (problem.params or {}).get("nearest") if problem else None

    @property
    def refusals(self) -> dict[str, str]:
        """French reasons by parameter; what was only adjusted is none."""
        return {
            name: problem.messages[0]
            for name, problem in self._problems().items()
            if problem.code != ADJUSTED
        }

    @property
    def notes(self) -> list[str]:
        """What was brought to the nearest value without harm."""
        return [
            problem.messages[0] for problem in self._problems().values() if problem.code == ADJUSTED
        ]

    def _problems(self) -> dict[str, ValidationError]:
        return {name: problems[0] for name, problems in self.errors.as_data().items()}


def _degrees(text: str, count: int) -> list[float] | None:
    """`count` numbers separated by commas, or None."""
    parts = text.split(",")
    if len(parts) != count or len(text) > MAX_TEXT:
        return None
    numbers = [finite(part) for part in parts]
    return None if None in numbers else [number for number in numbers if number is not None]
