"""The door of the closed area: each of its views runs inside the scope of the person, to its end.

The answer is rendered inside it too, and holds all its bytes: what is streamed would be read
outside, where nothing is seen. What fails changes nothing. A refusal is a line of the log, written
apart.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers

from portal.accounts.actors import Actor
from portal.followup.rows.scope import acting_as

View = Callable[..., HttpResponseBase]


class StreamedAnswerError(Exception):
    """A view of the area streams its answer: a fault of the program."""


def area(patterns: Sequence[URLPattern]) -> list[URLPattern]:
    """The addresses of the area, each behind its door."""
    for pattern in patterns:
        pattern.callback = in_the_area(pattern.callback)
    return [*patterns]


def in_the_area(view: View) -> View:
    """Run a view as the person of the request. Raises StreamedAnswerError."""

    @wraps(view)
    def entered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            with acting_as(request.user, address=Actor.of(request).address):
                response = _rendered(view(request, *args, **kwargs))
                if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                    transaction.set_rollback(True)
        except (Http404, PermissionDenied):
            _log_refusal(request)
            raise
        if response.status_code in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}:
            _log_refusal(request)
        add_never_cache_headers(response)
        return response

    entered.is_in_the_area = True  # type: ignore[attr-defined]
    return entered


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if response.streaming:
        message = "A view of the area answers with all its bytes."
        raise StreamedAnswerError(message)
    if hasattr(response, "render"):
        response = response.render()
    return response


def _log_refusal(request: HttpRequest) -> None:
    """Write who asked for what they may not have, in a transaction after the one that failed."""
    from portal.followup.access.log import log_refusal

    log_refusal(actor=Actor.of(request), place=_place(request))


def _place(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
