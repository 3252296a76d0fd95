"""Opportunities: the search as a list, as GeoJSON, as clusters, and one of them."""

from http import HTTPStatus
from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)

from search import queries
from search.api import examples
from search.api.base import GeoJSONRenderer, PublicView
from search.api.filters import ClusterFilterSet
from search.api.pagination import Found, NumberedPages
from search.api.problems import ExpiredOpportunityError, NoSuchOpportunityError
from search.api.serializers import (
    ClusterCollectionSerializer,
    OpportunityCollectionSerializer,
    OpportunityListSerializer,
    OpportunitySerializer,
)
from search.index import change_log
from search.models import Opportunity
from search.parameters.filters import CriteriaForm, OpportunityFilterSet

TAG = "Annonces"
# A map wants many at once; an answer stays under 300 kB.
FEATURES_PER_PAGE = 500


class FeaturePages(NumberedPages):
    """Longer pages."""

    page_size = FEATURES_PER_PAGE


class SearchView(PublicView):
    """A view that has the parameters of the search."""

    sources: ClassVar[tuple[str, ...]] = (change_log.OPPORTUNITIES, change_log.COMMUNES)
    filterset_class = OpportunityFilterSet
    result_class = OpportunitySerializer
    pagination_class = NumberedPages
    problems: ClassVar[tuple[HTTPStatus, ...]] = (HTTPStatus.NOT_FOUND,)

    def content(self, form: CriteriaForm, version: str) -> dict[str, Any]:
        """One page of results."""
        result = queries.find(
            form.parsed.criteria,
            propose_spelling=False,
            version=version,
            page_size=self.paginator.page_size,
        )
        rows = self.paginate_queryset(Found(result))
        return {
            **self.paginator.members(rows),
            "facets": result.facets,
            "widened_to_km": result.widened_to_km,
        }

    def depends_on_time(self, form: CriteriaForm) -> bool:
        """“Since three days” moves on by itself."""
        return form.parsed.criteria.since_days is not None


@extend_schema_view(
    get=extend_schema(
        operation_id="opportunities_list",
        tags=[TAG],
        summary="Chercher des annonces",
        description=(
            "Les mêmes paramètres, résultats et ordre que la page de recherche, 20 par page. "
            "L’API ne corrige aucune faute de frappe. "
            "Un nombre hors bornes est ramené à la valeur permise la plus proche\u00a0; un rayon "
            "sans résultat est élargi («\u00a0widened_to_km\u00a0»)."
        ),
        examples=[OpenApiExample("Maçonnerie", examples.OPPORTUNITY_LIST)],
    )
)
class OpportunitiesView(SearchView):
    """The search, with the same parameters, results and order as the page."""

    serializer_class = OpportunityListSerializer


@extend_schema_view(
    get=extend_schema(
        operation_id="opportunities_geojson",
        tags=[TAG],
        summary="Chercher des annonces, en GeoJSON",
        description=(
            "La même recherche en FeatureCollection (RFC 7946), "
            f"{FEATURES_PER_PAGE} annonces par page. Sans lieu connu, «\u00a0geometry\u00a0» est "
            "null. Les membres «\u00a0count\u00a0», «\u00a0next\u00a0» et «\u00a0previous\u00a0» "
            "s’ajoutent à ceux de GeoJSON."
        ),
        examples=[
            OpenApiExample(
                "Maçonnerie",
                examples.OPPORTUNITY_COLLECTION,
                media_type=GeoJSONRenderer.media_type,
            )
        ],
    )
)
class OpportunityFeaturesView(SearchView):
    """The same search as points of a map."""

    pagination_class = FeaturePages
    renderer_classes = (GeoJSONRenderer, *SearchView.renderer_classes)
    serializer_class = OpportunityCollectionSerializer


@extend_schema_view(
    get=extend_schema(
        operation_id="opportunities_read",
        tags=[TAG],
        summary="Lire une annonce",
        description="Les mêmes champs que dans la liste\u00a0; «\u00a0distance_km\u00a0» est null.",
        parameters=[
            OpenApiParameter(
                "id",
                {"type": "integer", "minimum": 1},
                OpenApiParameter.PATH,
                description="L’identifiant («\u00a0id\u00a0»).",
            )
        ],
        examples=[OpenApiExample("Maçonnerie", examples.OPPORTUNITY)],
    )
)
class OpportunityView(PublicView):
    """One opportunity."""

    sources = (change_log.OPPORTUNITIES,)
    serializer_class = OpportunitySerializer
    result_class = OpportunitySerializer
    problems: ClassVar[tuple[HTTPStatus, ...]] = (HTTPStatus.NOT_FOUND, HTTPStatus.GONE)

    def content(self, form: Any, version: str) -> Opportunity:
        """The same fields as in the list."""
        row = queries.one(self.kwargs["pk"])
        if row is None:
            raise NoSuchOpportunityError
        if row.expires_at and row.expires_at <= timezone.now():
            raise ExpiredOpportunityError
        return row


@extend_schema_view(
    get=extend_schema(
        operation_id="clusters_list",
        tags=[TAG],
        summary="Regrouper les annonces d’une zone",
        description=(
            "Quelques dizaines de points pour n’importe quelle vue d’une carte, en GeoJSON. "
            "«\u00a0bbox\u00a0», la vue, et «\u00a0zoom\u00a0» sont obligatoires. Ce qui est "
            "regroupé est ce que trouve la liste avec les mêmes paramètres\u00a0: un lieu et son "
            "rayon comptent, ou la «\u00a0zone\u00a0» (le «\u00a0bbox\u00a0» de la liste). Le "
            "rayon n’est pas élargi."
        ),
        examples=[
            OpenApiExample(
                "Villeneuve", examples.CLUSTER_COLLECTION, media_type=GeoJSONRenderer.media_type
            )
        ],
    )
)
class ClustersView(PublicView):
    """Markers of a part of the map: kept for a minute by the query, so never of one version."""

    filterset_class = ClusterFilterSet
    serializer_class = ClusterCollectionSerializer
    renderer_classes = (GeoJSONRenderer, *PublicView.renderer_classes)
    required = frozenset({"bbox", "zoom"})

    def content(self, form: CriteriaForm, version: str) -> dict[str, Any]:
        """GeoJSON."""
        values = form.cleaned_data
        criteria = form.parsed.criteria.replace(box=values["zone"])
        return {"clusters": queries.clusters(criteria, values["bbox"], values["zoom"])}
