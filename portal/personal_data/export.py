"""Everything that is kept of a person, for that person: as data, and as a readable document."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from portal.accounts.models import User
from portal.personal_data.register import Holding, holdings, opened_for
from snippets import french

_JSON = (str, bool, int, float, Decimal, date, time, list, dict)


@dataclass(frozen=True, slots=True)
class Value:
    """One field of one row: the name of its column, and what people read."""

    name: str
    label: str
    raw: Any
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one holding; `total` counts those that a limit leaves out too."""

    holding: Holding
    rows: list[list[Value]]
    total: int


def sections_of(user: User, *, limit: int | None = None) -> list[Section]:
    """Each holding that has rows about the person, in the order of the register.

    At most `limit` rows of each, the newest.
    """
    with opened_for(user):
        return [*sections(((holding, holding.of(user)) for holding in holdings()), limit=limit)]


def sections(
    held: Iterable[tuple[Holding, models.QuerySet[Any]]], *, limit: int | None = None
) -> Iterator[Section]:
    """The same of rows that were found otherwise: those of somebody without an account."""
    for holding, found in held:
        rows = [_row(holding, row) for row in found.order_by("-pk")[:limit]][::-1]
        if rows:
            total = found.count() if limit else len(rows)
            yield Section(holding, rows, total)


def as_json(user: User) -> str:
    """The export as a JSON document: UTF-8, dates in ISO 8601, fields under their own names."""
    return document_of(user.email, sections_of(user))


def document_of(name: str, found: Iterable[Section]) -> str:
    """The document of these sections; `name` is the address that they were found by."""
    document = {
        "generated_at": timezone.now(),
        "account": name,
        "data": [
            {
                "model": section.holding.model,
                "title": section.holding.title,
                "why": section.holding.why,
                "how_long": section.holding.how_long,
                "rows": [{value.name: value.raw for value in row} for row in section.rows],
            }
            for section in found
        ],
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _row(holding: Holding, row: models.Model) -> list[Value]:
    if holding.is_trace:
        what = str(attrgetter(holding.about)(row) or "") if holding.about else str(row)
        return [
            Value("id", "Numéro", row.pk, str(row.pk)),
            Value("what", "Quoi", what, what),
        ]
    return [_value(holding, row, name) for name in holding.fields]


def _value(holding: Holding, row: models.Model, name: str) -> Value:
    field = row._meta.get_field(name)  # noqa: SLF001
    raw = _plain(row, field)
    choices = getattr(field, "base_field", field)
    labels = dict(getattr(choices, "flatchoices", ()))
    if name in holding.said and raw not in (None, ""):
        shown = holding.said[name](raw)
    elif not labels:
        shown = raw
    elif isinstance(raw, list):
        shown = [labels.get(item, item) for item in raw]
    else:
        shown = labels.get(raw, raw)
    return Value(name, holding.label(name), raw, _text(shown))


def _plain(row: models.Model, field: Any) -> Any:
    """A value that JSON can write; other rows, by what people call them."""
    value = getattr(row, field.name)
    if field.many_to_many:
        return [str(item) for item in value.all()]
    if field.is_relation:
        return value and str(value)
    if value is None or isinstance(value, _JSON):
        return value
    if isinstance(value, bytes | memoryview):
        return f"{len(value)} octets"
    # Files, ranges, and what a library may bring: Django's own serialisation.
    return field.value_to_string(row)


def _text(raw: Any) -> str:
    """A value as people read it; empty for nothing."""
    if raw is None or raw in ("", {}, []):
        return ""
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, datetime):
        return f"{french.long_day(raw)} à {french.hour(raw)}"
    if isinstance(raw, date):
        return french.long_day(raw)
    if isinstance(raw, (list, tuple)):
        return ", ".join(filter(None, map(_text, raw)))
    if isinstance(raw, dict):
        said = ((key, _text(value)) for key, value in raw.items())
        return ", ".join(f"{key}\u00a0: {text}" for key, text in said if text)
    return str(raw)
