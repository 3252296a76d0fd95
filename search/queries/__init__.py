"""Every question the public asks of the opportunity index: one SQL statement each, no join."""

from search.queries.conditions import matching
from search.queries.grid import Cluster, Member, clusters
from search.queries.lists import (
    coming_sessions,
    counts_by_kind,
    latest,
    newest,
    of_organisation,
    one,
    record_of,
    session_months,
    sessions_between,
    similar,
)
from search.queries.results import Facets, FacetValue, SearchResult, opportunity
from search.queries.searches import find

__all__ = [
    "Cluster",
    "FacetValue",
    "Facets",
    "Member",
    "SearchResult",
    "clusters",
    "coming_sessions",
    "counts_by_kind",
    "find",
    "latest",
    "matching",
    "newest",
    "of_organisation",
    "one",
    "opportunity",
    "record_of",
    "session_months",
    "sessions_between",
    "similar",
]
