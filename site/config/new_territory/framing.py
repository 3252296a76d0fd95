"""Where a map begins: the middle of the communes, and the zoom that shows them all."""

import math
from collections.abc import Iterable, Iterator
from typing import Any

from snippets.models import Commune

# A map beside a list, on a desktop; a tile is 256 pixels wide.
_MAP_PIXELS = 720
_TILE_PIXELS = 256
_ZOOMS = (5, 18)


def frame(communes: Iterable[Commune]) -> dict[str, Any]:
    """`map_latitude`, `map_longitude` (degrees, WGS 84) and `map_zoom` of the site's settings."""
    points = [point for commune in communes for point in _points(commune)]
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
    across = (east - west) / 360
    down = (_mercator(north) - _mercator(south)) / (2 * math.pi)
    widest = max(across, down, 1e-6)
    zoom = math.floor(math.log2(_MAP_PIXELS / (_TILE_PIXELS * widest)))
    return {
        "map_latitude": round((south + north) / 2, 4),
        "map_longitude": round((west + east) / 2, 4),
        "map_zoom": min(max(zoom, _ZOOMS[0]), _ZOOMS[1]),
    }


def _points(commune: Commune) -> Iterator[tuple[float, float]]:
    """The corners of a commune, or its centre: (longitude, latitude)."""
    if commune.contour is None:
        yield commune.longitude, commune.latitude
        return
    coordinates = commune.contour["coordinates"]
    polygons = [coordinates] if commune.contour["type"] == "Polygon" else coordinates
    for polygon in polygons:
        for longitude, latitude, *_ in polygon[0]:
            yield longitude, latitude


def _mercator(latitude: float) -> float:
    return math.log(math.tan(math.pi / 4 + math.radians(latitude) / 2))
