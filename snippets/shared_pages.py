"""Pages that are the same for every visitor without a cookie: shared caches may keep them."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "is_the_same_for_every_visitor"


def shared_page(view: View) -> View:
    """Mark a view in the file of its address; `config.shared_pages` says what becomes of it."""
    setattr(view, _MARK, True)
    return view


def is_shared(request: HttpRequest) -> bool:
    """Whether the address of a request leads to such a page."""
    match = request.resolver_match
    return match is not None and getattr(match.func, _MARK, False)
