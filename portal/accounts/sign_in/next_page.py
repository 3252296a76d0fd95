"""Where a person was going when something had to be done first."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

_NEXT = "sign_in_next"


def keep_next(request: HttpRequest) -> None:
    """Remember the page asked for; what was posted is not asked again."""
    if request.method == "GET" and not request.headers.get("HX-Request"):
        request.session[_NEXT] = request.get_full_path()


def pop_next(request: HttpRequest, default: str) -> str:
    """The page remembered, once; never an address of another site."""
    address = request.session.pop(_NEXT, "")
    return address if is_ours(request, address) else default


def is_ours(request: HttpRequest, address: str) -> bool:
    """Whether an address is of this site: the host that was asked, or a path."""
    return url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
