"""What was published since a moment: for alerts, which tell it once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, QuerySet, Value

from search.criteria import Criteria
from search.models import Opportunity
from search.queries.conditions import matching


class Search(NamedTuple):
    """What somebody looks for, published after a moment."""

    criteria: Criteria
    since: datetime

    @property
    def found(self) -> QuerySet[Opportunity]:
        """The rows that it finds, the newest first; the radius is never widened."""
        found = matching(self.criteria).filter(published_at__gt=self.since)
        return found.order_by("-published_at", "-pk")


def fresh(search: Search, *, limit: int) -> list[Opportunity]:
    """The newest of what a search finds."""
    return list(search.found[:limit])


def count_fresh(searches: Sequence[Search]) -> list[int]:
    """How many each of several searches finds, in their order: one statement for all of them."""
    if not searches:
        return []
    first, *others = (
        search.found.order_by().values(rank=Value(rank)).annotate(number=Count("pk"))
        for rank, search in enumerate(searches)
    )
    numbers = dict(first.union(*others, all=True).values_list("rank", "number"))
    return [numbers.get(rank, 0) for rank in range(len(searches))]
