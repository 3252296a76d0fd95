"""What the public may fetch of the reference data."""

import hashlib
import json
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from snippets.contours import CACHE_KEY, simplified
from snippets.models import Commune

# Contours are loaded by a command, in another process: its cache may not be ours.
CACHE_SECONDS = 300
BROWSER_SECONDS = 3600


def _contours_body() -> bytes:
    """The communes' contours as a GeoJSON FeatureCollection, from the cache when it is there."""
    body = cache.get(CACHE_KEY)
    if not isinstance(body, bytes):
        rows = Commune.objects.filter(contour__isnull=False).only("name", "contour").in_bulk()
        shapes = simplified({row.pk: row.contour for row in rows.values() if row.contour})
        features = [
            {
                "type": "Feature",
                "id": code,
                "properties": {"code": code, "name": rows[code].name},
                "geometry": shape,
            }
            for code, shape in shapes.items()
        ]
        collection = {"type": "FeatureCollection", "features": features}
        body = json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
        cache.set(CACHE_KEY, body, CACHE_SECONDS)
    return body


def _contours_etag(request: HttpRequest, **kwargs: Any) -> str:
    """A strong validator of the body."""
    return f'"{hashlib.sha256(_contours_body()).hexdigest()[:20]}"'


@require_safe
@gzip_page
@condition(etag_func=_contours_etag)
def contours(request: HttpRequest) -> HttpResponse:
    """The base layer of our own map: empty when no contour was loaded, the same for everybody."""
    response = HttpResponse(_contours_body(), content_type="application/geo+json")
    response["Cache-Control"] = f"public, max-age={BROWSER_SECONDS}"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
