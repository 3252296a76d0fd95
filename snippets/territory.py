"""The territory as the site draws it: what lies under every map, and its silhouette.

Both are made of the communes' contours, whichever Département loaded them, and both have an address
that changes with what they show: a browser fetches them once and keeps them.
"""

import dataclasses
import hashlib
import json
import math
from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.core.cache import cache
from django.db.models import TextField
from django.db.models.functions import MD5, Cast, Concat
from django.template.loader import render_to_string
from django.urls import reverse

from snippets.contours import Lines, Ring, lines
from snippets.models import Commune

# To be raised when what is drawn of the same communes changes.
_FORM = "1"
# Communes are loaded by a command, in another process: its cache may not be ours.
_VERSION_SECONDS = 300
_DRAWING_SECONDS = 24 * 3600
_VERSION_KEY = "snippets:territory:version"
# About 15 m: a pixel of the map as soon as a town fills the screen.
_STEP_DEGREES = 0.0002
# From so many inhabitants on, a name is written larger.
_TOWNS = (3_000, 20_000)
# Width of the silhouette's own units: whole numbers are a fine enough line.
_SILHOUETTE_WIDTH = 600


@dataclasses.dataclass(frozen=True, slots=True)
class Silhouette:
    """What `snippets/territory.svg` draws: its size, and its lines as SVG paths."""

    width: int
    height: int
    outline: str
    borders: str


def version() -> str:
    """What tells one state of the communes from another; empty as long as none has a contour."""
    known: str | None = cache.get(_VERSION_KEY)
    if known is None:
        drawn = Concat(
            "insee_code",
            "name",
            Cast("population", TextField()),
            Cast("contour", TextField()),
            output_field=TextField(),
        )
        communes = Commune.objects.filter(contour__isnull=False).order_by()
        read = communes.aggregate(state=MD5(StringAgg(drawn, "", order_by="insee_code")))
        known = ""
        if read["state"]:
            known = hashlib.sha256(f"{_FORM} {read['state']}".encode()).hexdigest()[:16]
        cache.set(_VERSION_KEY, known, _VERSION_SECONDS)
    return known


def forget() -> None:
    """Read the communes again: they have just changed."""
    cache.delete(_VERSION_KEY)


def layer_url() -> str:
    """The address of `layer`; empty when there is nothing to draw."""
    return _address("snippets:territory")


def silhouette_url() -> str:
    """The address of `silhouette`; empty when there is nothing to draw."""
    return _address("snippets:silhouette")


def _address(name: str) -> str:
    state = version()
    return f"{reverse(name)}?v={state}" if state else ""


def bounds() -> str:
    """West, south, east and north of the territory in degrees; empty when there is none to draw."""
    return _kept("bounds", _bounds).decode() if version() else ""


def layer() -> bytes:
    """TopoJSON: the outline, the borders inside, each once, and the communes at their centres.

    The largest come first, which is the order in which a map makes room for their names.
    """
    return _kept("layer", _layer)


def silhouette() -> bytes:
    """The same lines as a picture (SVG)."""
    return _kept("silhouette", _silhouette)


def _kept(name: str, draw: Callable[[], bytes]) -> bytes:
    key = f"snippets:territory:{name}:{version()}"
    body = cache.get(key)
    if not isinstance(body, bytes):
        body = draw()
        cache.set(key, body, _DRAWING_SECONDS)
    return body


def _communes() -> list[Commune]:
    fields = ("name", "latitude", "longitude", "population", "contour")
    drawn = Commune.objects.filter(contour__isnull=False).only(*fields)
    return list(drawn.order_by("-population", "insee_code"))


def _bounds() -> bytes:
    drawn = lines(commune.contour for commune in _communes() if commune.contour)
    longitudes, latitudes = zip(*(point for line in drawn.outline for point in line), strict=True)
    edges = (min(longitudes), min(latitudes), max(longitudes), max(latitudes))
    return ",".join(f"{degrees:.4f}" for degrees in edges).encode()


def _layer() -> bytes:
    communes = _communes()
    territory = lines(commune.contour for commune in communes if commune.contour)
    outline, borders = territory.outline, territory.borders
    names = [
        {
            "type": "Point",
            "coordinates": _steps([(commune.longitude, commune.latitude)])[0],
            "properties": {"name": commune.name, "size": _size(commune)},
        }
        for commune in communes
    ]
    topology = {
        "type": "Topology",
        "transform": {"scale": [_STEP_DEGREES] * 2, "translate": [0, 0]},
        "objects": {
            "outline": _drawn(range(len(outline))),
            "borders": _drawn(range(len(outline), len(outline) + len(borders))),
            "communes": {"type": "GeometryCollection", "geometries": names},
        },
        "arcs": [_steps(line) for line in (*outline, *borders)],
    }
    return json.dumps(topology, ensure_ascii=False, separators=(",", ":")).encode()


def _size(commune: Commune) -> int:
    """How large a name is written: 2 for a town, 1 for a small one, 0 for a village."""
    return sum(commune.population >= least for least in _TOWNS)


def _drawn(numbers: Iterable[int]) -> dict[str, Any]:
    return {"type": "MultiLineString", "arcs": [[number] for number in numbers]}


def _steps(line: Ring) -> list[list[int]]:
    """Each point by its distance from the one before, in whole steps: half the weight."""
    whole = [(round(x / _STEP_DEGREES), round(y / _STEP_DEGREES)) for x, y in line]
    return [
        [x - before_x, y - before_y] for (before_x, before_y), (x, y) in pairwise([(0, 0), *whole])
    ]


def _silhouette() -> bytes:
    drawn = _flat(lines(commune.contour for commune in _communes() if commune.contour))
    return render_to_string("snippets/territory.svg", {"silhouette": drawn}).encode()


def _flat(territory: Lines) -> Silhouette:
    """Degrees on a plane, the north above, as wide as the silhouette."""
    points = [point for ring in territory.outline for point in ring] or [(0.0, 0.0)]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across = _SILHOUETTE_WIDTH / ((east - west) or 1)
    # A degree of latitude is longer than one of longitude.
    down = across / math.cos(math.radians((south + north) / 2))

    def path(line: Ring) -> str:
        flat = [f"{round((x - west) * across)} {round((north - y) * down)}" for x, y in line]
        return "M" + "L".join(flat)

    return Silhouette(
        width=_SILHOUETTE_WIDTH,
        height=round((north - south) * down),
        outline="".join(f"{path(ring)}Z" for ring in territory.outline),
        borders="".join(map(path, territory.borders)),
    )
