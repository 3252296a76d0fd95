"""Every question the public asks of the opportunity index: one SQL statement each, no join."""

from search.queries.conditions import matching
from search.queries.fitting import fitting
from search.queries.fresh import Search, count_fresh, fresh
from search.queries.grid import Cluster, Member, clusters
from search.queries.lists import (
    by_ids,
    coming_sessions,
    counts_by_kind,
    newest,
    of_organisation,
    one,
    session_months,
    sessions_between,
    similar,
)
from search.queries.results import Facets, FacetValue, SearchResult
from search.queries.searches import find

__all__ = [
    "Cluster",
    "FacetValue",
    "Facets",
    "Member",
    "Search",
    "SearchResult",
    "by_ids",
    "clusters",
    "coming_sessions",
    "count_fresh",
    "counts_by_kind",
    "find",
    "fitting",
    "fresh",
    "matching",
    "newest",
    "of_organisation",
    "one",
    "session_months",
    "sessions_between",
    "similar",
]
