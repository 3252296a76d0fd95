"""Communes as a criterion: those chosen, and those around them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.pin.geo import distance_km
from portal.mailing.audiences.criteria import (
    check_known,
    enumerated,
    is_all,
    refuse,
    texts,
    whole_number,
)
from snippets import french
from snippets.models import Commune

KEYS = ("communes", "radius_km")
MAX_RADIUS_KM = 100
_EMPTY = "Choisissez au moins une commune, ou toutes les communes."
_RADIUS = f"La distance va de 0 à {MAX_RADIUS_KM}\u00a0km, en nombre entier."
_NO_CENTRE = "Une distance se compte autour d’une commune\u00a0: choisissez-en une."
# Kilometres that a degree of latitude never falls below: what is farther is not measured.
_KM_PER_DEGREE = 110.0


@dataclass(frozen=True, slots=True)
class Area:
    """Where: INSEE codes, or None for everywhere; and what it is in a sentence, or nothing."""

    codes: frozenset[str] | None
    sentence: str


def area_of(criteria: Mapping[str, Any]) -> Area:
    """The communes whose centre is within the distance of the centre of a chosen one.

    Two queries, however many are chosen. Raises AudienceError for none, unknown ones, or a distance
    that is no distance.
    """
    radius = whole_number(criteria, "radius_km", low=0, high=MAX_RADIUS_KM, wrong=_RADIUS)
    if is_all(criteria, "communes"):
        if radius:
            refuse(_NO_CENTRE, "radius_km")
        return Area(None, "")
    codes = texts(criteria, "communes", empty=_EMPTY)
    found = list(Commune.objects.filter(pk__in=codes).defer("contour"))
    check_known(codes, [commune.pk for commune in found], "communes")
    names = enumerated([commune.name for commune in found])
    if not radius:
        word = "commune" if len(found) == 1 else "communes"
        return Area(frozenset(codes), f"{word}\u00a0: {names}")
    around = _around([(one.latitude, one.longitude) for one in found], radius)
    return Area(around | frozenset(codes), f"à {radius}\u00a0km au plus de {names}")


def _around(centres: list[tuple[float, float]], radius_km: int) -> frozenset[str]:
    margin = radius_km / _KM_PER_DEGREE
    latitudes = [latitude for latitude, _ in centres]
    near = Commune.objects.filter(
        latitude__range=(min(latitudes) - margin, max(latitudes) + margin)
    ).order_by()
    return frozenset(
        code
        for code, latitude, longitude in near.values_list("pk", "latitude", "longitude")
        if any(
            abs(latitude - centre[0]) <= margin
            and distance_km(centre, (latitude, longitude)) <= radius_km
            for centre in centres
        )
    )


def counted_communes(area: Area) -> str:
    """« 12 communes », for a screen that shows what a distance brings in; empty for everywhere."""
    return "" if area.codes is None else french.counted(len(area.codes), "commune")
