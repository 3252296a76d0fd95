"""Pages by number, with links that keep the address of the search as it was asked."""

from typing import Any

from django.core.paginator import InvalidPage, Paginator
from rest_framework.pagination import PageNumberPagination

from search.api.problems import PageOutOfRangeError
from search.criteria import PAGE_SIZE
from search.models import Opportunity
from search.queries import SearchResult


class _Paginator(Paginator):
    def validate_number(self, number: Any) -> int:
        """Raises PageOutOfRangeError, which says how many pages there are."""
        try:
            return int(super().validate_number(number))
        except InvalidPage as error:
            raise PageOutOfRangeError(self.num_pages) from error


class NumberedPages(PageNumberPagination):
    """The pages of a list.

    DRF's own links sort the parameters and leave `page=1` out; these are the same address with
    another page, whose order clients may have kept.
    """

    page_size = PAGE_SIZE
    django_paginator_class = _Paginator

    def get_next_link(self) -> str | None:
        return self._link(self.page.number + 1) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        return self._link(self.page.number - 1) if self.page.has_previous() else None

    def members(self, results: list[Any]) -> dict[str, Any]:
        """What `PageSerializer` writes, and the results."""
        return {
            "count": self.page.paginator.count,
            "next": self.get_next_link(),
            "previous": self.get_previous_link(),
            "results": results,
        }

    def _link(self, number: int) -> str:
        query = self.request.GET.copy()
        query["page"] = str(number)
        address: str = self.request.build_absolute_uri(f"{self.request.path}?{query.urlencode()}")
        return address


class Found:
    """A search as a paginator reads it: its count and one slice, found by the same statement."""

    def __init__(self, result: SearchResult) -> None:
        self.result = result

    def count(self) -> int:
        return self.result.count

    def __getitem__(self, page: slice) -> list[Opportunity]:
        return self.result.rows
