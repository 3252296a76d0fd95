"""Opportunities: the search as a list, as GeoJSON, as clusters, and one of them."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from search import queries
from search.api import examples, representation
from search.api.base import PublicView, origin, pages, selected
from search.api.openapi import Operation
from search.api.parameters import (
    SEARCH,
    SelectionField,
    Table,
    checked_search,
    read,
    search_criteria,
)
from search.api.problems import (
    ExpiredOpportunityError,
    InvalidParametersError,
    NoSuchOpportunityError,
)
from search.api.shapes import OPPORTUNITY
from search.criteria import PAGE_SIZE, Box, Criteria
from search.index import change_log
from search.parameters.fields import BoxField, ZoomField

TAG = "Annonces"
# A map wants many at once; an answer stays under 300 kB.
FEATURES_PER_PAGE = 500

_FIELDS = SelectionField(OPPORTUNITY, label="Champs voulus, séparés par des virgules")
_SEARCH_AND_FIELDS: Table = {**SEARCH, "fields": _FIELDS}
_CLUSTERS: Table = {
    **{name: field for name, field in SEARCH.items() if name not in {"tri", "page"}},
    "bbox": BoxField(label="Vue de la carte (ouest,sud,est,nord)"),
    "zone": BoxField(label="Zone de la recherche, qui remplace le rayon (ouest,sud,est,nord)"),
    "zoom": ZoomField(label="Zoom d’une carte web, de 0 à 22"),
}

Question = tuple[Criteria, tuple[str, ...] | None]


class SearchView(PublicView):
    """A view that has the parameters of the search."""

    sources: ClassVar[tuple[str, ...]] = (change_log.OPPORTUNITIES, change_log.COMMUNES)
    page_size = PAGE_SIZE

    def question(self, request: HttpRequest, **parts: Any) -> Question:
        """Criteria and the chosen fields."""
        criteria, values = checked_search(request.GET, self.operation.parameters)
        return criteria, values["fields"]

    def depends_on_time(self, question: Question) -> bool:
        """“Since three days” moves on by itself."""
        return question[0].since_days is not None


class OpportunitiesView(SearchView):
    """The search, with the same parameters, results and order as the page."""

    operation = Operation(
        name="opportunities_list",
        tag=TAG,
        summary="Chercher des annonces",
        description=(
            "Les mêmes paramètres, résultats et ordre que la page de recherche, 20 par page. "
            "L’API ne corrige aucune faute de frappe. "
            "Un nombre hors bornes est ramené à la valeur permise la plus proche\u00a0; un rayon "
            "sans résultat est élargi («\u00a0widened_to_km\u00a0»)."
        ),
        answer="OpportunityList",
        example=examples.OPPORTUNITY_LIST,
        parameters=_SEARCH_AND_FIELDS,
        problems=(HTTPStatus.NOT_FOUND,),
    )

    def content(self, request: HttpRequest, question: Question, version: str) -> dict[str, Any]:
        """One page of results."""
        criteria, fields = question
        result = queries.find(criteria, propose_spelling=False, version=version)
        site = origin(request)
        return {
            **pages(request, page=criteria.page, count=result.count, size=self.page_size),
            "facets": representation.facets(result.facets),
            "widened_to_km": result.widened_to_km,
            "results": [
                selected(representation.opportunity(item, site), fields) for item in result.records
            ],
        }


class OpportunityFeaturesView(SearchView):
    """The same search as points of a map."""

    page_size = FEATURES_PER_PAGE
    operation = Operation(
        name="opportunities_geojson",
        tag=TAG,
        summary="Chercher des annonces, en GeoJSON",
        description=(
            "La même recherche en FeatureCollection (RFC 7946), "
            f"{FEATURES_PER_PAGE} annonces par page. Sans lieu connu, «\u00a0geometry\u00a0» est "
            "null. Les membres «\u00a0count\u00a0», «\u00a0next\u00a0» et «\u00a0previous\u00a0» "
            "s’ajoutent à ceux de GeoJSON."
        ),
        answer="OpportunityCollection",
        example=examples.OPPORTUNITY_COLLECTION,
        parameters=_SEARCH_AND_FIELDS,
        content_type="application/geo+json",
        problems=(HTTPStatus.NOT_FOUND,),
    )

    def content(self, request: HttpRequest, question: Question, version: str) -> dict[str, Any]:
        """One page of features."""
        criteria, fields = question
        result = queries.find(
            criteria, propose_spelling=False, version=version, page_size=self.page_size
        )
        site = origin(request)
        results = [representation.opportunity(item, site) for item in result.records]
        return {
            "type": "FeatureCollection",
            **pages(request, page=criteria.page, count=result.count, size=self.page_size),
            "features": [representation.feature(item, selected(item, fields)) for item in results],
        }


class OpportunityView(PublicView):
    """One opportunity."""

    sources = (change_log.OPPORTUNITIES,)
    operation = Operation(
        name="opportunities_read",
        tag=TAG,
        summary="Lire une annonce",
        description="Les mêmes champs que dans la liste\u00a0; «\u00a0distance_km\u00a0» est null.",
        answer="Opportunity",
        example=examples.OPPORTUNITY,
        parameters={"fields": _FIELDS},
        path={"id": ({"type": "integer", "minimum": 1}, "L’identifiant («\u00a0id\u00a0»).")},
        problems=(HTTPStatus.NOT_FOUND, HTTPStatus.GONE),
    )

    def question(self, request: HttpRequest, **parts: Any) -> tuple[int, tuple[str, ...] | None]:
        """The id and the chosen fields."""
        values, errors = read(request.GET, self.operation.parameters)
        if errors:
            raise InvalidParametersError(errors)
        return parts["pk"], values["fields"]

    def content(self, request: HttpRequest, question: Any, version: str) -> dict[str, Any]:
        """The same fields as in the list."""
        identifier, fields = question
        record = queries.record_of(identifier)
        if record is None:
            raise NoSuchOpportunityError
        row = queries.opportunity(record)
        if row.expires_at and row.expires_at <= timezone.now():
            raise ExpiredOpportunityError
        return selected(representation.opportunity(record, origin(request)), fields)


class ClustersView(SearchView):
    """Markers of a part of the map: kept for a minute by the query, so never of one version."""

    sources: ClassVar[tuple[str, ...]] = ()
    operation = Operation(
        name="clusters_list",
        tag=TAG,
        summary="Regrouper les annonces d’une zone",
        description=(
            "Quelques dizaines de points pour n’importe quelle vue d’une carte, en GeoJSON. "
            "«\u00a0bbox\u00a0», la vue, et «\u00a0zoom\u00a0» sont obligatoires. Ce qui est "
            "regroupé est ce que trouve la liste avec les mêmes paramètres\u00a0: un lieu et son "
            "rayon comptent, ou la «\u00a0zone\u00a0» (le «\u00a0bbox\u00a0» de la liste). Le "
            "rayon n’est pas élargi."
        ),
        answer="ClusterCollection",
        example=examples.CLUSTER_COLLECTION,
        parameters=_CLUSTERS,
        required=frozenset({"bbox", "zoom"}),
        content_type="application/geo+json",
    )

    def question(self, request: HttpRequest, **parts: Any) -> tuple[Criteria, Box, int]:  # type: ignore[override]
        """Criteria, the view and the zoom."""
        return cluster_question(request.GET)

    def content(self, request: HttpRequest, question: Any, version: str) -> dict[str, Any]:
        """GeoJSON."""
        criteria, view, zoom = question
        found = queries.clusters(criteria, view, zoom)
        return representation.feature_collection(found, origin(request))


def cluster_question(data: QueryDict) -> tuple[Criteria, Box, int]:
    """Criteria, the view and the zoom. Raises InvalidParametersError."""
    parsed = search_criteria(data, _CLUSTERS)
    values, errors = read(data, _CLUSTERS)
    errors = {**parsed.errors, **errors}
    view, zoom = values.get("bbox"), values.get("zoom")
    if view is None:
        errors.setdefault("bbox", "Indiquez la vue\u00a0: ouest,sud,est,nord, en degrés.")
    if zoom is None:
        errors.setdefault("zoom", "Indiquez le zoom, de 0 à 22.")
    if errors or view is None or zoom is None:
        raise InvalidParametersError(errors)
    return parsed.criteria.replace(box=values["zone"]), view, zoom
