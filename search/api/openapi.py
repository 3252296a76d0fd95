"""The OpenAPI schema: what drf-spectacular makes of the views, and what all of them share."""

from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema_serializer,
)
from rest_framework import serializers

from search.api.fields import ReferenceField
from search.api.parameters import SelectionField
from search.api.problems import title_of
from search.parameters.fields import ChoicesField, ParametersForm

Json = dict[str, Any]

PROBLEM = "application/problem+json"
_PROBLEMS = {
    HTTPStatus.BAD_REQUEST: "Un paramètre n’est pas utilisable, que «\u00a0errors\u00a0» nomme.",
    HTTPStatus.NOT_FOUND: "Cette adresse, cette page ou cet objet n’existe pas.",
    HTTPStatus.METHOD_NOT_ALLOWED: "Seules GET, HEAD et OPTIONS sont acceptées.",
    HTTPStatus.NOT_ACCEPTABLE: "Le format demandé par «\u00a0Accept\u00a0» n’existe pas.",
    HTTPStatus.GONE: "L’annonce a expiré.",
    HTTPStatus.PRECONDITION_FAILED: "La condition «\u00a0If-Match\u00a0» n’est pas remplie.",
    HTTPStatus.TOO_MANY_REQUESTS: "Trop de demandes\u00a0: voyez «\u00a0Retry-After\u00a0».",
}
# What any address may answer, beside its own problems.
_ALWAYS = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.NOT_ACCEPTABLE,
    HTTPStatus.PRECONDITION_FAILED,
    HTTPStatus.TOO_MANY_REQUESTS,
)


class FieldErrorSerializer(serializers.Serializer):
    """A parameter, and what is wrong with it in French."""

    field = serializers.CharField()
    reason = serializers.CharField()


@extend_schema_serializer(description="Un problème (RFC 9457), avec les paramètres en cause.")
class ProblemSerializer(serializers.Serializer):
    """What `config.api` writes of an exception."""

    type = ReferenceField()
    title = serializers.CharField()
    status = serializers.IntegerField(min_value=400, max_value=599)
    detail = serializers.CharField()
    errors = FieldErrorSerializer(many=True, required=False)


def _header(name: str, kind: type, text: str, statuses: list[int]) -> OpenApiParameter:
    return OpenApiParameter(
        name, kind, OpenApiParameter.HEADER, description=text, response=statuses
    )


_ANSWERS = [200, 304]
_ALL = [*_ANSWERS, *(int(status) for status in _PROBLEMS)]
_HEADERS = [
    _header("ETag", str, "À renvoyer dans «\u00a0If-None-Match\u00a0».", _ANSWERS),
    _header("Last-Modified", str, "À renvoyer dans «\u00a0If-Modified-Since\u00a0».", [200]),
    _header("RateLimit-Limit", int, "Demandes permises dans la période en cours.", _ALL),
    _header("RateLimit-Remaining", int, "Demandes qui restent.", _ALL),
    _header("RateLimit-Reset", int, "Secondes avant la période suivante.", _ALL),
    _header("RateLimit-Policy", str, "Les périodes (w, en secondes) et leurs limites.", _ALL),
    _header("Retry-After", int, "Secondes à attendre.", [429]),
]


class PublicSchema(AutoSchema):
    """Adds to an operation what no view has to repeat: parameters, headers, problems."""

    def get_override_parameters(self) -> list[Any]:
        """Headers of the answers, and the parameters that the view's form reads."""
        return [*_HEADERS, *query_parameters(self.view.form(), self.view.required)]

    def get_response_serializers(self) -> dict[Any, Any]:
        """The answer, 304, and problem documents."""
        view = self.view
        statuses = sorted({*_ALWAYS, *view.problems})
        return {
            (200, view.renderer_classes[0].media_type): OpenApiResponse(
                view.serializer_class, "La réponse."
            ),
            304: OpenApiResponse(description="La réponse déjà reçue vaut encore."),
            **{(int(status), PROBLEM): _problem(status) for status in statuses},
        }


def query_parameters(form: ParametersForm, required: frozenset[str]) -> list[OpenApiParameter]:
    """The parameters of an address, from the fields that read them."""
    return [
        OpenApiParameter(
            name,
            field.schema(),  # type: ignore[attr-defined]  # those of `search.parameters.fields`
            description=str(field.label or name),
            required=name in required,
            style="form" if isinstance(field, ChoicesField | SelectionField) else None,
            explode={ChoicesField: True, SelectionField: False}.get(type(field)),
        )
        for name, field in form.fields.items()
    ]


def _problem(status: HTTPStatus) -> OpenApiResponse:
    """The answer of a status, with an example."""
    text = _PROBLEMS[status]
    example: Json = {
        "type": "about:blank",
        "title": title_of(status),
        "status": int(status),
        "detail": text,
    }
    if status == HTTPStatus.BAD_REQUEST:
        reason = "«\u00a0abc\u00a0» n’est pas un numéro de page."
        example["errors"] = [{"field": "page", "reason": reason}]
    return OpenApiResponse(ProblemSerializer, text, [OpenApiExample(title_of(status), example)])


def only_version_1(endpoints: list[Any]) -> list[Any]:
    """A pre-processing step: pages, images and documents are described by Wagtail's manual."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def close_objects(result: Json, generator: Any, request: Any, public: bool) -> Json:  # noqa: FBT001 - drf-spectacular's signature
    """A post-processing step: a serializer writes its fields and no other."""
    for schema in result["components"]["schemas"].values():
        if "properties" in schema:
            schema.setdefault("additionalProperties", False)
            for member in schema["properties"].values():
                # A mark for drf-spectacular's own step, which would name every list of choices.
                member.pop("x-spec-enum-id", None)
    return result
