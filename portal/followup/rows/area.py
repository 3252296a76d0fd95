"""The door of the closed area: each of its views runs inside the scope of the person, to its end.

The answer is rendered inside it too, and holds all its bytes: what is streamed would be read
outside, where nothing is seen. What fails changes nothing. A refusal is a line of the log, written
apart. A limit is counted before the scope is entered: what fails gives no attempt back.
"""

import logging
from collections.abc import Callable, Sequence
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch, URLPattern
from django.utils.cache import add_never_cache_headers

from portal.accounts.actors import Actor
from portal.accounts.capabilities import MANAGE_RIGHTS
from portal.accounts.capability import Area
from portal.accounts.holders import may, people_who_may
from portal.followup.rows.scope import acting_as
from snippets.limits import Limit, first_reached

logger = logging.getLogger(__name__)

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
        except (Http404, PermissionDenied) as error:
            if isinstance(error, Http404) and (answer := _of_merged_case(request)) is not None:
                return answer
            _log_refusal(request)
            raise
        except IntegrityError as error:
            # Merged while the form was being sent: the database refused to write in it.
            if (answer := _of_merged_case(request)) is None:
                raise
            logger.info("merged meanwhile: %s", type(error.__cause__).__name__)
            return answer
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
    user.professional_at_the_door = request.professional  # type: ignore[attr-defined, union-attr]
    return request.professional is None  # type: ignore[attr-defined]


def _of_merged_case(request: HttpRequest) -> HttpResponseBase | None:
    """Lead to the case that was kept, for who reads it; None for any other case.

    A form that was sent keeps what was typed: it is shown, to be written again there.
    """
    from portal.followup.journal.labels import texts_of
    from portal.followup.merging.pointers import leads_to

    match = request.resolver_match
    if match is None or not match.route.startswith(CASE_ROUTE):
        return None
    with acting_as(request.user, address=Actor.of(request).address):
        kept = leads_to(match.kwargs["pk"], request.user)
        if kept is None:
            return None
        context = {"kept": kept, "typed": texts_of(request.POST.dict()), "section": "followup"}
        if request.method != "POST":
            messages.info(request, "Ce dossier est fusionné avec celui-ci, qui continue.")
            response: HttpResponseBase = redirect("followup:case", kept.pk)
        else:
            response = render(
                request, "followup/merging/closed.html", context, status=HTTPStatus.CONFLICT
            )
    add_never_cache_headers(response)
    return response


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
    log_refusal(actor=Actor.of(request), place=_place(request), case_pk=_case_of(match))


def _case_of(match: ResolverMatch | None) -> int | None:
    """The case that an address names, in its own screens and in those of its conservation."""
    if match is None:
        return None
    name = "pk" if match.route.startswith(CASE_ROUTE) else "case"
    return match.kwargs.get(name)


def _place(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name if match else ""
