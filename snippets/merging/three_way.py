"""The merge itself: three values of each field, and what they make together. No form, no view.

`base` is what somebody began with, `mine` what they have now, `theirs` what somebody else saved
meanwhile. Values are of any type that can be compared; a list of plain values (words, boxes that
were ticked) is one value, a list of entries that have a name each is `merge_items`'s.
"""

import operator
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import Final, Generic, TypeVar

V = TypeVar("V")
C = TypeVar("C")
K = TypeVar("K", bound=Hashable)
# Whether two values say the same in the field of that name.
Same = Callable[[str, V, V], bool]


class Outcome(StrEnum):
    """Who changed a field. `SAME`: both wrote the same."""

    UNCHANGED = "unchanged"
    MINE = "mine"
    THEIRS = "theirs"
    SAME = "same"
    CONFLICT = "conflict"


class Side(StrEnum):
    """One of the two texts; the values of the buttons that choose."""

    MINE = "mine"
    THEIRS = "theirs"


class Unknown(Enum):
    """The type of `UNKNOWN`."""

    UNKNOWN = "unknown"


# A base that nobody remembers: whatever differs is a conflict.
UNKNOWN: Final = Unknown.UNKNOWN


@dataclass(frozen=True, slots=True)
class Merged(Generic[V]):
    """One field."""

    base: V | Unknown
    mine: V
    theirs: V
    outcome: Outcome

    def value(self, prefer: Side) -> V:
        """What is kept; `prefer` says of a conflict, whose other text is then to be shown."""
        if self.outcome == Outcome.CONFLICT:
            return self.mine if prefer == Side.MINE else self.theirs
        return self.mine if self.outcome == Outcome.MINE else self.theirs


@dataclass(frozen=True, slots=True)
class Merge(Generic[V]):
    """The fields, by name."""

    fields: Mapping[str, Merged[V]] = field(default_factory=dict)

    def having(self, *outcomes: Outcome) -> dict[str, Merged[V]]:
        """Those that came out so."""
        return {name: one for name, one in self.fields.items() if one.outcome in outcomes}

    @property
    def conflicts(self) -> dict[str, Merged[V]]:
        """What both changed, each in their way."""
        return self.having(Outcome.CONFLICT)

    def values(self, prefer: Side) -> dict[str, V]:
        """What is kept of each field."""
        return {name: one.value(prefer) for name, one in self.fields.items()}


def merge(
    base: Mapping[str, V] | Unknown,
    mine: Mapping[str, V],
    theirs: Mapping[str, V],
    *,
    same: Same[V] | None = None,
    decided: Mapping[str, V] | None = None,
) -> Merge[V]:
    """Merge the fields that `mine` has; `theirs` has them too, or KeyError is raised.

    What `base` has not is unknown there. `decided` has, by name, the other text that somebody was
    shown and chose to replace: theirs gives way as long as it is still that one.
    """
    same = same or _equal
    seen = decided or {}
    fields = {}
    for name, value in mine.items():
        former = UNKNOWN if base is UNKNOWN else base.get(name, UNKNOWN)
        other = theirs[name]
        outcome = _outcome(name, former, value, other, same)
        if outcome == Outcome.CONFLICT and name in seen and same(name, other, seen[name]):
            outcome = Outcome.MINE
        fields[name] = Merged(former, value, other, outcome)
    return Merge(fields)


class Fate(StrEnum):
    """What becomes of an entry of a list.

    `ADDED` and `RETURNED`: only one of the two has it. It is new, or the other took it out while
    this one wrote in it; then it comes back whole. `GONE`: taken out, and nobody wrote in it.
    """

    STAYS = "stays"
    ADDED = "added"
    RETURNED = "returned"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Item(Generic[V]):
    """One entry: the merge of its fields when both have it, else the fields of who alone has it."""

    fate: Fate
    merge: Merge[V]
    only: Mapping[str, V]


def merge_items(
    base: Mapping[K, Mapping[str, V]],
    mine: Mapping[K, Mapping[str, V]],
    theirs: Mapping[K, Mapping[str, V]],
    *,
    same: Same[V] | None = None,
    decided: Mapping[K, Mapping[str, V]] | None = None,
) -> dict[K, Item[V]]:
    """Merge entries that have a name each: theirs in their order, then those that only mine has.

    Fields of an entry are merged like those of a form: of an entry that both have, `mine` may hold
    fewer fields.
    """
    same = same or _equal
    merged: dict[K, Item[V]] = {}
    for name in dict.fromkeys([*theirs, *mine]):
        former = base.get(name)
        if name in mine and name in theirs:
            fields = merge(
                former or {}, mine[name], theirs[name], same=same, decided=(decided or {}).get(name)
            )
            merged[name] = Item(Fate.STAYS, fields, {})
            continue
        only = mine[name] if name in mine else theirs[name]
        if former is None:
            fate = Fate.ADDED
        else:
            fate = Fate.RETURNED if _differ(former, only, same) else Fate.GONE
        merged[name] = Item(fate, Merge(), only)
    return merged


def origin(history: Iterable[tuple[C, V]], value: V, same: Callable[[V, V], bool]) -> C | None:
    """The change that brought a value; `history` has each change and what it left, newest first.

    None when the last change left something else.
    """
    found = None
    for change, left in history:
        if not same(left, value):
            break
        found = change
    return found


def _outcome(name: str, base: V | Unknown, mine: V, theirs: V, same: Same[V]) -> Outcome:
    if base is not UNKNOWN and same(name, mine, base):
        return Outcome.UNCHANGED if same(name, theirs, base) else Outcome.THEIRS
    if same(name, theirs, mine):
        return Outcome.SAME
    is_theirs_base = base is not UNKNOWN and same(name, theirs, base)
    return Outcome.MINE if is_theirs_base else Outcome.CONFLICT


def _differ(one: Mapping[str, V], other: Mapping[str, V], same: Same[V]) -> bool:
    return one.keys() != other.keys() or any(not same(key, one[key], other[key]) for key in one)


def _equal(_name: str, one: V, other: V) -> bool:
    return bool(operator.eq(one, other))
