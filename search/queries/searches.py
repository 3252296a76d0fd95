"""A search: one page of results, their number and the facets, in one statement."""

import hashlib
import json
from typing import Any

from django.contrib.postgres.aggregates import BoolAnd
from django.core.cache import cache
from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    FloatField,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast

from search.criteria import MAX_RADIUS_KM, PAGE_SIZE, WIDENING_KM, Criteria, Sort
from search.models import Opportunity
from search.queries.conditions import (
    CONDITIONS,
    FACETS,
    distance_from,
    matching,
    named,
    rank,
    where,
)
from search.queries.results import KEPT_FROM, KEPT_SECONDS, LABELS, Counts, SearchResult
from search.queries.statements import PageAndCounts
from search.words.spelling import Correction, corrected

# The columns by which rows are counted.
COUNTED = (
    "kind",
    "contract",
    "domain",
    "working_time",
    "schedules",
    "beginner_accepted",
    "no_licence",
    "siae",
    "disabled_workers_welcome",
)
_NOTHING = Cast(Value(None), FloatField())
_TRUE = Value(True, output_field=BooleanField())  # noqa: FBT003


def find(
    criteria: Criteria,
    *,
    propose_spelling: bool = True,
    page_size: int = PAGE_SIZE,
    version: str = "",
) -> SearchResult:
    """Run a search. A page beyond the end is the last one; see `SearchResult`.

    With a `version` of the index (`search.index.change_log`), kept counts are those of this
    version. When nothing lies within the radius, the first wider one that has something is used.
    When nothing is found at all and the nearest spelling finds something, its results are given if
    the misspelling is obvious (`is_corrected`), unless the words were asked for as they are typed;
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
        rows, counts = _page(criteria, page_size), kept
    elif criteria.words or criteria.place or criteria.box:
        rows, counts = _page_and_counts(criteria, page_size)
    else:
        rows, counts = _page(criteria, page_size), _broad_counts(criteria)
    if kept is None and counts["all"]["1"] >= KEPT_FROM:
        cache.set(key, counts, KEPT_SECONDS)
    result = SearchResult(
        criteria, rows, counts["all"]["1"], criteria.page, counts, page_size=page_size
    )
    if result.page > result.num_pages:
        result.page = result.num_pages
        if result.count:
            result.rows = _page(criteria.replace(page=result.page), page_size)
    return result


def _counts_key(criteria: Criteria, version: str) -> str:
    """A key of what is counted: neither the page nor the order matters."""
    counted = f"{version}{criteria.replace(page=1, sort='', text='')!r}"
    return f"search.counts:{hashlib.blake2b(counted.encode(), digest_size=16).hexdigest()}"


def _page(criteria: Criteria, page_size: int) -> list[Opportunity]:
    """The rows of one page."""
    order: list[Any] = ["-published_at", "-pk"]
    if criteria.effective_sort == Sort.DISTANCE:
        order.insert(0, "distance_km")
    elif criteria.effective_sort == Sort.RELEVANCE:
        by_name = ExpressionWrapper(named(criteria.words), BooleanField())
        order = [by_name.desc(), rank(criteria.words).desc(), *order]
    offset = (criteria.page - 1) * page_size
    return list(matching(criteria).order_by(*order)[offset : offset + page_size])


def _page_and_counts(criteria: Criteria, page_size: int) -> tuple[list[Opportunity], Counts]:
    """The rows of one page and all the counts, in one statement that finds the rows once."""
    by_relevance = criteria.effective_sort == Sort.RELEVANCE
    lines = _for_counts(criteria).values(
        *COUNTED,
        **_chosen(criteria),
        number=Value(1),
        row_id=F("pk"),
        newest=F("published_at"),
        distance_km=distance_from(criteria.place),
        named=_flag(named(criteria.words)) if criteria.words else _TRUE,
        rank=rank(criteria.words) if by_relevance else _NOTHING,
    )
    by_distance = criteria.effective_sort == Sort.DISTANCE
    offset = (criteria.page - 1) * page_size
    statement = PageAndCounts(lines).compiled(by_relevance, by_distance, page_size, offset)
    found = list(Opportunity.objects.raw(*statement))
    return [row for row in found if row.pk is not None], _read_counts(found[0])


def _broad_counts(criteria: Criteria) -> Counts:
    """The counts of a search that most rows match.

    Rows are first counted by all the columns together, which several processes do at once; their
    page, which an index gives, is read apart. What is chosen is the same for the rows of a line: as
    an aggregate it is no column to group by, of which the planner would expect too many values.
    """
    nothing = dict.fromkeys(("row_id", "newest", "distance_km", "rank"), _NOTHING)
    chosen = {has: BoolAnd(flag) for has, flag in _chosen(criteria).items()}
    grouped = _for_counts(criteria).values(*COUNTED, **nothing, named=_TRUE)
    lines = grouped.annotate(**chosen, number=Count("*"))
    (line,) = Opportunity.objects.raw(*PageAndCounts(lines).compiled(False, False, 0, 0))  # noqa: FBT003
    return _read_counts(line)


def _for_counts(criteria: Criteria) -> QuerySet[Opportunity]:
    """What matches all but the facets of several values."""
    return Opportunity.objects.filter(where(criteria, without=FACETS)).order_by()


def _chosen(criteria: Criteria) -> dict[str, Any]:
    """For each facet of several values, whether a row has a chosen one."""
    conditions = {name: CONDITIONS[name](criteria) for name in FACETS}
    return {
        f"has_{name}": _flag(condition) if condition else _TRUE
        for name, condition in conditions.items()
    }


def _flag(condition: Q) -> ExpressionWrapper:
    """A condition as a column."""
    return ExpressionWrapper(condition, output_field=BooleanField())


def _read_counts(line: Opportunity) -> Counts:
    """By facet and value. "all" has the total, and with words how many rows are `named` by them."""
    told: str | None = line.counts  # type: ignore[attr-defined]  # a column of the statement
    counts: Counts = {"all": {"1": 0, "named": 0}, **{name: {} for name in LABELS}}
    for facet, value, number in json.loads(told or "[]"):
        counts[facet][value] = int(number)
    return counts


def _wider_radius(criteria: Criteria) -> int | None:
    """The first wider radius (km) that has something, or None."""
    if not criteria.place or criteria.box or criteria.radius_km >= MAX_RADIUS_KM:
        return None
    widest = where(criteria.replace(radius_km=MAX_RADIUS_KM))
    nearest = Opportunity.objects.filter(widest).aggregate(
        nearest=Min(distance_from(criteria.place))
    )["nearest"]
    if nearest is None:
        return None
    return next(radius for radius in WIDENING_KM if radius >= nearest)
