"""Problem documents of the API (RFC 9457), whatever app the error comes from."""

from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpResponseBase, JsonResponse
from rest_framework.exceptions import (
    APIException,
    MethodNotAllowed,
    NotAcceptable,
    Throttled,
    ValidationError,
)
from rest_framework.request import Request
from rest_framework.views import APIView, exception_handler

from search.api.problems import title_of

CONTENT_TYPE = "application/problem+json"
# Of the name of a parameter that does not exist.
MAX_ECHO = 100
# What Django REST framework says by itself, in the words of the site.
_DETAILS: dict[type[Exception], str] = {
    Http404: "Cette adresse n’existe pas.",
    MethodNotAllowed: "Cette méthode n’est pas acceptée à cette adresse.",
    NotAcceptable: "L’interface répond en JSON.",
    ValidationError: "Une valeur n’est pas utilisable.",
}


def problem_details(exception: Exception, context: dict[str, Any]) -> HttpResponseBase | None:
    """Turn an exception of a view into `application/problem+json`; None when it is a fault.

    DRF's own handler gives the status and the headers. The document is JSON whatever format the
    view answers in (the schema has YAML, its page HTML), hence no `Response`. An exception that has
    `errors` (parameter → reason) names them one by one.
    """
    response = exception_handler(exception, context)
    if response is None:
        return None
    status = HTTPStatus(response.status_code)
    said = str(exception.detail) if isinstance(exception, APIException) else title_of(status)
    detail = _DETAILS.get(type(exception), said)
    if isinstance(exception, Throttled):
        detail = f"Trop de demandes\u00a0: réessayez dans {_duration(exception.wait)}."
    problem = problem_document(status, detail, _errors(exception))
    for header in ("Allow", "Retry-After", "WWW-Authenticate"):
        if response.has_header(header):
            problem[header] = response[header]
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        problem["Cache-Control"] = "no-store"
    return problem


def problem_document(
    status: HTTPStatus, detail: str, errors: dict[str, str] | None = None
) -> JsonResponse:
    """A problem document whose title is that of the status."""
    content: dict[str, Any] = {
        "type": "about:blank",
        "title": title_of(status),
        "status": int(status),
        "detail": detail,
    }
    if errors:
        content["errors"] = [
            {"field": field[:MAX_ECHO], "reason": reason} for field, reason in errors.items()
        ]
    return JsonResponse(
        content,
        status=status,
        content_type=CONTENT_TYPE,
        json_dumps_params={"ensure_ascii": False},
    )


class UnknownRouteView(APIView):
    """Anything else below `/api/`: never a page, nor a redirection to one; counted as the rest."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Whatever is asked, in whatever format, there is nothing here."""
        self.check_throttles(request)
        raise Http404

    @property
    def default_response_headers(self) -> dict[str, str]:
        """No method is allowed, hence none is named."""
        return {}


def _errors(exception: Exception) -> dict[str, str]:
    """Fields and reasons of an exception."""
    if isinstance(exception, ValidationError) and isinstance(exception.detail, dict):
        return {
            field: " ".join(map(str, reasons if isinstance(reasons, list) else [reasons]))
            for field, reasons in exception.detail.items()
        }
    errors: dict[str, str] = getattr(exception, "errors", {})
    return errors


def _duration(seconds: int) -> str:
    """“40 secondes”, “3 heures”."""
    if seconds < 2 * 60:
        return f"{seconds}\u00a0seconde{'s' if seconds > 1 else ''}"
    if seconds < 2 * 60 * 60:
        return f"{-(-seconds // 60)}\u00a0minutes"
    return f"{-(-seconds // 3600)}\u00a0heures"
