"""The status of allauth's forms that are shown again: the one of every form of this site."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern

from snippets.form_views import REFUSED

_View = Callable[..., HttpResponseBase]


def refusing(patterns: list[URLPattern]) -> list[URLPattern]:
    """The same addresses, whose forms answer 422 where allauth answers 200."""
    for pattern in patterns:
        pattern.callback = _refusing(pattern.callback)
    return patterns


def _refusing(view: _View) -> _View:
    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            shown = getattr(response, "context_data", None) or {}
            forms = [value for value in shown.values() if isinstance(value, BaseForm)]
            # What was posted is bound and was checked: this checks nothing, and counts nothing.
            if any(form.is_bound and form.errors for form in forms):
                response.status_code = REFUSED
        return response

    return answered
