"""Views of the public API: parse, ask one question, write."""

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.cache import patch_cache_control
from rest_framework.views import APIView

from search import places, queries
from search.api import representation
from search.api.problems import (
    ExpiredOpportunityError,
    InvalidParametersError,
    NoSuchOpportunityError,
    PageOutOfRangeError,
)
from search.criteria import Criteria
from search.filters import criteria_from
from search.parameters import ZoomField

SHARED_SECONDS = 30


class PublicView(APIView):
    """A view that anybody may read; shared caches may keep its answers for a moment."""

    http_method_names = ("get", "head", "options")

    def answer(self, content: Any, content_type: str = "application/json") -> HttpResponse:
        """Write plain data as JSON."""
        body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
        response = HttpResponse(body, content_type=content_type)
        patch_cache_control(response, public=True, max_age=SHARED_SECONDS)
        return response


class OpportunitiesView(PublicView):
    """The search, with the same parameters, results and order as the page."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """One page of results."""
        criteria = checked_criteria(request.GET)
        result = queries.find(criteria, propose_spelling=False)
        if result.page != criteria.page:
            raise PageOutOfRangeError(result.num_pages)
        site = origin(request)
        return self.answer(
            {
                "count": result.count,
                "next": _page_address(request, result.page + 1) if result.has_next else None,
                "previous": (
                    _page_address(request, result.page - 1) if result.has_previous else None
                ),
                "facets": representation.facets(result.facets),
                "widened_to_km": result.widened_to_km,
                "results": [representation.opportunity(item, site) for item in result.records],
            }
        )


class OpportunityView(PublicView):
    """One opportunity."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same fields as in the list."""
        record = queries.record_of(pk)
        if record is None:
            raise NoSuchOpportunityError
        row = queries.opportunity(record)
        if row.expires_at and row.expires_at <= timezone.now():
            raise ExpiredOpportunityError
        return self.answer(representation.opportunity(record, origin(request)))


class ClustersView(PublicView):
    """Markers of a part of the map."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """GeoJSON; `bbox` and `zoom` are required."""
        criteria, zoom = cluster_question(request.GET)
        assert criteria.box  # noqa: S101 - checked just above, for the type
        found = queries.clusters(criteria, criteria.box, zoom)
        content = representation.feature_collection(found, origin(request))
        return self.answer(content, "application/geo+json")


class CommunesView(PublicView):
    """The communes that a beginning may mean."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Names, postal codes and INSEE codes that begin so."""
        found = places.complete(request.GET.get("q", ""))
        return self.answer({"results": [representation.commune(item) for item in found]})


def origin(request: HttpRequest) -> str:
    """Scheme and host of the site."""
    return f"{request.scheme}://{request.get_host()}"


def checked_criteria(data: QueryDict) -> Criteria:
    """Criteria without any error. Raises InvalidParametersError."""
    parsed = criteria_from(data)
    if parsed.errors:
        raise InvalidParametersError(parsed.errors)
    return parsed.criteria


def cluster_question(data: QueryDict) -> tuple[Criteria, int]:
    """Criteria with a box, and the zoom. Raises InvalidParametersError."""
    parsed = criteria_from(data)
    errors = dict(parsed.errors)
    if parsed.criteria.box is None:
        errors.setdefault("bbox", "Indiquez la zone\u00a0: ouest,sud,est,nord, en degrés.")
    zoom = None
    try:
        zoom = ZoomField().clean(data.get("zoom"))
    except ValidationError as error:
        errors["zoom"] = error.messages[0]
    if zoom is None:
        errors.setdefault("zoom", "Indiquez le zoom, de 0 à 22.")
    if errors or zoom is None:
        raise InvalidParametersError(errors)
    return parsed.criteria, zoom


def _page_address(request: HttpRequest, page: int) -> str:
    """The absolute address of another page of the same search."""
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{origin(request)}{request.path}?{query.urlencode()}"
