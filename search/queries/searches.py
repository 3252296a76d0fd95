"""A search: one page of results, their number and the facets, in one statement."""

import hashlib

from django.core.cache import cache
from django.db import connection

from search.criteria import MAX_RADIUS_KM, PAGE_SIZE, WIDENING_KM, Criteria, Sort
from search.queries import tally
from search.queries.conditions import (
    ORDERS,
    TABLE,
    Fragment,
    base_conditions,
    distance_from,
    joined,
    named,
    rank,
    where,
)
from search.queries.results import KEPT_FROM, KEPT_SECONDS, SELECTED, Counts, Record, SearchResult
from search.words.spelling import Correction, corrected


def find(
    criteria: Criteria,
    *,
    propose_spelling: bool = True,
    page_size: int = PAGE_SIZE,
    version: str = "",
) -> SearchResult:
    """Run a search. A page beyond the end is the last one; see `SearchResult`.

    With a `version` of the index (`index.change_log`), kept counts are those of this version.
    When nothing lies within the radius, the first wider one that has something is used. When
    nothing is found at all and the nearest spelling finds something, its results are given if the
    misspelling is obvious (`is_corrected`), unless the words were asked for as they are typed;
    otherwise the spelling is proposed (`suggestion`).
    """
    result = _search_or_wider(criteria, page_size, version)
    if result.count or not propose_spelling:
        return result
    correction = corrected(criteria)
    return _respelled(result, correction, page_size, version) if correction else result


def _respelled(
    nothing: SearchResult, correction: Correction, page_size: int, version: str
) -> SearchResult:
    """What a search that found nothing becomes with another spelling, if that finds something."""
    typed = nothing.criteria
    criteria = typed.replace(text=correction.text, words=correction.words)
    result = _search_or_wider(criteria, page_size, version)
    if not result.count:
        return nothing
    if correction.is_obvious and not typed.as_typed:
        result.is_corrected = True
        return result
    nothing.suggestion = correction.text
    return nothing


def _search_or_wider(criteria: Criteria, page_size: int, version: str) -> SearchResult:
    """Run a search as it is asked or, when it finds nothing, within the first radius that does."""
    result = _search(criteria, page_size, version)
    radius = None if result.count else _wider_radius(criteria)
    if radius:
        result = _search(criteria.replace(radius_km=radius), page_size, version)
        result.widened_to_km = radius
    return result


def _search(criteria: Criteria, page_size: int, version: str) -> SearchResult:
    """Run a search as it is asked."""
    key = _counts_key(criteria, version)
    kept: Counts | None = cache.get(key)
    if kept is not None:
        records, counts = _page(criteria, page_size), kept
    elif criteria.words or criteria.place or criteria.box:
        records, counts = _page_and_counts(criteria, page_size)
    else:
        records, counts = _page(criteria, page_size), _broad_counts(criteria)
    if kept is None and counts["all"]["1"] >= KEPT_FROM:
        cache.set(key, counts, KEPT_SECONDS)
    result = SearchResult(
        criteria, records, counts["all"]["1"], criteria.page, counts, page_size=page_size
    )
    if result.page > result.num_pages:
        result.page = result.num_pages
        if result.count:
            result.records = _page(criteria.replace(page=result.page), page_size)
    return result


def _counts_key(criteria: Criteria, version: str) -> str:
    """A key of what is counted: neither the page nor the order matters."""
    counted = f"{version}{criteria.replace(page=1, sort='', text='')!r}"
    return f"search.counts:{hashlib.blake2b(counted.encode(), digest_size=16).hexdigest()}"


def _sort_columns(criteria: Criteria) -> list[Fragment]:
    """Distance, where the words are, and rank, when they are shown, counted or sorted by."""
    columns = []
    if criteria.place:
        distance = distance_from(criteria.place)
        columns.append(Fragment(f"{distance.sql} AS distance", distance.params))
    else:
        columns.append(Fragment("NULL::float8 AS distance"))
    if criteria.words:
        by_name = named(criteria)
        columns.append(Fragment(f"{by_name.sql} AS named", by_name.params))
    if criteria.effective_sort == Sort.RELEVANCE:
        relevance = rank(criteria)
        columns.append(Fragment(f"{relevance.sql} AS rank", relevance.params))
    return columns


def _page(criteria: Criteria, page_size: int) -> list[Record]:
    """The rows of one page."""
    columns = joined(", ", [Fragment("id, published_at"), *_sort_columns(criteria)])
    condition = where(criteria)
    order = ORDERS[Sort(criteria.effective_sort)]
    sql = " ".join(
        (
            "SELECT",
            SELECTED,
            ", found.distance FROM (SELECT",
            columns.sql,
            "FROM",
            TABLE,
            "WHERE",
            condition.sql,
            "ORDER BY",
            order,
            "LIMIT %s OFFSET %s) found JOIN",
            TABLE,
            "o ON o.id = found.id ORDER BY",
            _qualified(order),
        )
    )
    offset = (criteria.page - 1) * page_size
    with connection.cursor() as cursor:
        cursor.execute(sql, [*columns.params, *condition.params, page_size, offset])
        return list(cursor.fetchall())


def _qualified(order: str) -> str:
    """The same order on the subquery's columns."""
    return ", ".join(f"found.{column}" for column in order.split(", "))


def _page_and_counts(criteria: Criteria, page_size: int) -> tuple[list[Record], Counts]:
    """The rows of one page and all the counts, in one statement that finds the rows once."""
    columns = joined(
        ", ",
        [
            Fragment(f"id, published_at, {tally.COLUMNS}"),
            *_sort_columns(criteria),
            *tally.chosen_columns(criteria),
        ],
    )
    condition = joined(" AND ", base_conditions(criteria))
    order = ORDERS[Sort(criteria.effective_sort)]
    sql = " ".join(
        (
            "WITH matching AS MATERIALIZED (SELECT",
            columns.sql,
            "FROM",
            TABLE,
            "WHERE",
            condition.sql,
            "), found AS (SELECT * FROM matching WHERE",
            tally.all_chosen(criteria),
            "ORDER BY",
            order,
            "LIMIT %s OFFSET %s) SELECT",
            SELECTED,
            ", found.distance, (",
            tally.tally(criteria, "matching"),
            ") FROM (SELECT) one LEFT JOIN found ON true LEFT JOIN",
            TABLE,
            "o ON o.id = found.id ORDER BY",
            _qualified(order),
        )
    )
    offset = (criteria.page - 1) * page_size
    with connection.cursor() as cursor:
        cursor.execute(sql, [*columns.params, *condition.params, page_size, offset])
        lines = cursor.fetchall()
    # Without any row there is one line, of counts only.
    records = [line[:-1] for line in lines if line[0] is not None]
    return records, tally.read(lines[0][-1], criteria)


def _broad_counts(criteria: Criteria) -> Counts:
    """The counts of a search that most rows may match."""
    question = tally.broad_tally(criteria)
    with connection.cursor() as cursor:
        cursor.execute(question.sql, question.params)
        return tally.read(cursor.fetchone()[0], criteria)


def _wider_radius(criteria: Criteria) -> int | None:
    """The first wider radius (km) that has something, or None."""
    if not criteria.place or criteria.box or criteria.radius_km >= MAX_RADIUS_KM:
        return None
    condition = where(criteria.replace(radius_km=MAX_RADIUS_KM))
    distance = distance_from(criteria.place)
    sql = " ".join(("SELECT min(", distance.sql, ") FROM", TABLE, "WHERE", condition.sql))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*distance.params, *condition.params])
        nearest = cursor.fetchone()[0]
    if nearest is None:
        return None
    return next(radius for radius in WIDENING_KM if radius >= nearest)
