"""Why a sponsor suits somebody, and what speaks against it: a computation without a query."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pages.pin.geo import distance_km
from portal.sponsorship.pairing.values import AGAINST, Criterion, Place, Wishes
from portal.sponsorship.values import SLOTS, Language, Mode
from snippets import french
from snippets.models import RomeDomain


@dataclass(frozen=True, slots=True)
class Found:
    """One criterion that holds for a pair, and how it is said."""

    criterion: Criterion
    said: str


@dataclass(frozen=True, slots=True)
class Fit:
    """What holds for a pair, and the points that it makes."""

    found: tuple[Found, ...]
    points: int

    @property
    def reasons(self) -> list[str]:
        """What speaks for it."""
        return [one.said for one in self.found if one.criterion not in AGAINST]

    @property
    def against(self) -> list[str]:
        """What speaks against it."""
        return [one.said for one in self.found if one.criterion in AGAINST]


def fit_of(person: Wishes, sponsor: Wishes, table: Mapping[Criterion, int]) -> Fit:
    """Compare a person and a sponsor; the screens, the assignment and its tests all ask here."""
    found = (
        *_domain(person, sponsor),
        *_distance(person, sponsor),
        *_language(person, sponsor),
        *_availability(person, sponsor),
    )
    return Fit(found, sum(table.get(one.criterion, 0) for one in found))


@lru_cache(maxsize=4096)
def kilometres(one: Place, other: Place) -> int:
    """Between the centres of two communes, whole: what is said and what is compared."""
    return round(distance_km(one.centre, other.centre))


def _domain(person: Wishes, sponsor: Wishes) -> Iterator[Found]:
    if not (person.domains and sponsor.domains):
        return
    if common := person.domains & sponsor.domains:
        labels = [domain.label for domain in RomeDomain if domain in common]
        yield Found(Criterion.SAME_DOMAIN, f"même domaine\u00a0: {_listed(labels)}")
    else:
        yield Found(Criterion.OTHER_DOMAIN, "aucun domaine professionnel en commun")


def _distance(person: Wishes, sponsor: Wishes) -> Iterator[Found]:
    """Where the person lives, and how far the sponsor goes."""
    if not (person.place and sponsor.place):
        return
    if person.place.code == sponsor.place.code:
        yield Found(Criterion.SAME_COMMUNE, f"même commune\u00a0: {person.place.name}")
        return
    away = kilometres(person.place, sponsor.place)
    said = french.distance(away)
    if away <= sponsor.radius_km:
        yield Found(Criterion.NEAR, said)
    elif _must_travel(person, sponsor):
        limit = f"au-delà de {sponsor.radius_km}\u00a0km"
        yield Found(Criterion.FAR, f"{said}, {limit}")


def _must_travel(person: Wishes, sponsor: Wishes) -> bool:
    """Whether there is no way to talk without meeting."""
    known = [modes for modes in (person.modes, sponsor.modes) if modes]
    return not known or not frozenset.intersection(*known) - {Mode.IN_PERSON}


def _language(person: Wishes, sponsor: Wishes) -> Iterator[Found]:
    """Everybody is met in French; another language may help somebody who named it."""
    if not person.languages:
        return
    if common := person.languages & sponsor.languages:
        labels = [language.label.lower() for language in Language if language in common]
        yield Found(Criterion.SHARED_LANGUAGE, f"langue en commun\u00a0: {_listed(labels)}")
    else:
        yield Found(Criterion.NO_LANGUAGE, "aucune autre langue en commun")


def _availability(person: Wishes, sponsor: Wishes) -> Iterator[Found]:
    """When they are free, and how they want to talk."""
    if person.times and sponsor.times:
        if common := person.times & sponsor.times:
            labels = [label.lower() for slot, label in SLOTS if slot in common]
            yield Found(Criterion.SHARED_TIME, f"libres en même temps\u00a0: {_listed(labels)}")
        else:
            yield Found(Criterion.NO_TIME, "aucun moment libre en commun")
    if person.modes and sponsor.modes and not person.modes & sponsor.modes:
        yield Found(Criterion.NO_MODE, "aucune façon de se parler en commun")


def _listed(labels: list[str]) -> str:
    return ", ".join(labels)
