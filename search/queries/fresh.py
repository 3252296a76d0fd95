"""What was published since a moment: for alerts, which tell it once."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from search.criteria import Criteria
from search.models import Opportunity
from search.queries.conditions import TABLE, Fragment, joined, where
from search.queries.lists import rows_where


class Search(NamedTuple):
    """What somebody looks for, published after a moment."""

    criteria: Criteria
    since: datetime

    @property
    def condition(self) -> Fragment:
        """As SQL."""
        return joined(" AND ", [where(self.criteria), Fragment("published_at > %s", (self.since,))])


def fresh(search: Search, *, limit: int) -> list[Opportunity]:
    """The newest of what a search finds; the radius is never widened."""
    return rows_where(
        [search.condition], order=Fragment("o.published_at DESC, o.id DESC"), limit=limit
    )


def count_fresh(searches: Sequence[Search]) -> list[int]:
    """How many each of several searches finds, in their order: one statement for all of them."""
    if not searches:
        return []
    counts = [
        Fragment(
            f"SELECT {rank}, count(*) FROM {TABLE} WHERE {search.condition.sql}",  # noqa: S608
            search.condition.params,
        )
        for rank, search in enumerate(searches)
    ]
    statement = joined(" UNION ALL ", counts)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.params)
        found = dict(cursor.fetchall())
    return [found[rank] for rank in range(len(searches))]
