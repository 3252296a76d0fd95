"""Places in a JSON document, written with dots: `basics.location.city`, `work.0.highlights.2`.

A number is a place in a list; in an object it is a key like any other. Reading is forgiving, for
documents come from elsewhere: where the path leads nowhere, there is None.
"""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

Step = str | int
Path = tuple[Step, ...]
# Digits of a number: no list is that long, and Python refuses to read very long ones.
_LONGEST_NUMBER = 9


def steps(path: str) -> Path:
    """The steps of a path that is written with dots."""
    return tuple(_step(part) for part in path.split("."))


def dotted(path: Path) -> str:
    """The same again, with dots."""
    return ".".join(str(step) for step in path)


def value_at(document: Any, path: str | Path) -> Any:
    """What is at a path, None where nothing is."""
    value = document
    for step in _as_steps(path):
        value = _below(value, step)
    return value


def list_at(document: Any, path: str | Path) -> list[Any] | None:
    """The list at a path, None when there is none."""
    found = value_at(document, path)
    return found if isinstance(found, list) else None


def put_at(document: dict[str, Any], path: str | Path, value: Any) -> None:
    """Write a value in the document; one that says nothing takes its key out.

    Objects on the way are made, in place of what leads nowhere. Raises LookupError for a place
    that a list does not have.
    """
    way = _as_steps(path)
    last = way[-1]
    is_empty = value in ("", None, [], {}, False)
    holder: Any = document
    for step, following in pairwise(way):
        below = _below(holder, step)
        if not isinstance(below, dict) and not (
            isinstance(below, list) and isinstance(following, int)
        ):
            if is_empty:
                return
            below = {}
            _set(holder, step, below)
        holder = below
    if is_empty and isinstance(holder, dict):
        holder.pop(str(last), None)
    else:
        _set(holder, last, value)


def made_list_at(document: dict[str, Any], path: str | Path) -> list[Any]:
    """The list at a path, made in the document when there is none."""
    found = list_at(document, path)
    if found is None:
        # Put in full, for an empty list says nothing, and emptied: it is the same object.
        found = [None]
        put_at(document, path, found)
        found.clear()
    return found


def with_value_at(document: dict[str, Any], path: str | Path, value: Any) -> dict[str, Any]:
    """A copy in which the value is at a path of objects; the document is left alone."""
    head, *rest = _as_steps(path)
    key = str(head)
    if not rest:
        return {**document, key: value}
    below = document.get(key)
    return {
        **document,
        key: with_value_at(below if isinstance(below, dict) else {}, tuple(rest), value),
    }


def _as_steps(path: str | Path) -> Path:
    return steps(path) if isinstance(path, str) else path


def _step(part: str) -> Step:
    is_number = part.isascii() and part.isdecimal() and (part == "0" or part[0] != "0")
    return int(part) if is_number and len(part) <= _LONGEST_NUMBER else part


def _below(value: Any, step: Step) -> Any:
    if isinstance(value, Mapping):
        return value.get(str(step))
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return None


def _set(holder: Any, step: Step, value: Any) -> None:
    if isinstance(holder, dict):
        holder[str(step)] = value
    elif isinstance(step, int) and 0 <= step < len(holder):
        holder[step] = value
    else:
        raise LookupError(step)
