"""Fields of the parameters of the API beyond those of a search, and what it refuses."""

import datetime
import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from search.api.problems import InvalidParametersError
from search.parameters.fields import (
    ChoicesField,
    ParameterField,
    ParametersForm,
    Schema,
    TextField,
    quoted,
    refuse,
)

Table = Mapping[str, forms.Field]

_LIST_NAME = re.compile(r"(?P<name>[^\[\]]+)\[.*\]")
_INSEE = "[0-9][0-9AB][0-9]{3}"
MAX_REPEATED = 50


class IntegerField(ParameterField):
    """A whole number between two bounds; another one is refused."""

    def __init__(self, low: int, high: int, default: int | None = None, **kwargs: Any) -> None:
        self.low, self.high, self.empty = low, high, default
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """Bounds, and what is used when it is absent."""
        schema: Schema = {"type": "integer", "minimum": self.low, "maximum": self.high}
        return schema if self.empty is None else {**schema, "default": self.empty}

    def read(self, text: str) -> int:
        """Refuse what is out of bounds."""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        if not self.low <= number <= self.high:
            refuse(f"{quoted(text)}\u00a0: un entier de {self.low} à {self.high}.", self.empty)
        return number


class PatternField(ParameterField):
    """Text of one shape."""

    empty = ""

    def __init__(self, pattern: str, explanation: str, **kwargs: Any) -> None:
        self.pattern, self.explanation = pattern, explanation
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """The shape, or nothing."""
        return {"type": "string", "pattern": f"^({self.pattern})?$"}

    def read(self, text: str) -> str:
        """Refuse another shape."""
        if not re.fullmatch(self.pattern, text):
            refuse(f"{quoted(text)} n’est pas {self.explanation}.", self.empty)
        return text


class DateField(ParameterField):
    """A day, “2027-01-31”, in France; nothing at all is no day."""

    def clean(self, value: Any) -> Any:
        """Refuse an empty value: the format of a schema has no way to allow it."""
        return None if value is None else self.read(str(value).strip())

    def schema(self) -> Schema:
        """ISO 8601."""
        return {"type": "string", "format": "date"}

    def read(self, text: str) -> datetime.datetime:
        """The first instant of the day."""
        try:
            if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError(text)  # noqa: TRY301 - the same answer as for the 31st of June
            day = datetime.date.fromisoformat(text)
            midnight = datetime.datetime.combine(
                day, datetime.time.min, timezone.get_default_timezone()
            )
            # The first and last days of the calendar have no instant everywhere on Earth.
            midnight.astimezone(datetime.UTC)
            midnight + datetime.timedelta(days=2)
        except (ValueError, OverflowError):
            refuse(f"{quoted(text)} n’est pas une date (AAAA-MM-JJ).", None)
        return midnight


class SelectionField(ParameterField):
    """Names of fields separated by commas; all of them when it is absent."""

    def __init__(self, names: Iterable[str], **kwargs: Any) -> None:
        self.names = tuple(names)
        super().__init__(**kwargs)

    def schema(self) -> Schema:
        """A list in one parameter; see `style` in `search.api.openapi`."""
        return {"type": "array", "items": {"type": "string", "enum": list(self.names)}}

    def read(self, text: str) -> tuple[str, ...]:
        """Refuse an unknown name; the order is always that of the answer."""
        asked = {name.strip() for name in text.split(",")} - {""}
        unknown = sorted(asked.difference(self.names))
        if unknown:
            refuse(f"{quoted(unknown[0])} n’est pas un champ de la réponse.", None)
        return tuple(name for name in self.names if name in asked)


def commune_field() -> PatternField:
    """A commune by its INSEE code."""
    return PatternField(_INSEE, "un code INSEE de commune", label="Code INSEE de la commune")


def text_field(label: str) -> TextField:
    """Words."""
    return TextField(label=label)


def read(data: QueryDict, table: Table) -> tuple[dict[str, Any], dict[str, str]]:
    """Values by name, and what is wrong."""
    form = ParametersForm(data)
    form.fields.update(table)
    errors = refusals(form, data)
    return {name: form.nearest(name) for name in table}, errors


def checked(data: QueryDict, table: Table) -> dict[str, Any]:
    """Values by name. Raises InvalidParametersError."""
    values, errors = read(data, table)
    if errors:
        raise InvalidParametersError(errors)
    return values


def refusals(form: ParametersForm, data: QueryDict) -> dict[str, str]:
    """What is wrong, by parameter; a page would be more lenient with the shape of lists."""
    return {**form.refusals, **_shape_errors(data, form.fields)}


def _shape_errors(data: QueryDict, table: Table) -> dict[str, str]:
    """One value too many, or a list written as other languages do: neither is guessed at."""
    errors = {}
    for name, given in data.lists():
        field = table.get(name)
        if isinstance(field, ChoicesField):
            if len(given) > MAX_REPEATED:
                errors[name] = f"Au plus {MAX_REPEATED} valeurs."
        elif field is not None and len(given) > 1:
            errors[name] = "Ce paramètre ne se donne qu’une fois."
        elif (match := _LIST_NAME.fullmatch(name)) and match["name"] in table:
            errors[name] = f"Écrivez {quoted(match['name'])}, sans crochets."
    return errors
