"""Where a person was going when something had to be done first."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from portal.accounts.level_names import LevelName

_NEXT = "sign_in_next"
# Characters: a search that is kept may have two thousand.
MAX_NEXT = 2_500


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


def home_of(user: Any) -> str:
    """Where a person begins: a candidate in their space, the others in their account.

    Whoever has another level besides has several places to go, which the account lists.
    """
    is_candidate = user.is_authenticated and user.levels == {LevelName.CANDIDATE}
    return reverse("space:home" if is_candidate else "account_home")
