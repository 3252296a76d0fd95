"""The OpenAPI schema, from what the views declare: their parameter table and their answer.

drf-spectacular walks the addresses and calls `OperationSchema` for each view; nothing is guessed
from serializers, which this API does not use.
"""

import dataclasses
from http import HTTPStatus
from typing import Any

from drf_spectacular.openapi import AutoSchema

from search.api.parameters import SelectionField, Table
from search.api.problems import title_of
from search.api.shapes import COMPONENTS, Shape, of
from search.parameters.fields import ChoicesField

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
_HEADERS: dict[str, tuple[Shape, str]] = {
    "ETag": ({"type": "string"}, "À renvoyer dans «\u00a0If-None-Match\u00a0»."),
    "Last-Modified": ({"type": "string"}, "À renvoyer dans «\u00a0If-Modified-Since\u00a0»."),
    "RateLimit-Limit": ({"type": "integer"}, "Demandes permises dans la période en cours."),
    "RateLimit-Remaining": ({"type": "integer"}, "Demandes qui restent."),
    "RateLimit-Reset": ({"type": "integer"}, "Secondes avant la période suivante."),
    "RateLimit-Policy": ({"type": "string"}, "Les périodes (w, en secondes) et leurs limites."),
    "Retry-After": ({"type": "integer"}, "Secondes à attendre."),
}
_RATE = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Operation:
    """What one address does. `answer` is a component; `path` describes the parts of the address."""

    name: str
    tag: str
    summary: str
    description: str
    answer: str
    example: Any
    parameters: Table
    required: frozenset[str] = frozenset()
    path: dict[str, tuple[Shape, str]] = dataclasses.field(default_factory=dict)
    content_type: str = "application/json"
    problems: tuple[HTTPStatus, ...] = ()


class OperationSchema(AutoSchema):
    """Writes the operation of a view that has an `operation`."""

    def get_operation(
        self, path: str, path_regex: str, path_prefix: str, method: str, registry: Any
    ) -> Json | None:
        """One operation of OpenAPI 3, or None for a view that is not described."""
        operation: Operation | None = getattr(self.view, "operation", None)
        return None if operation is None else operation_schema(operation)


def operation_schema(operation: Operation) -> Json:
    """The operation as OpenAPI writes it."""
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "description": operation.description,
        "tags": [operation.tag],
        "parameters": [
            *(_path_parameter(name, *part) for name, part in operation.path.items()),
            *(
                _query_parameter(name, field, required=name in operation.required)
                for name, field in operation.parameters.items()
            ),
        ],
        "responses": {
            "200": {
                "description": "La réponse.",
                "headers": _header_references("ETag", "Last-Modified", *_RATE),
                "content": {
                    operation.content_type: {
                        "schema": of(operation.answer),
                        "example": operation.example,
                    }
                },
            },
            "304": {
                "description": "La réponse déjà reçue vaut encore.",
                "headers": _header_references("ETag", *_RATE),
            },
            **{
                str(int(status)): {"$ref": f"#/components/responses/Problem{int(status)}"}
                for status in sorted({*_ALWAYS, *operation.problems})
            },
        },
    }


def only_version_1(endpoints: list[Any]) -> list[Any]:
    """A pre-processing step: pages, images and documents are described by Wagtail's manual."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]


def add_components(result: Json, generator: Any, request: Any, public: bool) -> Json:  # noqa: FBT001 - drf-spectacular's signature
    """A post-processing step: the shapes, the problems and the headers that operations name."""
    result["components"] = {
        "schemas": COMPONENTS,
        "headers": {
            name: {"description": text, "schema": shape} for name, (shape, text) in _HEADERS.items()
        },
        "responses": {
            f"Problem{int(status)}": _problem(status, text) for status, text in _PROBLEMS.items()
        },
    }
    return result


def _problem(status: HTTPStatus, text: str) -> Json:
    """The answer of a status."""
    names = (*_RATE, "Retry-After") if status == HTTPStatus.TOO_MANY_REQUESTS else _RATE
    example: Json = {
        "type": "about:blank",
        "title": title_of(status),
        "status": int(status),
        "detail": text,
    }
    if status == HTTPStatus.BAD_REQUEST:
        reason = "«\u00a0abc\u00a0» n’est pas un numéro de page."
        example["errors"] = [{"field": "page", "reason": reason}]
    return {
        "description": text,
        "headers": _header_references(*names),
        "content": {PROBLEM: {"schema": of("Problem"), "example": example}},
    }


def _path_parameter(name: str, schema: Shape, description: str) -> Json:
    """A part of the address."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": description,
        "schema": schema,
    }


def _query_parameter(name: str, field: Any, *, required: bool) -> Json:
    """A parameter of the query string, from the field that reads it."""
    parameter: Json = {
        "name": name,
        "in": "query",
        "required": required,
        "description": str(field.label or name),
        "schema": field.schema(),
    }
    if isinstance(field, ChoicesField):
        parameter |= {"style": "form", "explode": True}
    elif isinstance(field, SelectionField):
        parameter |= {"style": "form", "explode": False}
    return parameter


def _header_references(*names: str) -> Json:
    """Headers by their names in the components."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}
