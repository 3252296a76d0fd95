"""Short lists that pages show: each one statement."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db.models import Case, Count, DateField, Q, QuerySet, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from search.criteria import Criteria, Place
from search.models import Kind, Opportunity
from search.queries.conditions import AnyOf, matching, nearest_first, rows, unexpired
from search.queries.results import KEPT_FROM, KEPT_SECONDS

SIMILAR_WITHIN_KM = 50
_KINDS_KEY = "search.counts_by_kind"


def newest(criteria: Criteria, *, limit: int) -> list[Opportunity]:
    """The newest of what a search finds, whatever its order; the radius is never widened."""
    return list(matching(criteria).order_by("-published_at", "-pk")[:limit])


def coming_sessions(criteria: Criteria, *, limit: int) -> list[Opportunity]:
    """The dated sessions among what a search finds, the next ones first."""
    sessions = matching(criteria.replace(kinds=(Kind.SESSION.value,)))
    return list(sessions.filter(starts_at__isnull=False).order_by("starts_at", "pk")[:limit])


def by_ids(identifiers: Collection[int]) -> dict[int, Opportunity]:
    """Those of these ids that are online, by id."""
    if not identifiers:
        return {}
    return {row.pk: row for row in _live().filter(pk__in=identifiers).order_by("pk")}


def of_organisation(organisation_id: int, limit: int = 100) -> list[Opportunity]:
    """The opportunities of an organisation, or of which it is a partner, the newest first."""
    partner = Q(details__contains={"partners": [{"id": organisation_id}]})
    found = _live().filter(Q(organisation_id=organisation_id) | partner)
    return list(found.order_by("-published_at", "-pk")[:limit])


def sessions_between(start: datetime, end: datetime, limit: int = 200) -> list[Opportunity]:
    """Sessions that are not over and begin between two instants, the soonest first."""
    found = _live().filter(kind=Kind.SESSION, starts_at__gte=start, starts_at__lt=end)
    return list(found.order_by("starts_at", "pk")[:limit])


def session_months() -> list[tuple[date, int]]:
    """The months (first day, in France) in which sessions to come begin, with their number."""
    month = TruncMonth(
        "starts_at", output_field=DateField(), tzinfo=timezone.get_default_timezone()
    )
    sessions = Opportunity.objects.filter(unexpired(), kind=Kind.SESSION, starts_at__isnull=False)
    counted = sessions.values(month=month).annotate(number=Count("pk")).order_by("month")
    return list(counted.values_list("month", "number"))


def one(identifier: int) -> Opportunity | None:
    """A row by its id, expired or not, or None."""
    if not 0 < identifier < 2**63:
        return None
    return rows().filter(pk=identifier).first()


def counts_by_kind() -> dict[str, int]:
    """How many opportunities of each kind are live, zero included; large counts are kept."""
    kept: dict[str, int] | None = cache.get(_KINDS_KEY)
    if kept is not None:
        return kept
    live = Opportunity.objects.filter(unexpired()).order_by()
    counts = dict.fromkeys(Kind.values, 0)
    counts.update(live.values_list("kind").annotate(Count("pk")))
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
    key = f"search.similar_rows:{code}:{point}:{limit}"
    kept: list[Opportunity] | None = cache.get(key)
    if kept is None:
        kept = _closest(code, place, limit + 1)  # one of them may be the offer itself
        cache.set(key, kept, KEPT_SECONDS)
    return [row for row in kept if row.pk != opportunity_like.pk][:limit]


def _closest(code: str, place: Place | None, limit: int) -> list[Opportunity]:
    """The rows closest to a trade (ROME code) and a place."""
    live = Opportunity.objects.filter(unexpired())
    candidates = [
        live.filter(occupation_code=code).order_by("-published_at")[:100],
        live.order_by("-published_at", "-pk")[:50],
    ]
    if place:
        candidates.append(live.order_by(nearest_first(place))[:200])
    first, *others = (candidate.values("pk") for candidate in candidates)
    found = rows(place).filter(AnyOf("pk", first.union(*others)))
    near = Q(distance_km__isnull=True) | Q(distance_km__lte=SIMILAR_WITHIN_KM)
    found = found.annotate(
        closeness=_closeness(code),
        is_close=Case(When(near, closeness__gt=0, then=1), default=0),
    )
    order = ("-is_close", "-closeness", "distance_km", "-published_at", "-pk")
    return list(found.order_by(*order)[:limit])


def _closeness(code: str) -> Case | Value:
    """How close a row's trade is: the same, of the same family (three letters), of its domain."""
    if not code:
        return Value(0)
    return Case(
        When(occupation_code=code, then=3),
        When(occupation_code__startswith=code[:3], then=2),
        When(domain=code[:1], then=1),
        default=0,
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


def _live() -> QuerySet[Opportunity]:
    return rows().filter(unexpired())
