"""Where a person was going when something had to be done first."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

_NEXT = "sign_in_next"
# The pages of the CMS; functions that answer a POST alone (a class says it itself).
_PAGES = "wagtail_serve"
_POSTED = frozenset({"account_end_session"})
# Characters: a search that is kept may have two thousand.
MAX_NEXT = 2_500
Leads = Callable[[Any], bool]
# By their order.
_homes: dict[int, tuple[str, Leads]] = {}


def page_of(request: HttpRequest) -> str:
    """The page that a person asks for, or the one that they post from; empty when none is known.

    It can be shown: many addresses answer a POST alone, and so does the page that a form which
    was refused stands on. Then it is the nearest one above it. What was posted is not asked again.
    """
    if request.method in {"GET", "HEAD"}:
        return shown_at(request.get_full_path())
    came_from = request.headers.get("Referer", "")
    if not came_from or not is_ours(request, came_from):
        return ""
    return shown_at(urlsplit(came_from)._replace(scheme="", netloc="", fragment="").geturl())


def shown_at(address: str) -> str:
    """This address when it answers a GET, else the nearest one above it that does, or nothing."""
    path = urlsplit(address).path
    if answers_get(path):
        return address
    while len(path) > 1:
        path = path[: path.rstrip("/").rfind("/") + 1]
        if answers_get(path, is_page_of_ours=True):
            return path
    return ""


def answers_get(path: str, *, is_page_of_ours: bool = False) -> bool:
    """Whether a view shows something at this path.

    `is_page_of_ours`: not one that the CMS may have, which answers every path and often nothing.
    """
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if is_page_of_ours and match.url_name == _PAGES:
        return False
    view = getattr(match.func, "view_class", None)
    if view is None:
        return match.view_name not in _POSTED
    return "get" in view.http_method_names and hasattr(view, "get")


def keep_next(request: HttpRequest) -> None:
    """Remember the page asked for, or posted from."""
    if not request.headers.get("HX-Request") and (page := page_of(request)):
        request.session[_NEXT] = page


def pop_next(request: HttpRequest, default: str) -> str:
    """The page remembered, once; never an address of another site."""
    address = request.session.pop(_NEXT, "")
    return address if is_ours(request, address) else default


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is of this site: the host that was asked, or a path, of a fair length."""
    return len(address) <= MAX_NEXT and url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def register_home(leads: Leads, address: str, *, order: int) -> None:
    """Add where the work of some people is: `address` is a name, `leads` says whose it is.

    Whoever has several has the first in `order`: what others wait for before what is one's own.
    """
    _homes[order] = (address, leads)


def home_of(user: Any) -> str:
    """Where a person begins when nothing says where they were going.

    Their account, a page of settings, for whoever has no work here yet.
    """
    if user.is_authenticated:
        for _, (address, leads) in sorted(_homes.items()):
            if leads(user):
                return reverse(address)
    return reverse("account_home")
