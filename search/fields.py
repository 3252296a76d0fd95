"""A column of PostgreSQL's own `point` type: no extension needed."""

import re
from typing import Any

from django.db import models

_POINT = re.compile(r"^\(([^,]+),([^)]+)\)$")


class PointField(models.Field):
    """(longitude, latitude) in degrees, WGS 84, as a `point`: x is longitude, y latitude."""

    description = "Point"

    def db_type(self, connection: Any) -> str:
        """The core type."""
        return "point"

    def from_db_value(
        self, value: str | None, expression: Any, connection: Any
    ) -> tuple[float, float] | None:
        """Parse what the driver returns as text."""
        if value is None:
            return None
        match = _POINT.match(value)
        return (float(match[1]), float(match[2])) if match else None

    def get_db_prep_value(
        self,
        value: tuple[float, float] | None,
        connection: Any,
        prepared: bool = False,  # noqa: FBT001, FBT002
    ) -> str | None:
        """Write `(x,y)`; the server casts the text."""
        return None if value is None else f"({value[0]!r},{value[1]!r})"


class Coordinate(models.Func):
    """One coordinate of a point: 0 is the longitude, 1 the latitude."""

    template = "(%(expressions)s)[%(axis)s]"
    output_field = models.FloatField()

    def __init__(self, expression: Any, *, axis: int, **extra: Any) -> None:
        super().__init__(expression, axis=axis, **extra)


@PointField.register_lookup
class Longitude(models.Transform):
    """`position__longitude`, written as the index of coordinates is."""

    lookup_name = "longitude"
    template = "(%(expressions)s)[0]"
    output_field = models.FloatField()


@PointField.register_lookup
class Latitude(models.Transform):
    """`position__latitude`."""

    lookup_name = "latitude"
    template = "(%(expressions)s)[1]"
    output_field = models.FloatField()
