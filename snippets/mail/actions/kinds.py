"""What links may do: one purpose each, declared by the app that knows how."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Proposal:
    """What the page says before anything happens: a title, a sentence, and its one button."""

    title: str
    text: str
    button: str


@dataclass(frozen=True)
class Outcome:
    """What the page says once it is done, and where to go from there."""

    text: str
    next_label: str = "Aller à l’accueil"
    next_path: str = "/"


@dataclass(frozen=True)
class ActionKind:
    """One purpose. `propose` and `act` get the subject of the link; a DomainError refuses.

    The subject names what may be done once: the notice or the reminder that a mail told of, rather
    than the object behind it, for which another mail may ask the same again. It holds no personal
    data. `act` runs in a transaction, in which the link is spent: an error leaves it unspent.
    `too_old` says the lifetime in words.
    """

    purpose: str
    lifetime: timedelta
    too_old: str
    propose: Callable[[str], Proposal]
    act: Callable[[str], Outcome]
    # Where whoever comes too late does the same: a label and the name of an address.
    next_label: str = "Aller à l’accueil"
    next_name: str = ""


_kinds: dict[str, ActionKind] = {}


def register(kind: ActionKind) -> None:
    """Declare a purpose. Raises ValueError when another one has its name."""
    if _kinds.get(kind.purpose, kind) != kind:
        message = f"Two kinds of links have the purpose {kind.purpose!r}."
        raise ValueError(message)
    _kinds[kind.purpose] = kind


def get(purpose: str) -> ActionKind:
    """The kind with this purpose. Raises KeyError."""
    return _kinds[purpose]


def find(purpose: object) -> ActionKind | None:
    """The kind with this purpose, or None: a link may outlive the code that made it."""
    return _kinds.get(purpose) if isinstance(purpose, str) else None


def every() -> list[ActionKind]:
    """All the kinds declared."""
    return list(_kinds.values())
