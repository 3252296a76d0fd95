"""What the browser needs to draw a map: centre, tile layer, contours."""

import dataclasses

from django.core.cache import cache
from django.http import HttpRequest

from snippets.models import Commune
from snippets.site import allow_tiles, site_settings

HAS_CONTOURS_SECONDS = 300
_HAS_CONTOURS_KEY = "search.maps.has_contours"


@dataclasses.dataclass(frozen=True, slots=True)
class MapOptions:
    """Centre in degrees (WGS 84); an empty `tile_url` means no outside layer.

    `tile_attribution` is HTML, cleaned: Leaflet writes it as such.
    """

    latitude: str
    longitude: str
    zoom: int
    tile_url: str
    tile_attribution: str
    has_contours: bool


def map_options(request: HttpRequest) -> MapOptions:
    """Prepare a page with a map, and let its content policy load the tiles."""
    allow_tiles(request)
    settings = site_settings()
    return MapOptions(
        latitude=str(settings.map_latitude),
        longitude=str(settings.map_longitude),
        zoom=settings.map_zoom,
        tile_url=settings.tile_url,
        tile_attribution=settings.map_credit,
        has_contours=has_contours(),
    )


def has_contours() -> bool:
    """Whether contours of communes were loaded; the answer is kept for five minutes."""
    known: bool | None = cache.get(_HAS_CONTOURS_KEY)
    if known is None:
        known = Commune.objects.filter(contour__isnull=False).exists()
        cache.set(_HAS_CONTOURS_KEY, known, HAS_CONTOURS_SECONDS)
    return known
