"""What a person's home page is made of: each app gives its tile and what to do next.

An app registers its provider from the `ready()` of its `AppConfig`; the page knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from portal.accounts.models import User


@dataclass(frozen=True, slots=True)
class Tile:
    """One part of the space: its state in a sentence or two, and a link. `icon`: of the sprite."""

    title: str
    icon: str
    state: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class NextStep:
    """One thing to do, with one button. The lowest `rank` comes first.

    10: somebody waits for an answer, or a date is near; 20: something new; 30: to be completed;
    40: an idea.
    """

    rank: int
    title: str
    text: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Overview:
    """What one app shows on the page; no tile while it has nothing to show."""

    tile: Tile | None = None
    steps: tuple[NextStep, ...] = field(default_factory=tuple)


# A constant number of queries, whatever the person has.
Provider = Callable[[User], Overview]
_providers: dict[Provider, int] = {}


def register_overview(provider: Provider, *, order: int) -> None:
    """Add what an app shows; tiles come in `order`."""
    _providers[provider] = order


def overviews_of(user: User) -> list[Overview]:
    """What every app shows to a person, in order."""
    return [provider(user) for provider in sorted(_providers, key=lambda item: _providers[item])]
