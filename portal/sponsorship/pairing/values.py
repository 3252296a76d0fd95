"""What the assignment is made from: people who wait, sponsors who are free, as plain values."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models

# The number of a request, and that of a sponsor.
Pair = tuple[int, int]


class Criterion(models.TextChoices):
    """Ce qui rapproche ou sépare: each is worth points, which the coordinator sets."""

    SAME_DOMAIN = "same_domain", "Un domaine professionnel en commun"
    SAME_COMMUNE = "same_commune", "Même commune"
    NEAR = "near", "La personne habite là où le parrain, la marraine se déplace"
    SHARED_LANGUAGE = "shared_language", "Une langue en commun, en plus du français"
    SHARED_TIME = "shared_time", "Des moments libres en commun"
    OTHER_DOMAIN = "other_domain", "Aucun domaine professionnel en commun"
    FAR = "far", "La personne habite trop loin pour se rencontrer"
    NO_LANGUAGE = "no_language", "Aucune autre langue en commun"
    NO_TIME = "no_time", "Aucun moment libre en commun"
    NO_MODE = "no_mode", "Aucune façon de se parler en commun"


# They speak against a pair; the others are reasons.
AGAINST = frozenset(
    {
        Criterion.OTHER_DOMAIN,
        Criterion.FAR,
        Criterion.NO_LANGUAGE,
        Criterion.NO_TIME,
        Criterion.NO_MODE,
    }
)
MAX_POINTS = 100
DEFAULT_POINTS: dict[Criterion, int] = {
    Criterion.SAME_DOMAIN: 10,
    Criterion.SAME_COMMUNE: 6,
    Criterion.NEAR: 4,
    Criterion.SHARED_LANGUAGE: 4,
    Criterion.SHARED_TIME: 3,
    Criterion.OTHER_DOMAIN: -2,
    Criterion.FAR: -5,
    Criterion.NO_LANGUAGE: -2,
    Criterion.NO_TIME: -6,
    Criterion.NO_MODE: -6,
}


@dataclass(frozen=True, slots=True)
class CommunePlace:
    """A commune: its code, its name, and its centre (latitude and longitude, WGS 84)."""

    code: str
    name: str
    centre: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is compared, in the codes of `portal.sponsorship.values`.

    What somebody left empty is not known: it is neither a reason, nor does it speak against.
    `radius_km` is how far a sponsor goes from their commune, in kilometres.
    """

    domains: frozenset[str] = frozenset()
    place: CommunePlace | None = None
    radius_km: int = 0
    languages: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request on the waiting list, and the day since which its person waits."""

    id: int
    since: date
    wishes: Wishes = field(default_factory=Wishes)

    def days(self, today: date) -> int:
        """How long they have waited."""
        return max((today - self.since).days, 0)


@dataclass(frozen=True, slots=True)
class Free:
    """A sponsor who may be given somebody; `capacity` is how many more."""

    id: int
    capacity: int
    wishes: Wishes = field(default_factory=Wishes)


@dataclass(frozen=True, slots=True)
class Problem:
    """The whole list: who waits, who is free, what each pair is worth, what may not be.

    A pair without points is worth none; a forbidden one is left out whatever it is worth.
    """

    waiting: tuple[Waiting, ...]
    free: tuple[Free, ...]
    points: Mapping[Pair, int]
    forbidden: Collection[Pair]
    today: date
