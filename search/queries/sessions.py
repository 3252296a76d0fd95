"""Recruitment sessions that are to come or under way, in the order of their dates."""

import dataclasses
import datetime

from django.db import connection

from search.criteria import Criteria
from search.models import Kind
from search.queries.conditions import TABLE, Fragment, distance_from, joined, where
from search.queries.results import SELECTED, Record


@dataclasses.dataclass(frozen=True, slots=True)
class SessionCriteria:
    """Where, as in a search, and what is asked of sessions only. Empty values mean “any”.

    `begins` and `ends` bound the start of a session: the first instant included, the last not.
    """

    search: Criteria
    begins: datetime.datetime | None = None
    ends: datetime.datetime | None = None
    types: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


def count(criteria: SessionCriteria) -> int:
    """How many there are."""
    condition = _where(criteria)
    sql = " ".join(("SELECT count(*) FROM", TABLE, "o WHERE", condition.sql))
    with connection.cursor() as cursor:
        cursor.execute(sql, condition.params)
        return int(cursor.fetchone()[0])


def page(criteria: SessionCriteria, *, offset: int, limit: int) -> list[Record]:
    """Some of them, the next one first."""
    condition = _where(criteria)
    place = criteria.search.place
    distance = distance_from(place) if place else Fragment("NULL::float8")
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
            "ORDER BY starts_at, id LIMIT %s OFFSET %s",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*distance.params, *condition.params, limit, offset])
        return list(cursor.fetchall())


def _where(criteria: SessionCriteria) -> Fragment:
    """All the conditions. The kind is written as in the partial index of the agenda."""
    conditions = [Fragment(f"kind = '{Kind.SESSION.value}'"), where(criteria.search)]
    if criteria.begins:
        conditions.append(Fragment("starts_at >= %s", (criteria.begins,)))
    if criteria.ends:
        conditions.append(Fragment("starts_at < %s", (criteria.ends,)))
    chosen = {
        "session_type": criteria.types,
        "audience": criteria.audiences,
        "status": criteria.statuses,
    }
    conditions += [
        Fragment(f"details->>'{name}' = ANY(%s)", (list(values),))
        for name, values in chosen.items()
        if values
    ]
    return joined(" AND ", conditions)
