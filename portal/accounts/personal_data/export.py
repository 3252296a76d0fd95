"""Everything that is kept of a person, for that person: as data, and as a readable document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import formats, timezone

from portal.accounts.models import User
from portal.accounts.personal_data.register import Holding, holdings


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


def sections_of(user: User, *, limit: int | None = None) -> Iterator[Section]:
    """Each holding that has rows about the person, in the order of the register.

    At most `limit` rows of each, the newest.
    """
    for holding in holdings():
        found = holding.of(user)
        rows = [_row(holding, row) for row in found.order_by("-pk")[:limit]][::-1]
        if rows:
            total = found.count() if limit else len(rows)
            yield Section(holding, rows, total)


def as_json(user: User) -> str:
    """The export as a JSON document: UTF-8, dates in ISO 8601, fields under their own names."""
    document = {
        "generated_at": timezone.now(),
        "account": user.email,
        "data": [
            {
                "model": section.holding.model,
                "title": section.holding.title,
                "why": section.holding.why,
                "how_long": section.holding.how_long,
                "rows": [{value.name: value.raw for value in row} for row in section.rows],
            }
            for section in sections_of(user)
        ],
    }
    return json.dumps(document, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def _row(holding: Holding, row: models.Model) -> list[Value]:
    if holding.is_trace:
        return [
            Value("id", "Numéro", row.pk, str(row.pk)),
            Value("what", "Quoi", str(row), str(row)),
        ]
    values = []
    for name in holding.fields:
        raw = getattr(row, name)
        display = getattr(row, f"get_{name}_display", None)
        text = str(display()) if display and raw not in (None, "") else _text(raw)
        if isinstance(raw, models.Model):
            raw = str(raw)
        elif isinstance(raw, models.fields.files.FieldFile):
            raw = raw.name
        elif isinstance(raw, bytes | memoryview):
            raw = text = f"{len(raw)} octets"
        values.append(Value(name, holding.label(name), raw, text))
    return values


def _text(raw: Any) -> str:
    """A value as people read it; empty for nothing."""
    if raw is None or raw in ("", {}, []):
        return ""
    if isinstance(raw, bool):
        return "oui" if raw else "non"
    if isinstance(raw, datetime):
        return formats.date_format(timezone.localtime(raw), "j F Y H:i")
    if isinstance(raw, date):
        return formats.date_format(raw, "j F Y")
    if isinstance(raw, (list, tuple)):
        return ", ".join(filter(None, map(_text, raw)))
    if isinstance(raw, dict):
        return ", ".join(f"{key}\u00a0: {_text(value)}" for key, value in raw.items())
    return str(raw)
