"""The pin of the editor's map: text in the form that wagtailgeowidget writes; distances."""

import math
import re

# Mainland France and Corsica, with a margin for border towns (degrees, WGS 84).
FRANCE_LATITUDES = (41.0, 51.5)
FRANCE_LONGITUDES = (-5.5, 10.0)
# South, north, west, east: the mainland with Corsica, then the overseas départements, with the sea
# around their coasts.
_FRANCE = (
    (*FRANCE_LATITUDES, *FRANCE_LONGITUDES),
    (15.7, 16.7, -62.0, -60.9),  # Guadeloupe
    (14.2, 15.1, -61.4, -60.6),  # Martinique
    (2.0, 6.0, -54.8, -51.4),  # Guyane
    (-21.6, -20.7, 55.0, 56.0),  # La Réunion
    (-13.2, -12.4, 44.8, 45.5),  # Mayotte
)
EARTH_RADIUS_KM = 6371.0
_PIN = re.compile(r"^SRID=4326;POINT\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)$")


def parse_pin(value: str) -> tuple[float, float] | None:
    """Return (latitude, longitude) in degrees from `SRID=4326;POINT(lng lat)`, or None."""
    match = _PIN.match(value.strip())
    if not match:
        return None
    longitude, latitude = float(match[1]), float(match[2])
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        return None
    return latitude, longitude


def format_pin(latitude: float, longitude: float) -> str:
    """The text of a pin, the reverse of `parse_pin`."""
    return f"SRID=4326;POINT({longitude:.6f} {latitude:.6f})"


def is_in_france(latitude: float, longitude: float) -> bool:
    """Whether a point (degrees, WGS 84) lies in a box around a part of France."""
    return any(
        south <= latitude <= north and west <= longitude <= east
        for south, north, west, east in _FRANCE
    )


def distance_km(start: tuple[float, float], end: tuple[float, float]) -> float:
    """Great-circle distance in km between two (latitude, longitude) in degrees, WGS 84."""
    latitude_1, longitude_1, latitude_2, longitude_2 = map(math.radians, (*start, *end))
    half = (
        math.sin((latitude_2 - latitude_1) / 2) ** 2
        + math.cos(latitude_1)
        * math.cos(latitude_2)
        * math.sin((longitude_2 - longitude_1) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))
