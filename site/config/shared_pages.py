"""Who may keep an answer, and for how long, where its view has not said it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
    patch_vary_headers,
    set_response_etag,
)

from snippets.shared_pages import is_shared

# A proxy answers a crowd; whoever comes back asks whether the page has changed, and what was
# withdrawn is gone at once for them.
SHARED_SECONDS = 60
_KEPT_UNLESS_TOLD = {HTTPStatus.OK, HTTPStatus.NOT_FOUND, HTTPStatus.GONE}


class CachingMiddleware:
    """Outside sessions and forms, whose cookies it sees: see the module.

    A page for every visitor (`shared_page`) is public for who sends no cookie and is given none,
    and has a validator. What is somebody's is forbidden to caches before
    (`SecondFactorMiddleware`). All that is left is private, and asked again each time.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.cookies and "public" in response.get("Cache-Control", ""):
            del response["Cache-Control"]
            add_never_cache_headers(response)
        if response.has_header("Cache-Control") or response.status_code not in _KEPT_UNLESS_TOLD:
            return response
        if response.status_code == HTTPStatus.OK and is_shared(request):
            return _shared(request, response)
        patch_cache_control(response, private=True, no_cache=True)
        return response


def _shared(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A page for every visitor: 304 for who has it already."""
    patch_vary_headers(response, ["Cookie"])
    if request.COOKIES or response.cookies:
        patch_cache_control(response, private=True, no_cache=True)
    else:
        patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
    if response.streaming or request.method not in {"GET", "HEAD"}:
        return response
    set_response_etag(response)
    return (
        get_conditional_response(request, etag=response.get("ETag"), response=response) or response
    )
