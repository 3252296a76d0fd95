"""The door of the closed area: each of its views runs inside the scope of the person, to its end.

The answer is rendered inside it too, and holds all its bytes: what is streamed would be read
outside, where nothing is seen. What fails changes nothing. A refusal is a line of the log, written
apart. A limit is counted before the scope is entered: what fails gives no attempt back.
"""

from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern
from django.utils.cache import add_never_cache_headers

from portal.accounts.actors import Actor
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.capability import Area
from portal.accounts.holders import may, people_who_may
from portal.followup.rows.scope import acting_as
from snippets.limits import Limit, first_reached

View = Callable[..., HttpResponseBase]
# What an address of one case begins with.
CASE_ROUTE = "suivi/dossiers/<int:pk>/"


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
        request.reached_limit = _reached_limit(view, request)  # type: ignore[attr-defined]
        try:
            with acting_as(request.user, address=Actor.of(request).address):
                if _has_no_place(view, request):
                    return _no_place(request)
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


def _reached_limit(view: Any, request: HttpRequest) -> Limit | None:
    """Count what is sent to a form in its `limits`; the one that is reached.

    `counts` of the view, where it has one, says whether what is sent is counted.
    """
    view_class = getattr(view, "view_class", None)
    limits = getattr(view_class, "limits", ())
    counts = getattr(view_class, "counts", None)
    if request.method != "POST" or (counts is not None and not counts(request)):
        return None
    return first_reached(*((limit, (request.user.pk,)) for limit in limits))


def _has_no_place(view: Any, request: HttpRequest) -> bool:
    """Whether somebody has a level on cases, and no unit yet (or left): they reach nothing.

    `request.professional` is then who they are: read once.
    """
    from portal.followup.access.reach import professional_of

    user = request.user
    capability = getattr(getattr(view, "view_class", None), "capability", None)
    if capability is None or capability.area != Area.CASES or not may(user, capability):
        return False
    request.professional = professional_of(user)  # type: ignore[attr-defined]
    return request.professional is None  # type: ignore[attr-defined]


def _no_place(request: HttpRequest) -> HttpResponseBase:
    """The screen that says whom to ask; no case was asked for, nothing is logged."""
    administrators = people_who_may(MANAGE_RIGHTS).order_by("folded_name")
    context = {"administrators": administrators}
    response = render(request, "followup/no_place.html", context, status=HTTPStatus.FORBIDDEN)
    add_never_cache_headers(response)
    return response


def _log_refusal(request: HttpRequest) -> None:
    """Write who asked for what they may not have, in a transaction after the one that failed."""
    from portal.followup.access.log import log_refusal

    match = request.resolver_match
    is_of_a_case = bool(match and match.route.startswith(CASE_ROUTE))
    log_refusal(
        actor=Actor.of(request),
        place=_place(request),
        case_pk=match.kwargs["pk"] if match and is_of_a_case else None,
    )


def _place(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
