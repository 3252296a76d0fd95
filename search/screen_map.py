"""What the map of the search page draws, and what it asks for."""

from urllib.parse import urlencode

from search.criteria import Criteria

# Where, the map asks by the circle or the box that the list was found in, whatever the order.
_NOT_FOR_MAP = frozenset({"lieu", "position", "rayon", "bbox", "tri", "sans_correction"})


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
