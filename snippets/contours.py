"""Contours of communes: checked when they come in, simplified when they go out to the map.

Neighbours share a border. Simplifying each ring on its own would leave gaps and overlaps along
it, so rings are cut into arcs where three borders meet, and an arc is simplified once for both
its sides. An arc with one side only is a part of the territory's own outline.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

Point = tuple[float, float]
Ring = list[Point]
Polygon = list[Ring]

# About 50 m: hardly a pixel of the map until a town fills the screen.
TOLERANCE_DEGREES = 0.0005
DECIMALS = 4
MAX_POINTS = 50_000


@dataclass(frozen=True, slots=True)
class Lines:
    """A territory as lines, each drawn once, in degrees (longitude, latitude; WGS 84).

    `outline` is made of closed rings, islands and holes alike, the longest first; `borders` are
    what its communes share.
    """

    outline: list[Ring]
    borders: list[Ring]


def geometry_problem(geometry: Any) -> str:
    """What is wrong with a GeoJSON Polygon or MultiPolygon (degrees, WGS 84); empty when valid."""
    if not isinstance(geometry, dict) or geometry.get("type") not in {"Polygon", "MultiPolygon"}:
        return "le contour n’est ni un Polygon ni un MultiPolygon"
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    if not isinstance(polygons, list) or not polygons:
        return "le contour n’a pas de coordonnées"
    points = 0
    for polygon in polygons:
        if not isinstance(polygon, list) or not polygon:
            return "le contour a un polygone vide"
        for ring in polygon:
            if not isinstance(ring, list) or len(ring) < 4:
                return "une ligne du contour a moins de 4 points"
            if not all(_is_position(point) for point in ring):
                return "un point du contour n’est pas une longitude et une latitude"
            if ring[0] != ring[-1]:
                return "une ligne du contour n’est pas fermée"
            points += len(ring)
    return "" if points <= MAX_POINTS else f"le contour a plus de {MAX_POINTS} points"


def _is_position(point: Any) -> bool:
    """Whether a value is [longitude, latitude] or [longitude, latitude, altitude] on Earth."""
    if not isinstance(point, list) or len(point) not in {2, 3}:
        return False
    if any(isinstance(value, bool) or not isinstance(value, (int, float)) for value in point):
        return False
    longitude, latitude = point[:2]
    return -180 <= longitude <= 180 and -90 <= latitude <= 90


def simplified(geometries: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The same GeoJSON geometries, lighter, by the same keys; shared borders stay shared."""
    rounded = {key: _polygons(geometry) for key, geometry in geometries.items()}
    junctions = _junctions(
        ring for polygons in rounded.values() for polygon in polygons for ring in polygon
    )
    result = {}
    for key, polygons in rounded.items():
        light = [
            rings
            for polygon in polygons
            if (rings := [new for ring in polygon if len(new := _simple_ring(ring, junctions)) > 3])
        ]
        if light:
            result[key] = {"type": "MultiPolygon", "coordinates": light}
    return result


def lines(geometries: Iterable[dict[str, Any]]) -> Lines:
    """The outline of some valid GeoJSON geometries together, and the borders between them."""
    rings = [ring for geometry in geometries for polygon in _polygons(geometry) for ring in polygon]
    junctions = _junctions(rings)
    sides = Counter(tuple(_forward(arc)) for ring in rings for arc in _simple_arcs(ring, junctions))
    alone = [list(arc) for arc, count in sides.items() if count == 1]
    return Lines(
        outline=sorted(_joined(alone), key=len, reverse=True),
        borders=[list(arc) for arc, count in sides.items() if count > 1],
    )


def _joined(arcs: list[Ring]) -> list[Ring]:
    """The closed rings that arcs make, end to end. What closes nothing is left out."""
    ends: dict[Point, list[int]] = defaultdict(list)
    for index, arc in enumerate(arcs):
        ends[arc[0]].append(index)
        ends[arc[-1]].append(index)
    left = set(range(len(arcs)))
    rings = []
    for first, arc in enumerate(arcs):
        if first not in left:
            continue
        left.remove(first)
        ring = [*arc]
        while ring[-1] != ring[0]:
            following = next((index for index in ends[ring[-1]] if index in left), None)
            if following is None:
                break
            left.remove(following)
            piece = arcs[following]
            ring += piece[1:] if piece[0] == ring[-1] else piece[-2::-1]
        if ring[-1] == ring[0] and len(ring) > 3:
            rings.append(ring)
    return rings


def _polygons(geometry: dict[str, Any]) -> list[Polygon]:
    """The polygons of a valid geometry, rounded, without repeated points."""
    coordinates = geometry["coordinates"]
    polygons = [coordinates] if geometry["type"] == "Polygon" else coordinates
    return [[_rounded(ring) for ring in polygon] for polygon in polygons]


def _rounded(ring: list[list[float]]) -> Ring:
    """A ring at `DECIMALS` decimals; points that became one are one."""
    points: Ring = []
    for longitude, latitude, *_ in ring:
        point = (round(longitude, DECIMALS), round(latitude, DECIMALS))
        if not points or point != points[-1]:
            points.append(point)
    return points


def _junctions(rings: Iterable[Ring]) -> set[Point]:
    """The points where borders part: they have more than two neighbours over all rings."""
    neighbours: dict[Point, set[Point]] = defaultdict(set)
    for ring in rings:
        for first, second in pairwise(ring):
            neighbours[first].add(second)
            neighbours[second].add(first)
    return {point for point, around in neighbours.items() if len(around) > 2}


def _simple_ring(ring: Ring, junctions: set[Point]) -> Ring:
    """A closed ring, each of its arcs simplified."""
    arcs = [*_simple_arcs(ring, junctions)]
    return [point for arc in arcs for point in arc[:-1]] + [arcs[0][0]] if arcs else []


def _simple_arcs(ring: Ring, junctions: set[Point]) -> Iterator[Ring]:
    """The arcs of a closed ring in its order, simplified; none of a ring that is a speck."""
    open_ring = ring[:-1]
    if len(open_ring) < 3:
        return
    starts = [index for index, point in enumerate(open_ring) if point in junctions]
    # An island of borders has no junction: it is cut at points that every copy of it chooses.
    starts = starts or [open_ring.index(min(open_ring)), open_ring.index(max(open_ring))]
    for arc in _arcs(open_ring, sorted(starts)):
        # Both neighbours walk the arc the same way, so that they keep the same points.
        forward = _forward(arc)
        kept = _douglas_peucker(forward)
        yield kept if forward == arc else kept[::-1]


def _forward(arc: Ring) -> Ring:
    """An arc in the direction that does not depend on whose border it is."""
    return min(arc, arc[::-1])


def _arcs(open_ring: Ring, starts: list[int]) -> Iterator[Ring]:
    """The pieces of a ring between consecutive starts, ends included."""
    size = len(open_ring)
    for start, end in zip(starts, [*starts[1:], starts[0] + size], strict=True):
        yield [open_ring[index % size] for index in range(start, end + 1)]


def _douglas_peucker(arc: Ring) -> Ring:
    """The points of an arc that matter at `TOLERANCE_DEGREES`; its ends always do."""
    keep = {0, len(arc) - 1}
    pending = [(0, len(arc) - 1)]
    while pending:
        first, last = pending.pop()
        farthest, distance = 0, TOLERANCE_DEGREES
        for index in range(first + 1, last):
            away = _distance(arc[index], arc[first], arc[last])
            if away > distance:
                farthest, distance = index, away
        if farthest:
            keep.add(farthest)
            pending += [(first, farthest), (farthest, last)]
    return [arc[index] for index in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    """Distance of a point to a segment, in degrees of latitude (longitudes are narrower)."""
    scale = math.cos(math.radians(start[1]))
    x, y = (point[0] - start[0]) * scale, point[1] - start[1]
    dx, dy = (end[0] - start[0]) * scale, end[1] - start[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, (x * dx + y * dy) / length)) if length else 0.0
    return math.hypot(x - along * dx, y - along * dy)
