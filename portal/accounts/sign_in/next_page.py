"""Where a person was going when something had to be done first."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_NEXT = "sign_in_next"
# Characters: a search that is kept may have two thousand.
MAX_NEXT = 2_500
Leads = Callable[[Any], bool]
# By their order.
_homes: dict[int, tuple[str, Leads]] = {}


def keep_next(request: HttpRequest) -> None:
    """Remember the page asked for; what was posted is not asked again."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        request.session[_NEXT] = request.get_full_path()


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
