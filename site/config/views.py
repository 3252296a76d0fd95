"""Error pages in French, images of the library, whom to tell of a weakness, health checks."""

import sys
from collections.abc import Sequence
from datetime import UTC, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.template import loader
from django.template.exceptions import TemplateDoesNotExist
from django.utils import timezone
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_safe
from django.views.static import serve

from config.api import problem_document
from config.outage import RETRY_SECONDS, is_database_away
from snippets.site import absolute, site_settings

# A rendition never changes: another size, format or focal point has another name.
IMAGE_SECONDS = 30 * 24 * 3600
SECURITY_TXT_VALIDITY = timedelta(days=180)

_DETAILS = {
    HTTPStatus.BAD_REQUEST: (
        "La demande est illisible\u00a0: "
        "vérifiez l’adresse et son encodage (UTF-8, sans caractère nul)."
    ),
    HTTPStatus.FORBIDDEN: "Cette demande n’est pas autorisée.",
    HTTPStatus.NOT_FOUND: "Cette adresse n’existe pas.",
    HTTPStatus.INSUFFICIENT_STORAGE: "Le site n’a plus de place.",
    HTTPStatus.INTERNAL_SERVER_ERROR: (
        "Le service a rencontré une erreur. Réessayez dans quelques minutes."
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: (
        "Le service est arrêté pour un moment. Réessayez dans une minute."
    ),
}

_TOO_LONG = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# A body without its end, and text that no column can hold.
_WRONG_FORMS = (*_TOO_LONG, MultiPartParserError, DataError, ValueError)


def error_page(
    request: HttpRequest,
    status: HTTPStatus,
    template: str,
    errors: dict[str, str] | None = None,
    context: dict[str, Any] | None = None,
) -> HttpResponse:
    """Render an error page, or a problem document (RFC 9457) under `/api/`.

    Only the document has room for `errors`, the reasons by parameter.
    """
    if request.path_info.startswith("/api/"):
        return problem_document(status, _DETAILS[status], errors)
    try:
        body: str = loader.render_to_string(template, context, request=request)
    except TemplateDoesNotExist:
        body = status.phrase
    return HttpResponse(body, status=status)


def bad_request(
    request: HttpRequest,
    exception: Exception | None = None,
    *,
    unreadable: Sequence[str] = (),
) -> HttpResponse:
    """400; `unreadable` are the parameters that no text could be made of.

    What is wrong with a form is said as such: its address is right.
    """
    if isinstance(exception, _WRONG_FORMS):
        context = {"is_too_long": isinstance(exception, _TOO_LONG)}
        return error_page(request, HTTPStatus.BAD_REQUEST, "400_form.html", context=context)
    errors = dict.fromkeys(unreadable, "Le texte n’est pas de l’UTF-8, ou contient un nul.")
    return error_page(request, HTTPStatus.BAD_REQUEST, "400.html", errors)


def insufficient_storage(request: HttpRequest) -> HttpResponse:
    """507: there is no room for the file that was sent."""
    return error_page(request, HTTPStatus.INSUFFICIENT_STORAGE, "507.html")


def address_too_long(request: HttpRequest) -> HttpResponse:
    """400, the only refusal of an address that the API documents: no link of ours is as long."""
    if request.path_info.startswith("/api/"):
        return problem_document(HTTPStatus.BAD_REQUEST, "L’adresse est trop longue.")
    return error_page(request, HTTPStatus.BAD_REQUEST, "400_long.html")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    return error_page(request, HTTPStatus.FORBIDDEN, "403.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 when a form has lost its token."""
    return error_page(request, HTTPStatus.FORBIDDEN, "403_csrf.html")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    return error_page(request, HTTPStatus.NOT_FOUND, "404.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away: rendered without it."""
    if is_database_away(sys.exception()):
        return unavailable(request)
    return error_page(request, HTTPStatus.INTERNAL_SERVER_ERROR, "500.html")


def unavailable(request: HttpRequest) -> HttpResponse:
    """503: when to ask again; no cache keeps it."""
    page = error_page(request, HTTPStatus.SERVICE_UNAVAILABLE, "503.html")
    page["Retry-After"] = str(RETRY_SECONDS)
    page["Cache-Control"] = "no-store"
    return page


@login_not_required
@require_safe
@cache_control(public=True, max_age=IMAGE_SECONDS)
def media_image(request: HttpRequest, path: str) -> HttpResponseBase:
    """A rendition of an image, where no proxy serves them before.

    Renditions only: the originals and the documents of the library have views that ask who reads.
    """
    return serve(request, path, document_root=str(Path(settings.MEDIA_ROOT) / "images"))


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Whom to tell about a weakness (RFC 9116); valid for half a year from each reading."""
    expires = (timezone.now() + SECURITY_TXT_VALIDITY).astimezone(UTC)
    lines = (
        f"Contact: mailto:{site_settings().contact_email}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: fr, en",
        f"Canonical: {absolute(request.path)}",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can serve: see `config.health`."""
    from config.health import readiness

    checks: dict[str, Any] = readiness()
    is_ready = all(check["ok"] for check in checks.values())
    return JsonResponse(
        {"status": "ok" if is_ready else "unavailable", "checks": checks},
        status=HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE,
    )
