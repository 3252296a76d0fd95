"""Who changed what, in plain words, from the events that triggers wrote.

The tables of events are locked as those of their rows: it shows what the reader may see.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps

from portal.accounts.actors import AUTOMATIC

Tell = Callable[[Any, Any], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One change: when, by whom, what."""

    at: datetime
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Told:
    """How the changes of a model are told: its events, the one before and this one (`tell`)."""

    model: str
    tell: Tell
    related: tuple[str, ...] = ()

    def entries(self, wanted: Mapping[str, Any]) -> Iterator[Entry]:
        """In the order in which they happened, in one query."""
        events = apps.get_model("followup", f"{self.model}Event")._default_manager  # noqa: SLF001
        rows = events.filter(**wanted).order_by("pgh_id")
        if self.related:
            # Without a name, Django would join the row itself, which may be gone.
            rows = rows.select_related(*self.related)
        former: dict[int, Any] = {}
        for event in rows:
            before = former.get(event.pgh_obj_id)
            former[event.pgh_obj_id] = event
            for what in self.tell(before, event):
                yield Entry(event.pgh_created_at, who_of(event), what)


def who_of(event: Any) -> str:
    """The name that the event kept; "Le site" for what it does by itself."""
    return (event.pgh_context or {}).get("name") or AUTOMATIC


def newest_first(entries: Iterable[Entry]) -> list[Entry]:
    """Those of several tables, together; of one transaction, the last one first."""
    return sorted(entries, key=lambda entry: entry.at)[::-1]


def changed(before: Any, after: Any, *names: str) -> bool:
    """Whether one of these fields is not what it was."""
    return before is not None and any(
        getattr(before, name) != getattr(after, name) for name in names
    )


def label_of(row: Any, name: str) -> str:
    """What people call a field."""
    return str(row._meta.get_field(name.removesuffix("_id")).verbose_name)  # noqa: SLF001
