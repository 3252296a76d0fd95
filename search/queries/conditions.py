"""Criteria as SQL: conditions, distance, order.

Values are always parameters; what is joined into the text is constant. The text is written here
and not by the ORM, which takes longer to compile such a statement than PostgreSQL to run it.
"""

import datetime
import math
from typing import Any, NamedTuple

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from search.criteria import Box, Criteria, Place, Sort
from search.models import Opportunity

EARTH_RADIUS_KM = 6371.0088
TABLE = "search_opportunity"
# A shorter beginning would match half of the index.
MIN_PREFIX = 3
NAMING_WEIGHTS = "ABC"
TITLE_WEIGHT, OCCUPATION_WEIGHT, PLACE_WEIGHT, TEXT_WEIGHT = 1.0, 0.6, 0.3, 0.1


class Fragment(NamedTuple):
    """A piece of SQL and its parameters."""

    sql: str
    params: tuple[Any, ...] = ()


def joined(separator: str, fragments: list[Fragment]) -> Fragment:
    """Fragments one after the other."""
    return Fragment(
        separator.join(fragment.sql for fragment in fragments),
        tuple(value for fragment in fragments for value in fragment.params),
    )


def base_conditions(criteria: Criteria) -> list[Fragment]:
    """What every row must satisfy, but for the facets of which several values may be chosen."""
    conditions = [unexpired()]
    if criteria.words:
        conditions.append(Fragment("document @@ to_tsquery('french', %s)", (tsquery(criteria),)))
    if criteria.box:
        conditions.append(in_box(criteria.box))
    elif criteria.place:
        conditions.append(in_box(box_around(criteria.place, criteria.radius_km)))
        distance = distance_from(criteria.place)
        conditions.append(Fragment(f"{distance.sql} <= %s", (*distance.params, criteria.radius_km)))
    if criteria.hours_min is not None:
        conditions.append(Fragment("weekly_hours >= %s", (criteria.hours_min,)))
    if criteria.hours_max is not None:
        conditions.append(Fragment("weekly_hours <= %s", (criteria.hours_max,)))
    if criteria.since_days is not None:
        since = timezone.now() - datetime.timedelta(days=criteria.since_days)
        conditions.append(Fragment("published_at >= %s", (since,)))
    flags = {
        "beginner_accepted": criteria.beginner,
        "no_licence": criteria.no_licence,
        "siae": criteria.siae,
        "disabled_workers_welcome": criteria.disabled_workers,
    }
    conditions += [Fragment(column) for column, wanted in flags.items() if wanted]
    return conditions


def facet_conditions(criteria: Criteria) -> dict[str, Fragment]:
    """The conditions of the chosen facets, by parameter."""
    chosen = {
        "type": ("kind = ANY(%s)", criteria.kinds),
        "contrat": ("contract = ANY(%s)", criteria.contracts),
        "domaine": ("domain = ANY(%s)", criteria.domains),
        "temps": ("working_time = ANY(%s)", criteria.working_times),
        "horaires": ("schedules && %s::varchar[]", criteria.schedules),
    }
    return {
        name: Fragment(sql, (list(values),)) for name, (sql, values) in chosen.items() if values
    }


def where(criteria: Criteria) -> Fragment:
    """All the conditions of a search."""
    return joined(" AND ", [*base_conditions(criteria), *facet_conditions(criteria).values()])


def matching(criteria: Criteria) -> QuerySet[Opportunity]:
    """The rows that a search finds, as a queryset without order or pages."""
    condition = where(criteria)
    sql = " ".join(("SELECT id FROM", TABLE, "WHERE", condition.sql))
    return Opportunity.objects.filter(pk__in=RawSQL(sql, condition.params))  # noqa: S611 - constants, and parameters


def unexpired() -> Fragment:
    """Rows outlive their expiry by the minutes until the periodic job unpublishes the page."""
    return Fragment("(expires_at IS NULL OR expires_at > %s)", (timezone.now(),))


def tsquery(criteria: Criteria, weights: str = "") -> str:
    """The words as `to_tsquery` reads them: all required, the last one as a beginning.

    `weights`, of A to D, say which parts of the document they are looked for in.
    """
    *complete, last = criteria.words
    ends = [weights] * len(complete) + [f"*{weights}" if len(last) >= MIN_PREFIX else weights]
    return " & ".join(
        f"{word}:{end}" if end else word for word, end in zip(criteria.words, ends, strict=True)
    )


def named(criteria: Criteria) -> Fragment:
    """Whether the words are what a row is called by: title, trade, employer, place.

    The others only cite one of them somewhere in their text.
    """
    return Fragment("document @@ to_tsquery('french', %s)", (tsquery(criteria, NAMING_WEIGHTS),))


def rank(criteria: Criteria) -> Fragment:
    """Relevance: how often and how close the words are, in the title first."""
    weights = f"{{{TEXT_WEIGHT},{PLACE_WEIGHT},{OCCUPATION_WEIGHT},{TITLE_WEIGHT}}}"
    return Fragment(
        "ts_rank_cd(%s::float4[], document, to_tsquery('french', %s))",
        (weights, tsquery(criteria)),
    )


def in_box(box: Box) -> Fragment:
    """Whether a position lies in a box.

    Written with comparisons, for which there are statistics: the planner knows when the box is
    the narrow condition and when the words are. Of `<@` it always believes the same.
    """
    west, south, east, north = box
    return Fragment(
        "position[0] BETWEEN %s AND %s AND position[1] BETWEEN %s AND %s",
        (west, east, south, north),
    )


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


def distance_from(place: Place) -> Fragment:
    """Kilometres along the great circle (haversine) from a place to a row's position."""
    return Fragment(
        "12742.0176 * asin(sqrt(least(1.0, power(sin(radians(position[1] - %s) / 2), 2)"
        " + %s * cos(radians(position[1])) * power(sin(radians(position[0] - %s) / 2), 2))))",
        (place.latitude, math.cos(math.radians(place.latitude)), place.longitude),
    )


ORDERS = {
    Sort.RELEVANCE: "named DESC, rank DESC, published_at DESC, id DESC",
    Sort.DISTANCE: "distance, published_at DESC, id DESC",
    Sort.DATE: "published_at DESC, id DESC",
}
