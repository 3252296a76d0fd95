"""Two people changed one page: what each wrote, field by field, brought together.

A field that only the other person changed takes their value; one that both changed keeps what was
typed here, and is named.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from pages.field_values import are_same, is_changed, put, shown

# (what was sent or None, the page) to a form of it.
MakeForm = Callable[[Any, Any], Any]


@dataclass
class Merge:
    """`data` is what the form is filled with; the two lists have the labels of fields."""

    data: QueryDict
    taken: list[str] = field(default_factory=list)
    # What both changed: (label, what the other text says).
    kept: list[tuple[str, str]] = field(default_factory=list)


def merge(
    *, make_form: MakeForm, data: QueryDict, base: Any, latest: Any, labels: dict[str, str]
) -> Merge:
    """Bring what was sent together with the latest text.

    `base` is the page as the person began with it, None when nobody knows it any more: then what
    was typed is kept everywhere. Rows of lists (partners, trades, comments) stay as sent. `labels`
    are what the screen calls the fields.
    """
    theirs = make_form(None, latest)
    own = None if base is None else make_form(data, base)
    merged = Merge(data.copy())
    for mine in make_form(data, latest):
        name = mine.name
        if not is_changed(mine):
            continue
        label = labels.get(name) or str(mine.label)
        if own is None:
            merged.kept.append((label, shown(theirs[name])))
        elif is_changed(own[name]):
            if not are_same(own[name].initial, theirs[name].initial):
                merged.kept.append((label, shown(theirs[name])))
        else:
            put(merged.data, name, theirs[name])
            merged.taken.append(label)
    return merged
