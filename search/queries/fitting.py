"""What may suit somebody who looks for a few trades near a place: one bounded statement."""

from collections.abc import Collection

from django.db.models import Q
from django.db.models.functions import Left
from django.utils import timezone

from search.criteria import Place
from search.models import Kind, Opportunity
from search.queries.conditions import AnyOf, in_circle, nearest_first, rows, unexpired

# Candidates of each kind, however many there are near the place.
_SAME_TRADE, _LOOKED_AT, _CLOSE_TRADE, _SESSIONS, _VOLUNTEERING = 60, 300, 40, 40, 20
_FAMILY = 3  # letters of a ROME code that neighbouring trades share


def fitting(
    trades: Collection[str],
    *,
    place: Place | None,
    radius_km: float,
    without: Collection[int] = (),
) -> list[Opportunity]:
    """Offers of these trades (ROME codes) and of close ones, sessions to come, volunteering.

    Within `radius_km` of the place, with their distance; anywhere, without one. `without`: ids
    that are known already. A session is found whatever its trades are, since many name none.
    """
    near = in_circle(place, radius_km) if place else Q()
    order = (nearest_first(place), "pk") if place else ("-published_at", "-pk")
    live = Opportunity.objects.filter(unexpired(), near).exclude(pk__in=without).order_by(*order)
    jobs = live.filter(kind=Kind.JOB)
    # Of the offers that are nearest, those of a neighbouring trade: no index finds them.
    families = {code[:_FAMILY] for code in trades}
    looked_at = Opportunity.objects.filter(AnyOf("pk", jobs.values("pk")[:_LOOKED_AT])).order_by()
    close = looked_at.annotate(family=Left("occupation_code", _FAMILY)).filter(family__in=families)
    candidates = [
        close[:_CLOSE_TRADE],
        live.filter(kind=Kind.SESSION, starts_at__gt=timezone.now())[:_SESSIONS],
        live.filter(kind=Kind.VOLUNTEERING)[:_VOLUNTEERING],
    ]
    same = jobs.filter(occupation_code__in=trades).values("pk")[:_SAME_TRADE]
    found = same.union(*(candidate.values("pk") for candidate in candidates))
    return list(rows(place).filter(AnyOf("pk", found)).order_by("pk"))
