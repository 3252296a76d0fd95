"""What opportunities refer to: communes, occupations (ROME), organisations."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    extend_schema,
    extend_schema_view,
)

from search.api import examples
from search.api.base import PublicView
from search.api.pagination import NumberedPages
from search.api.parameters import IntegerField, commune_field, text_field
from search.api.problems import NoSuchOrganisationError
from search.api.reference_serializers import (
    CommuneListSerializer,
    CommuneSerializer,
    OccupationListSerializer,
    OccupationSerializer,
    OrganisationListSerializer,
    OrganisationSerializer,
)
from search.index import change_log
from search.parameters import occupations, places
from search.parameters.fields import ChoicesField, PageField, ParametersForm
from search.queries import organisations
from snippets.models import Organisation
from snippets.models.reference import RomeDomain

TAG = "Référentiels"


class CommunesForm(ParametersForm):
    """What completes the name of a commune."""

    q = text_field("Début du nom, du code postal ou du code INSEE")


class OccupationsForm(ParametersForm):
    """What completes a trade."""

    q = text_field("Mots de l’intitulé, ou début du code ROME")
    domaine = ChoicesField(label="Domaine professionnel", choices=RomeDomain.choices)
    limit = IntegerField(1, 100, default=20, label="Nombre de résultats au plus")


class OrganisationsForm(ParametersForm):
    """Which organisations, and which page of them."""

    q = text_field("Débuts de mots du nom, ou SIRET, ou RNA")
    kind = ChoicesField(label="Type d’organisation", choices=Organisation.Kind.choices)
    commune = commune_field()
    page = PageField(label="Page")


@extend_schema_view(
    get=extend_schema(
        operation_id="communes_list",
        tags=[TAG],
        summary="Trouver une commune",
        description="Par le début du nom, du code postal ou du code INSEE\u00a0; 8 au plus.",
        examples=[OpenApiExample("Villeneuve", examples.COMMUNE_LIST)],
    )
)
class CommunesView(PublicView):
    """The communes that a beginning may mean."""

    sources = (change_log.COMMUNES,)
    form_class = CommunesForm
    serializer_class = CommuneListSerializer
    result_class = CommuneSerializer

    def content(self, form: CommunesForm, version: str) -> dict[str, Any]:
        """Names, postal codes and INSEE codes that begin so."""
        return {"results": places.complete(form.nearest("q"))}


@extend_schema_view(
    get=extend_schema(
        operation_id="occupations_list",
        tags=[TAG],
        summary="Trouver un métier (ROME)",
        description=(
            "Tous les mots doivent être dans l’intitulé, le dernier peut n’être qu’un début. Les "
            "accents et le féminin ne comptent pas\u00a0; un début de code ROME convient aussi."
        ),
        examples=[OpenApiExample("Maçonnerie", examples.OCCUPATION_LIST)],
    )
)
class OccupationsView(PublicView):
    """The occupations of ROME that words may mean."""

    sources = (change_log.OCCUPATIONS,)
    form_class = OccupationsForm
    serializer_class = OccupationListSerializer
    result_class = OccupationSerializer

    def content(self, form: OccupationsForm, version: str) -> dict[str, Any]:
        """Those that begin as it is typed come first."""
        found = occupations.find(
            form.nearest("q"), domains=form.nearest("domaine"), version=version
        )
        return {"count": len(found), "results": found[: form.nearest("limit")]}


@extend_schema_view(
    get=extend_schema(
        operation_id="organisations_list",
        tags=[TAG],
        summary="Chercher des organisations",
        description="Celles qui sont vérifiées ou qui ont une annonce en ligne, 20 par page.",
        examples=[OpenApiExample("Bâtir Ensemble", examples.ORGANISATION_LIST)],
    )
)
class OrganisationsView(PublicView):
    """The organisations that the public may see."""

    sources = (change_log.ORGANISATIONS, change_log.OPPORTUNITIES, change_log.COMMUNES)
    form_class = OrganisationsForm
    serializer_class = OrganisationListSerializer
    result_class = OrganisationSerializer
    pagination_class = NumberedPages
    problems = (HTTPStatus.NOT_FOUND,)

    def content(self, form: OrganisationsForm, version: str) -> dict[str, Any]:
        """By name."""
        found = organisations.search(
            text=form.nearest("q"), kinds=form.nearest("kind"), commune=form.nearest("commune")
        )
        return self.paginator.members(self.paginate_queryset(found))


@extend_schema_view(
    get=extend_schema(
        operation_id="organisations_read",
        tags=[TAG],
        summary="Lire une organisation",
        description="Par son identifiant ou par le nom de son adresse («\u00a0slug\u00a0»).",
        parameters=[
            OpenApiParameter(
                "key",
                {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,160}$"},
                OpenApiParameter.PATH,
                description="«\u00a0id\u00a0» ou «\u00a0slug\u00a0».",
            )
        ],
        examples=[OpenApiExample("Bâtir Ensemble", examples.ORGANISATION)],
    )
)
class OrganisationView(PublicView):
    """One organisation."""

    sources = OrganisationsView.sources
    serializer_class = OrganisationSerializer
    result_class = OrganisationSerializer
    problems = (HTTPStatus.NOT_FOUND,)

    def content(self, form: ParametersForm, version: str) -> Organisation:
        """The same fields as in the list."""
        found = organisations.one(self.kwargs["key"])
        if found is None:
            raise NoSuchOrganisationError
        return found
