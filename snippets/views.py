"""What the public may fetch of the reference data."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from snippets import territory

# An address that names the state that it shows is good for ever; any other for an hour.
FOR_EVER = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


def _etag(request: HttpRequest, **kwargs: Any) -> str:
    """A strong validator of both bodies."""
    return f'"{territory.version()}"'


@require_safe
@gzip_page
@condition(etag_func=_etag)
def territory_layer(request: HttpRequest) -> HttpResponse:
    """What lies under every map: empty when no contour was loaded, the same for everybody."""
    return _kept(request, territory.layer(), "application/json")


@require_safe
@gzip_page
@condition(etag_func=_etag)
def silhouette(request: HttpRequest) -> HttpResponse:
    """The territory as a picture, for the home page."""
    return _kept(request, territory.silhouette(), "image/svg+xml")


def _kept(request: HttpRequest, body: bytes, content_type: str) -> HttpResponse:
    response = HttpResponse(body, content_type=content_type)
    is_present = request.GET.get("v", "") == territory.version()
    response["Cache-Control"] = FOR_EVER if is_present else FOR_AN_HOUR
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
