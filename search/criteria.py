"""What somebody is looking for: one immutable value, the same for page, map, API and alerts."""

import dataclasses
from decimal import Decimal
from typing import Self

from django.db import models

MIN_RADIUS_KM = 5
MAX_RADIUS_KM = 50
DEFAULT_RADIUS_KM = 20
RADIUS_CHOICES = (5, 10, 20, 30, 50)
WIDENING_KM = (10, 20, 30, 50)
SINCE_CHOICES = (1, 3, 7, 14, 31)
PAGE_SIZE = 20
MAX_PAGE = 1_000_000

# The label of the place of somebody who told their position.
AROUND_ME = "Autour de moi"

# west, south, east, north, in degrees (WGS 84).
Box = tuple[float, float, float, float]


class Sort(models.TextChoices):
    """Orders of a list."""

    RELEVANCE = "pertinence", "Les plus utiles"
    DATE = "date", "Les plus récentes"
    DISTANCE = "distance", "Les plus proches"


@dataclasses.dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks from: a commune, a postal code or a position (degrees, WGS 84)."""

    label: str
    latitude: float
    longitude: float


@dataclasses.dataclass(frozen=True, slots=True)
class Criteria:
    """A search. Empty tuples and None mean "any"; values are the identifiers used in code.

    `words` are folded (`search.words.folding`) and hold no stop word: all of them are required, the
    last one may be the beginning of a word. They are never corrected when they are `as_typed`.
    `box`, the part of the map that is shown, replaces the radius; distances are still counted
    from `place`.
    """

    text: str = ""
    words: tuple[str, ...] = ()
    as_typed: bool = False
    place: Place | None = None
    radius_km: float = DEFAULT_RADIUS_KM
    box: Box | None = None
    kinds: tuple[str, ...] = ()
    contracts: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    working_times: tuple[str, ...] = ()
    schedules: tuple[str, ...] = ()
    hours_min: Decimal | None = None
    hours_max: Decimal | None = None
    beginner: bool = False
    no_licence: bool = False
    siae: bool = False
    disabled_workers: bool = False
    since_days: int | None = None
    sort: str = ""
    page: int = 1

    @property
    def effective_sort(self) -> str:
        """The order used: the one asked for where it means something.

        By relevance when none is asked for and there are words; the newest first otherwise.
        """
        if self.sort == Sort.DATE:
            return Sort.DATE
        if self.sort == Sort.DISTANCE and self.place:
            return Sort.DISTANCE
        return Sort.RELEVANCE if self.words and self.sort != Sort.DISTANCE else Sort.DATE

    def replace(self, **changes: object) -> Self:
        """The same search with other values."""
        return dataclasses.replace(self, **changes)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True, slots=True)
class ParsedCriteria:
    """Criteria read from a query string, and what was wrong in it.

    `errors` maps a parameter to a French message: a page shows it and uses the nearest valid
    value, which `criteria` holds; the API refuses. `notes` say what was adjusted without harm.
    `near_places` are the labels of the places that an unknown one may stand for.
    """

    criteria: Criteria
    errors: dict[str, str]
    notes: list[str]
    near_places: tuple[str, ...] = ()
