"""Serializer fields: null for what is not known, UTC, whole addresses."""

import datetime
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


@extend_schema_field({"type": "integer", "format": "int64"})
class IdentifierField(serializers.IntegerField):
    """A row of another source has an id beyond 32 bits."""


@extend_schema_field({"type": "string", "format": "uri-reference"})
class ReferenceField(serializers.CharField):
    """An address, perhaps a relative one."""


class TextOrNullField(serializers.CharField):
    """A text that is kept as "" when there is none, which JSON says with null."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "allow_null": True})

    def to_representation(self, value: Any) -> str | None:
        return super().to_representation(value) or None


class ChoiceOrNullField(serializers.ChoiceField):
    """The same for one of a few identifiers."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices, **{**kwargs, "allow_null": True})

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None


class ConstantField(serializers.ChoiceField):
    """A member that is always the same, such as the `type` of GeoJSON."""

    def __init__(self, value: str, **kwargs: Any) -> None:
        self.value = value
        super().__init__([value], **kwargs)

    def get_attribute(self, instance: Any) -> str:
        return self.value


class InstantField(serializers.DateTimeField):
    """ISO 8601 in UTC, whatever the time zone of the site."""

    timezone = datetime.UTC


class KilometresField(serializers.FloatField):
    """A distance to the nearest ten metres, or null when nothing is measured."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{**kwargs, "allow_null": True})

    def to_representation(self, value: Any) -> float:
        return round(super().to_representation(value), 2)


class PageAddressField(serializers.URLField):
    """A path of this site as a whole address, from the host that was asked."""

    def to_representation(self, value: Any) -> str:
        address: str = self.context["request"].build_absolute_uri(str(value))
        return address


class LatitudeField(serializers.FloatField):
    """Degrees, WGS 84."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"help_text": "Degrés, WGS 84.", **kwargs, "min_value": -90, "max_value": 90}
        )


class LongitudeField(serializers.FloatField):
    """Degrees, WGS 84."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            **{"help_text": "Degrés, WGS 84.", **kwargs, "min_value": -180, "max_value": 180}
        )


class ShortTitleField(serializers.CharField):
    """A title that is cut after `limit` characters: a map shows dozens."""

    def __init__(self, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> str:
        title = str(super().to_representation(value))
        return title if len(title) <= self.limit else f"{title[: self.limit - 1].rstrip()}…"


class ShortTextOrNullField(ShortTitleField):
    """The same for a text that is kept as "" when there is none."""

    def __init__(self, limit: int, **kwargs: Any) -> None:
        super().__init__(limit, **{**kwargs, "allow_null": True})

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) or None
