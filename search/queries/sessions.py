"""Recruitment sessions that are to come or under way, in the order of their dates."""

import dataclasses
import datetime

from django.db.models import QuerySet

from search.criteria import Criteria
from search.models import Kind, Opportunity
from search.queries.conditions import matching


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


def found(criteria: SessionCriteria) -> QuerySet[Opportunity]:
    """The sessions, the next one first."""
    sessions = matching(criteria.search).filter(kind=Kind.SESSION)
    if criteria.begins:
        sessions = sessions.filter(starts_at__gte=criteria.begins)
    if criteria.ends:
        sessions = sessions.filter(starts_at__lt=criteria.ends)
    if criteria.types:
        sessions = sessions.filter(details__session_type__in=criteria.types)
    if criteria.audiences:
        sessions = sessions.filter(details__audience__in=criteria.audiences)
    if criteria.statuses:
        sessions = sessions.filter(details__status__in=criteria.statuses)
    return sessions.order_by("starts_at", "pk")
