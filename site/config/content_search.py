"""`?search=` of the API v2, with any other parameter."""

from typing import Any, ClassVar

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.filters import BaseFilterBackend

from config.search_backend import FoldedCompiler, SearchBackend


class _AnyColumnCompiler(FoldedCompiler):
    def check(self) -> None:
        """Let any column filter and sort: other engines know those of their index only."""


class _Backend(SearchBackend):
    query_compiler_class: ClassVar[type] = _AnyColumnCompiler


class AnyColumnSearchFilter(BaseFilterBackend):
    """Wagtail's search, the best first; in the order that is asked for when one is."""

    def filter_queryset(self, request: HttpRequest, queryset: QuerySet[Any], view: Any) -> Any:
        """Search among the rows that the other parameters leave."""
        text = request.GET.get("search", "").strip()
        if not text:
            return queryset
        backend = _Backend(settings.WAGTAILSEARCH_BACKENDS["default"])
        return backend.search(
            text,
            queryset,
            operator=request.GET.get("search_operator") or None,
            order_by_relevance=not request.GET.get("order"),
        )
