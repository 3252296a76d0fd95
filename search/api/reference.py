"""What opportunities refer to: communes, occupations (ROME), organisations."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest

from search.api import examples, representation
from search.api.base import PublicView, origin, pages, selected
from search.api.openapi import Operation
from search.api.parameters import (
    IntegerField,
    SelectionField,
    checked,
    commune_field,
    text_field,
)
from search.api.problems import NoSuchOrganisationError
from search.api.shapes import COMMUNE, OCCUPATION, ORGANISATION
from search.criteria import PAGE_SIZE
from search.index import change_log
from search.parameters import occupations, places
from search.parameters.fields import ChoicesField, PageField
from search.queries import organisations
from snippets.models import Organisation
from snippets.models.reference import RomeDomain

TAG = "Référentiels"
_FIELDS = "Champs voulus, séparés par des virgules"

Values = dict[str, Any]


class ReferenceView(PublicView):
    """A view whose question is its parameters."""

    def question(self, request: HttpRequest, **parts: Any) -> Values:
        """Values by name, the parts of the address included."""
        return {**checked(request.GET, self.operation.parameters), **parts}


class CommunesView(ReferenceView):
    """The communes that a beginning may mean."""

    sources = (change_log.COMMUNES,)
    operation = Operation(
        name="communes_list",
        tag=TAG,
        summary="Trouver une commune",
        description="Par le début du nom, du code postal ou du code INSEE\u00a0; 8 au plus.",
        answer="CommuneList",
        example=examples.COMMUNE_LIST,
        parameters={
            "q": text_field("Début du nom, du code postal ou du code INSEE"),
            "fields": SelectionField(COMMUNE, label=_FIELDS),
        },
    )

    def content(self, request: HttpRequest, question: Values, version: str) -> Values:
        """Names, postal codes and INSEE codes that begin so."""
        found = places.complete(question["q"])
        fields = question["fields"]
        return {"results": [selected(representation.commune(item), fields) for item in found]}


class OccupationsView(ReferenceView):
    """The occupations of ROME that words may mean."""

    sources = (change_log.OCCUPATIONS,)
    operation = Operation(
        name="occupations_list",
        tag=TAG,
        summary="Trouver un métier (ROME)",
        description=(
            "Tous les mots doivent être dans l’intitulé, le dernier peut n’être qu’un début. Les "
            "accents et le féminin ne comptent pas\u00a0; un début de code ROME convient aussi."
        ),
        answer="OccupationList",
        example=examples.OCCUPATION_LIST,
        parameters={
            "q": text_field("Mots de l’intitulé, ou début du code ROME"),
            "domaine": ChoicesField(label="Domaine professionnel", choices=RomeDomain.choices),
            "limit": IntegerField(1, 100, default=20, label="Nombre de résultats au plus"),
            "fields": SelectionField(OCCUPATION, label=_FIELDS),
        },
    )

    def content(self, request: HttpRequest, question: Values, version: str) -> Values:
        """Those that begin as it is typed come first."""
        found = occupations.find(question["q"], domains=question["domaine"], version=version)
        fields = question["fields"]
        return {
            "count": len(found),
            "results": [
                selected(representation.occupation(item), fields)
                for item in found[: question["limit"]]
            ],
        }


class OrganisationsView(ReferenceView):
    """The organisations that the public may see."""

    sources = (change_log.ORGANISATIONS, change_log.OPPORTUNITIES, change_log.COMMUNES)
    operation = Operation(
        name="organisations_list",
        tag=TAG,
        summary="Chercher des organisations",
        description="Celles qui sont vérifiées ou qui ont une annonce en ligne, 20 par page.",
        answer="OrganisationList",
        example=examples.ORGANISATION_LIST,
        parameters={
            "q": text_field("Débuts de mots du nom, ou SIRET, ou RNA"),
            "kind": ChoicesField(label="Type d’organisation", choices=Organisation.Kind.choices),
            "commune": commune_field(),
            "page": PageField(label="Page"),
            "fields": SelectionField(ORGANISATION, label=_FIELDS),
        },
        problems=(HTTPStatus.NOT_FOUND,),
    )

    def content(self, request: HttpRequest, question: Values, version: str) -> Values:
        """By name."""
        page, fields, site = question["page"], question["fields"], origin(request)
        found = organisations.search(
            text=question["q"], kinds=question["kind"], commune=question["commune"]
        )
        links = pages(request, page=page, count=found.count(), size=PAGE_SIZE)
        rows = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        return {
            **links,
            "results": [selected(representation.organisation(row, site), fields) for row in rows],
        }


class OrganisationView(ReferenceView):
    """One organisation."""

    sources = OrganisationsView.sources
    operation = Operation(
        name="organisations_read",
        tag=TAG,
        summary="Lire une organisation",
        description="Par son identifiant ou par le nom de son adresse («\u00a0slug\u00a0»).",
        answer="Organisation",
        example=examples.ORGANISATION,
        parameters={"fields": SelectionField(ORGANISATION, label=_FIELDS)},
        path={
            "key": (
                {"type": "string", "pattern": "^[-a-zA-Z0-9_]{1,160}$"},
                "«\u00a0id\u00a0» ou «\u00a0slug\u00a0».",
            )
        },
        problems=(HTTPStatus.NOT_FOUND,),
    )

    def content(self, request: HttpRequest, question: Values, version: str) -> Values:
        """The same fields as in the list."""
        found = organisations.one(question["key"])
        if found is None:
            raise NoSuchOrganisationError
        return selected(representation.organisation(found, origin(request)), question["fields"])
