"""Short lists that pages show: each one statement."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from search.criteria import Criteria, Place
from search.models import Kind, Opportunity
from search.queries.conditions import TABLE, Fragment, distance_from, joined, unexpired, where
from search.queries.results import KEPT_FROM, KEPT_SECONDS, SELECTED, Record, opportunity

SIMILAR_WITHIN_KM = 50
_KINDS_KEY = "search.counts_by_kind"
NO_DISTANCE = Fragment("NULL::float8")


def latest(limit: int = 6) -> list[Opportunity]:
    """The newest opportunities."""
    return newest(Criteria(), limit=limit)


def newest(criteria: Criteria, *, limit: int) -> list[Opportunity]:
    """The newest of what a search finds, whatever its order; the radius is never widened."""
    order = Fragment("o.published_at DESC, o.id DESC")
    return rows_where([where(criteria)], order=order, limit=limit)


def coming_sessions(criteria: Criteria, *, limit: int) -> list[Opportunity]:
    """The dated sessions among what a search finds, the next ones first."""
    sessions = where(criteria.replace(kinds=(Kind.SESSION.value,)))
    records = read_records(
        [sessions, Fragment("starts_at IS NOT NULL")],
        order=Fragment("o.starts_at, o.id"),
        limit=limit,
        distance=distance_from(criteria.place) if criteria.place else NO_DISTANCE,
    )
    return [opportunity(record) for record in records]


def by_ids(identifiers: Collection[int]) -> dict[int, Opportunity]:
    """Those of these ids that are online, by id."""
    if not identifiers:
        return {}
    rows = rows_where(
        [unexpired(), Fragment("id = ANY(%s)", (list(identifiers),))],
        order=Fragment("o.id"),
        limit=len(identifiers),
    )
    return {row.pk: row for row in rows}


def of_organisation(organisation_id: int, limit: int = 100) -> list[Opportunity]:
    """The opportunities of an organisation, or of which it is a partner, the newest first."""
    partner = Jsonb({"partners": [{"id": organisation_id}]})
    return rows_where(
        [
            unexpired(),
            Fragment("(organisation_id = %s OR details @> %s)", (organisation_id, partner)),
        ],
        order=Fragment("o.published_at DESC, o.id DESC"),
        limit=limit,
    )


def sessions_between(start: datetime, end: datetime, limit: int = 200) -> list[Opportunity]:
    """Sessions that are not over and begin between two instants, the soonest first."""
    return rows_where(
        [
            unexpired(),
            Fragment("kind = 'session' AND starts_at >= %s AND starts_at < %s", (start, end)),
        ],
        order=Fragment("o.starts_at, o.id"),
        limit=limit,
    )


def session_months() -> list[tuple[date, int]]:
    """The months (first day, in France) in which sessions to come begin, with their number."""
    condition = unexpired()
    sql = " ".join(
        (
            "SELECT date_trunc('month', starts_at AT TIME ZONE %s)::date, count(*) FROM",
            TABLE,
            "WHERE kind = 'session' AND starts_at IS NOT NULL AND",
            condition.sql,
            "GROUP BY 1 ORDER BY 1",
        )
    )
    zone = str(timezone.get_default_timezone())
    with connection.cursor() as cursor:
        cursor.execute(sql, [zone, *condition.params])
        return list(cursor.fetchall())


def one(identifier: int) -> Opportunity | None:
    """A row by its id, expired or not, or None."""
    record = record_of(identifier)
    return opportunity(record) if record else None


def record_of(identifier: int) -> Record | None:
    """The record of a row by its id, expired or not, or None."""
    if not 0 < identifier < 2**63:
        return None
    records = read_records([Fragment("id = %s", (identifier,))], order=Fragment("o.id"), limit=1)
    return records[0] if records else None


def counts_by_kind() -> dict[str, int]:
    """How many opportunities of each kind are live, zero included; large counts are kept."""
    kept: dict[str, int] | None = cache.get(_KINDS_KEY)
    if kept is not None:
        return kept
    condition = unexpired()
    sql = " ".join(("SELECT kind, count(*) FROM", TABLE, "WHERE", condition.sql, "GROUP BY kind"))
    counts = dict.fromkeys(Kind.values, 0)
    with connection.cursor() as cursor:
        cursor.execute(sql, condition.params)
        counts.update(cursor.fetchall())
    if sum(counts.values()) >= KEPT_FROM:
        cache.set(_KINDS_KEY, counts, KEPT_SECONDS)
    return counts


def similar(opportunity_like: Any, limit: int = 4) -> list[Opportunity]:
    """The opportunities closest to a page of an opportunity (live or gone) or to a row.

    First those of a close trade within 50 km, the closest trade first and then the nearest;
    after them whatever else is near or of the same trade, so that there is nearly always one.
    The answer for a trade at a place is kept for a minute.
    """
    code, place = _trade_and_place(opportunity_like)
    point = f"{place.latitude}:{place.longitude}" if place else ""
    key = f"search.similar:{code}:{point}:{limit}"
    kept: list[Record] | None = cache.get(key)
    if kept is None:
        kept = _closest(code, place, limit + 1)  # one of them may be the offer itself
        cache.set(key, kept, KEPT_SECONDS)
    others = [row for row in map(opportunity, kept) if row.pk != opportunity_like.pk]
    return others[:limit]


def _closest(code: str, place: Place | None, limit: int) -> list[Record]:
    """The records closest to a trade (ROME code) and a place."""
    live = unexpired()
    columns = "id, occupation_code, domain, position, published_at"
    candidates = [
        Fragment(
            f"(SELECT {columns} FROM {TABLE} WHERE occupation_code = %s AND {live.sql}"  # noqa: S608
            " ORDER BY published_at DESC LIMIT 100)",
            (code, *live.params),
        ),
        Fragment(
            f"(SELECT {columns} FROM {TABLE} WHERE {live.sql}"  # noqa: S608
            " ORDER BY published_at DESC, id DESC LIMIT 50)",
            live.params,
        ),
    ]
    if place:
        candidates.append(
            Fragment(
                f"(SELECT {columns} FROM {TABLE} WHERE {live.sql}"  # noqa: S608
                " ORDER BY position <-> point(%s, %s) LIMIT 200)",
                (*live.params, place.longitude, place.latitude),
            )
        )
    order = _closest_first(code, distance_from(place) if place else NO_DISTANCE)
    found = joined(" UNION ALL ", candidates)
    # A row may be a candidate three times. An array, and not IN, of which the planner makes a
    # join that reads the whole table.
    best = Fragment(
        f"id = ANY(ARRAY(SELECT id FROM ({found.sql}) o ORDER BY {order.sql} LIMIT %s))",  # noqa: S608
        (*found.params, *order.params, len(candidates) * limit),
    )
    return read_records([best], order=order, limit=limit)


def _closest_first(code: str, distance: Fragment) -> Fragment:
    """The order of rows similar to a trade (ROME code) at a distance (km)."""
    closeness = Fragment(
        "((occupation_code = %s)::int * 4 + (left(occupation_code, 3) = %s)::int * 2"
        " + (domain = %s)::int) * (occupation_code <> '')::int",
        (code, code[:3], code[:1]),
    )
    near = Fragment(f"coalesce({distance.sql} <= {SIMILAR_WITHIN_KM}, true)", distance.params)
    return joined(
        ", ",
        [
            Fragment(f"({closeness.sql} > 0 AND {near.sql}) DESC", closeness.params + near.params),
            Fragment(f"{closeness.sql} DESC", closeness.params),
            Fragment(f"{distance.sql} NULLS LAST", distance.params),
            Fragment("o.published_at DESC, o.id DESC"),
        ],
    )


def _trade_and_place(opportunity_like: Any) -> tuple[str, Place | None]:
    """ROME code and position of a row, whose point is (lng, lat), or of a page."""
    position = opportunity_like.position
    if isinstance(opportunity_like, Opportunity):
        code = opportunity_like.occupation_code
        position = position and (position[1], position[0])
    else:
        code = getattr(opportunity_like, "occupation_id", None) or ""
    return code, Place("", *position) if position else None


def rows_where(conditions: list[Fragment], *, order: Fragment, limit: int) -> list[Opportunity]:
    """Rows in an order; their `distance_km` is None."""
    return [opportunity(record) for record in read_records(conditions, order=order, limit=limit)]


def read_records(
    conditions: list[Fragment], *, order: Fragment, limit: int, distance: Fragment = NO_DISTANCE
) -> list[Record]:
    """Records in an order, with their distance (km) where one is asked for."""
    condition = joined(" AND ", conditions)
    sql = " ".join(
        (
            "SELECT",
            SELECTED,
            ",",
            distance.sql,
            "FROM",
            TABLE,
            "o WHERE",
            condition.sql,
            "ORDER BY",
            order.sql,
            "LIMIT %s",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*distance.params, *condition.params, *order.params, limit])
        return list(cursor.fetchall())
