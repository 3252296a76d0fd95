"""What the browser needs to draw a map: centre, tile layer, territory; and that of a search."""

import dataclasses
from urllib.parse import urlencode

from django.http import HttpRequest

from search.criteria import Criteria
from snippets import territory
from snippets.site import allow_tiles, site_settings

# Where, the map asks by the circle or the box that the list was found in, whatever the order.
_NOT_FOR_MAP = frozenset({"lieu", "position", "rayon", "bbox", "tri", "sans_correction"})


@dataclasses.dataclass(frozen=True, slots=True)
class MapOptions:
    """Centre in degrees (WGS 84); an empty `tile_url` means no outside layer.

    `territory_url` has the contours and names of the communes, and `bounds` the box around them
    (west, south, east, north): what a map shows first. Empty when none were loaded.
    `tile_attribution` is HTML, cleaned: Leaflet writes it as such.
    """

    latitude: str
    longitude: str
    zoom: int
    tile_url: str
    tile_attribution: str
    territory_url: str
    bounds: str


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
        territory_url=territory.layer_url(),
        bounds=territory.bounds(),
    )


def map_data(criteria: Criteria) -> dict[str, str]:
    """What the map draws and should show: a box, a place and its radius in km, or nothing."""
    if criteria.box:
        return {"bbox": _degrees(*criteria.box)}
    if criteria.place:
        return {
            "lat": f"{criteria.place.latitude:.5f}",
            "lng": f"{criteria.place.longitude:.5f}",
            "radius": f"{criteria.radius_km:g}",
        }
    return {}


def map_query(pairs: list[tuple[str, str]], criteria: Criteria) -> str:
    """What the map asks for in any of its views: the very set of the list, a widened one too."""
    kept = [pair for pair in pairs if pair[0] not in _NOT_FOR_MAP]
    if criteria.box:
        kept.append(("zone", ",".join(map(str, criteria.box))))
    elif criteria.place:
        where = f"{criteria.place.latitude},{criteria.place.longitude}"
        kept += [("position", where), ("rayon", f"{criteria.radius_km:g}")]
    return urlencode(kept)


def _degrees(*values: float) -> str:
    """Degrees to the metre."""
    return ",".join(f"{value:.5f}" for value in values)
