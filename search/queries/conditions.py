"""Criteria as conditions on the index: one for each parameter of a search."""

import datetime
import math
from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import BooleanField, F, FloatField, Func, Q, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.lookups import LessThanOrEqual
from django.utils import timezone

from search.criteria import Box, Criteria, Place
from search.models import Opportunity

EARTH_RADIUS_KM = 6371.0088
# A shorter beginning would match half of the index.
MIN_PREFIX = 3
NAMING_WEIGHTS = "ABC"
# Of the parts of a document, from D (its text) to A (its title).
_WEIGHTS = [0.1, 0.3, 0.6, 1.0]

# Kilometres along the great circle (haversine) from a row to a latitude, its cosine, a longitude.
_DISTANCE = """
12742.0176 * asin(sqrt(least(1.0,
    power(sin(radians(position[1] - %s) / 2), 2)
    + %s * cos(radians(position[1])) * power(sin(radians(position[0] - %s) / 2), 2)
)))
"""


def where(criteria: Criteria, *, without: Collection[str] = ()) -> Q:
    """All that a search asks of a row, but for the conditions of some parameters."""
    asked = [condition for name, condition in CONDITIONS.items() if name not in without]
    return Q(unexpired(), *(condition(criteria) for condition in asked))


def matching(criteria: Criteria) -> QuerySet[Opportunity]:
    """The rows that a search finds, with their distance, without order or pages."""
    return rows(criteria.place).filter(where(criteria))


def rows(place: Place | None = None) -> QuerySet[Opportunity]:
    """All rows without their document; `distance_km` is counted from a place, or None."""
    found = Opportunity.objects.defer("document")
    return found.annotate(distance_km=distance_from(place))  # type: ignore[no-redef]


def unexpired() -> Q:
    """Rows outlive their expiry by the minutes until the periodic job unpublishes the page."""
    return Q(expires_at__isnull=True) | Q(expires_at__gt=timezone.now())


def tsquery(words: Sequence[str], weights: str = "") -> SearchQuery:
    """The words as `to_tsquery` reads them: all required, the last one as a beginning.

    `weights`, of A to D, say which parts of the document they are looked for in.
    """
    *complete, last = words
    ends = [weights] * len(complete) + [f"*{weights}" if len(last) >= MIN_PREFIX else weights]
    text = " & ".join(
        f"{word}:{end}" if end else word for word, end in zip(words, ends, strict=True)
    )
    return SearchQuery(text, config="french", search_type="raw")


def named(words: Sequence[str]) -> Q:
    """Whether the words are what a row is called by: title, trade, employer, place.

    The others only cite one of them somewhere in their text.
    """
    return Q(document=tsquery(words, NAMING_WEIGHTS))


def rank(words: Sequence[str]) -> SearchRank:
    """Relevance: how often and how close the words are, in the title first."""
    return SearchRank(F("document"), tsquery(words), weights=_WEIGHTS, cover_density=True)


def in_box(box: Box) -> Q:
    """Whether a position lies in a box.

    Written with comparisons, for which there are statistics: the planner knows when the box is
    the narrow condition and when the words are. Of `<@` it always believes the same.
    """
    west, south, east, north = box
    return Q(position__longitude__range=(west, east), position__latitude__range=(south, north))


def in_circle(place: Place, radius_km: float) -> Q:
    """Whether a position is near a place; its box, which has an index, comes first."""
    near = LessThanOrEqual(distance_from(place), radius_km)
    return in_box(box_around(place, radius_km)) & Q(near)


def box_around(place: Place, radius_km: float) -> Box:
    """The smallest box (degrees) that holds the circle around a place."""
    angle = radius_km / EARTH_RADIUS_KM * 1.000001  # rounding must not cut the circle
    latitude = math.radians(place.latitude)
    ratio = math.sin(angle) / max(math.cos(latitude), 1e-9)
    half_width = math.degrees(math.asin(ratio)) if ratio < 1 else 180.0
    half_height = math.degrees(angle)
    return (
        place.longitude - half_width,
        place.latitude - half_height,
        place.longitude + half_width,
        place.latitude + half_height,
    )


def distance_from(place: Place | None) -> Combinable:
    """Kilometres along the great circle from a place to a row's position; NULL without a place."""
    if place is None:
        return Value(None, output_field=FloatField())
    cosine = math.cos(math.radians(place.latitude))
    return RawSQL(  # noqa: S611 - a constant, and parameters
        _DISTANCE, (place.latitude, cosine, place.longitude), output_field=FloatField()
    )


def nearest_first(place: Place) -> RawSQL:
    """An order that the index of positions gives."""
    point = f"({place.longitude!r},{place.latitude!r})"
    return RawSQL("position <-> %s::point", (point,))


class AnyOf(Func):
    """Whether a column has one of a few values that a queryset finds.

    An array, and not IN, of which the planner makes a join that reads the whole table.
    """

    template = "%(expressions)s)"
    arg_joiner = " = ANY("
    output_field = BooleanField()

    def __init__(self, column: str, found: QuerySet[Any]) -> None:
        super().__init__(column, ArraySubquery(found))


def _words(criteria: Criteria) -> Q:
    return Q(document=tsquery(criteria.words)) if criteria.words else Q()


def _around(criteria: Criteria) -> Q:
    """A box replaces the radius."""
    if criteria.box or criteria.place is None:
        return Q()
    return in_circle(criteria.place, criteria.radius_km)


def _box(criteria: Criteria) -> Q:
    return in_box(criteria.box) if criteria.box else Q()


def _since(criteria: Criteria) -> Q:
    if criteria.since_days is None:
        return Q()
    return Q(published_at__gte=timezone.now() - datetime.timedelta(days=criteria.since_days))


def _hours_min(criteria: Criteria) -> Q:
    return Q() if criteria.hours_min is None else Q(weekly_hours__gte=criteria.hours_min)


def _hours_max(criteria: Criteria) -> Q:
    return Q() if criteria.hours_max is None else Q(weekly_hours__lte=criteria.hours_max)


# By the public name of a parameter. One that is not given asks nothing: Q().
CONDITIONS: dict[str, Callable[[Criteria], Q]] = {
    "q": _words,
    "lieu": _around,
    "bbox": _box,
    "type": lambda asked: Q(kind__in=asked.kinds) if asked.kinds else Q(),
    "contrat": lambda asked: Q(contract__in=asked.contracts) if asked.contracts else Q(),
    "domaine": lambda asked: Q(domain__in=asked.domains) if asked.domains else Q(),
    "temps": lambda asked: Q(working_time__in=asked.working_times) if asked.working_times else Q(),
    "horaires": lambda asked: Q(schedules__overlap=asked.schedules) if asked.schedules else Q(),
    "heures_min": _hours_min,
    "heures_max": _hours_max,
    "debutant": lambda asked: Q(beginner_accepted=True) if asked.beginner else Q(),
    "sans_permis": lambda asked: Q(no_licence=True) if asked.no_licence else Q(),
    "siae": lambda asked: Q(siae=True) if asked.siae else Q(),
    "handicap": lambda asked: Q(disabled_workers_welcome=True) if asked.disabled_workers else Q(),
    "depuis": _since,
}
# Those of which several values may be chosen: each is counted without its own condition.
FACETS = ("type", "contrat", "domaine", "temps", "horaires")
