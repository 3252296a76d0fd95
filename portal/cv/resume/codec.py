"""Objects read from JSON and written back: what a class does not know stays where it was.

Each object keeps the mapping that it was read from. Writing starts from that mapping and touches
only the keys whose value has changed, so unknown keys, their order, and harmless oddities (a null,
an empty text) survive at every level.
"""

from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any, Self, TypeVar

from snippets.dates import PartialDate
from snippets.dotted_paths import Path, put_at, steps, value_at


@dataclass(frozen=True)
class _Kind:
    """How one sort of value is read from JSON (None when absent) and written."""

    decode: Callable[[Any], Any]
    encode: Callable[[Any], Any]
    nested: bool = False


@dataclass(frozen=True, kw_only=True)
class Node:
    """One object of the document; `source` is what it was read from."""

    source: Mapping[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def read(cls, source: Mapping[str, Any]) -> Self:
        """Build from a mapping whose types were checked before (`reading.parse`)."""
        values = {name: kind.decode(value_at(source, path)) for name, path, kind in _spec(cls)}  # type: ignore[arg-type]
        return cls(source=source, **values)

    def written(self) -> dict[str, Any]:
        """The mapping again, with what has changed."""
        result = dict(deepcopy(self.source))
        for name, path, kind in _spec(type(self)):  # type: ignore[arg-type]
            value = getattr(self, name)
            raw = value_at(self.source, path)
            if kind.decode(raw) != value or (kind.nested and value and raw):
                put_at(result, path, kind.encode(value))
        return result


_SomeNode = TypeVar("_SomeNode", bound=Node)


def rewritten(node: _SomeNode, change: Callable[[str, str], str]) -> _SomeNode:
    """The same object with each text changed, given the name of its field; no source."""

    def changed(name: str, value: Any) -> Any:
        if isinstance(value, str):
            return change(name, value)
        if isinstance(value, Node):
            return rewritten(value, change)
        return tuple(changed(name, item) for item in value) if isinstance(value, tuple) else value

    values = {item.name: changed(item.name, getattr(node, item.name)) for item in fields(node)}
    return type(node)(**{**values, "source": {}})


@cache
def _spec(cls: type[Node]) -> tuple[tuple[str, Path, _Kind], ...]:
    return tuple(
        (item.name, steps(item.metadata["key"]), item.metadata["kind"])
        for item in fields(cls)
        if "key" in item.metadata
    )


def _date(raw: Any) -> PartialDate | None:
    try:
        return PartialDate.parse(raw) if raw else None
    except ValueError:
        return None


_TEXT = _Kind(lambda raw: raw or "", lambda value: value)
_TEXTS = _Kind(lambda raw: tuple(text or "" for text in raw or ()), list)
_DATE = _Kind(_date, lambda value: str(value) if value else "")
_FLAG = _Kind(bool, lambda value: value)


def text(key: str) -> str:
    """A text, "" when absent. A dot in a key goes one level down."""
    return field(default="", metadata={"key": key, "kind": _TEXT})


def texts(key: str) -> tuple[str, ...]:
    """A list of texts."""
    return field(default=(), metadata={"key": key, "kind": _TEXTS})


def partial_date(key: str) -> PartialDate | None:
    """A date of JSON Resume, None when absent."""
    return field(default=None, metadata={"key": key, "kind": _DATE})


def flag(key: str) -> bool:
    """Yes or no; absent means no."""
    return field(default=False, metadata={"key": key, "kind": _FLAG})


def child(key: str, cls: type[_SomeNode]) -> _SomeNode:
    """One object, an empty one when absent."""
    kind = _Kind(lambda raw: cls.read(raw or {}), lambda value: value.written(), nested=True)
    return field(default_factory=cls, metadata={"key": key, "kind": kind})


def children(key: str, cls: type[_SomeNode]) -> tuple[_SomeNode, ...]:
    """A list of objects."""
    kind = _Kind(
        lambda raw: tuple(cls.read(item) for item in raw or ()),
        lambda value: [item.written() for item in value],
        nested=True,
    )
    return field(default=(), metadata={"key": key, "kind": kind})
