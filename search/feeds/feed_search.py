"""The search of a feed, read from its address."""

import dataclasses

from django.http import HttpRequest

from search.criteria import Criteria, ParsedCriteria
from search.parameters.filters import criteria_from
from search.screens.search_page import Pair, kept_pairs


class UnusableSearchError(Exception):
    """A parameter that cannot be used; `parsed.errors` says which and why."""

    def __init__(self, parsed: ParsedCriteria) -> None:
        super().__init__(str(parsed.errors))
        self.parsed = parsed


@dataclasses.dataclass(frozen=True, slots=True)
class FeedSearch:
    """Criteria, and the parameters that give them again."""

    criteria: Criteria
    pairs: list[Pair]


def search_of(request: HttpRequest) -> FeedSearch:
    """The search of a request; order and page are not a feed's business.

    Raises UnusableSearchError.
    """
    data = request.GET.copy()
    for name in ("tri", "page"):
        data.pop(name, None)
    parsed = criteria_from(data)
    if parsed.errors:
        raise UnusableSearchError(parsed)
    return FeedSearch(parsed.criteria, kept_pairs(data, parsed))
