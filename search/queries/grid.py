"""Markers of a map: a grid on the server, so that any view is a few dozen of them."""

import dataclasses
import hashlib
import math
from typing import Any

from django.core.cache import cache
from django.db import connection

from search.criteria import Box, Criteria
from search.models import Kind
from search.queries.conditions import TABLE, Fragment, in_box, joined, where
from search.queries.results import KEPT_FROM, KEPT_SECONDS

# A view has at most about this many cells, whatever its size in pixels.
MAX_CELLS = 50
# Width of a cell in pixels of a web map whose tiles have 256.
CELL_PIXELS = 64
# At this zoom a cluster is listed, since the map goes no further.
MAX_ZOOM = 18
MAX_MEMBERS = 10
# Over a whole view, so that an answer stays small.
MAX_MEMBERS_OF_VIEW = 40


@dataclasses.dataclass(frozen=True, slots=True)
class Member:
    """What a marker says of one opportunity."""

    id: int
    kind: str
    title: str
    url: str
    precision: str


@dataclasses.dataclass(frozen=True, slots=True)
class Cluster:
    """Opportunities close together; latitude and longitude (degrees) are their mean.

    A cluster of one has its `opportunity`. A cluster that zooming in cannot split (all at one
    point, such as the centre of a commune, or the last zoom) lists its first `members`.
    """

    latitude: float
    longitude: float
    count: int
    kinds: dict[str, int]
    members: tuple[Member, ...] = ()

    @property
    def opportunity(self) -> Member | None:
        """The only opportunity of the cluster."""
        return self.members[0] if self.count == 1 and self.members else None


def clusters(criteria: Criteria, view: Box, zoom: int) -> list[Cluster]:
    """What a search finds in a view of the map (a box in degrees, and a zoom), by cluster.

    The search is that of the list, its own box or its place and radius included: nothing is on
    the map that the list has not. A large answer is kept for a minute.
    """
    step = cell_size(view, zoom)
    snapped = snap(view, step)
    asked = criteria.replace(page=1, sort="", text="", as_typed=False)
    key = f"search.clusters:{_digest(asked, snapped, zoom, step)}"
    kept: list[Cluster] | None = cache.get(key)
    if kept is None:
        condition = joined(" AND ", [where(asked), in_box(snapped)])
        kept = _clusters(condition, step, step * _ratio(snapped), zoom)
        if sum(cluster.count for cluster in kept) >= KEPT_FROM:
            cache.set(key, kept, KEPT_SECONDS)
    return kept


def cell_size(box: Box, zoom: int) -> float:
    """Width of a cell in degrees: that of the zoom, doubled until the view has few enough."""
    west, south, east, north = box
    step = 360 * CELL_PIXELS / 256 / 2**zoom
    while (math.ceil((east - west) / step) + 1) * (
        math.ceil((north - south) / (step * _ratio(box))) + 1
    ) > MAX_CELLS:
        step *= 2
    return step


def _ratio(box: Box) -> float:
    """Height of a square cell per unit of width, rounded so that neighbouring views agree."""
    middle = (box[1] + box[3]) / 2
    return max(0.1, round(math.cos(math.radians(middle)), 1))


def snap(box: Box, step: float) -> Box:
    """The box of whole cells around a box: a small move of the map asks the same question."""
    west, south, east, north = box
    height = step * _ratio(box)
    return (
        math.floor(west / step) * step,
        math.floor(south / height) * height,
        math.ceil(east / step) * step,
        math.ceil(north / height) * height,
    )


def _digest(criteria: Criteria, view: Box, zoom: int, step: float) -> str:
    text = repr((criteria, view, min(zoom, MAX_ZOOM), step))
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _clusters(condition: Fragment, width: float, height: float, zoom: int) -> list[Cluster]:
    """Group the rows by cell, then read the few that are shown one by one."""
    groups = _groups(condition, width, height)
    singles = [group.first_id for group in groups if group.count == 1]
    piles = [
        group for group in groups if group.count > 1 and (zoom >= MAX_ZOOM or group.is_one_point)
    ]
    members = _members(condition, singles, piles)
    return [
        Cluster(
            latitude=group.latitude,
            longitude=group.longitude,
            count=group.count,
            kinds=group.kinds,
            members=tuple(members.get(group.first_id, ())),
        )
        for group in groups
    ]


@dataclasses.dataclass(frozen=True, slots=True)
class _Group:
    """The rows of one cell: mean position, extent (degrees), counts, least id."""

    longitude: float
    latitude: float
    extent: Box
    first_id: int
    kinds: dict[str, int]

    @property
    def count(self) -> int:
        return sum(self.kinds.values())

    @property
    def is_one_point(self) -> bool:
        west, south, east, north = self.extent
        return west == east and south == north


def _groups(condition: Fragment, width: float, height: float) -> list[_Group]:
    """One line for each cell (degrees) that is not empty, the fullest first."""
    counts = ", ".join(f"count(*) FILTER (WHERE kind = '{kind}')" for kind in Kind.values)
    sql = " ".join(
        (
            "SELECT avg(position[0]), avg(position[1]), min(position[0]), min(position[1]),",
            "max(position[0]), max(position[1]), min(id),",
            counts,
            "FROM",
            TABLE,
            "WHERE",
            condition.sql,
            "GROUP BY floor(position[0] / %s), floor(position[1] / %s)",
            "ORDER BY count(*) DESC, min(id)",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*condition.params, width, height])
        lines = cursor.fetchall()
    return [
        _Group(
            longitude=line[0],
            latitude=line[1],
            extent=line[2:6],
            first_id=line[6],
            kinds={kind: count for kind, count in zip(Kind.values, line[7:], strict=True) if count},
        )
        for line in lines
    ]


def _members(
    condition: Fragment, singles: list[int], piles: list[_Group]
) -> dict[int, list[Member]]:
    """What is shown of single opportunities and of piles, by the group's least id."""
    if not singles and not piles:
        return {}
    each = max(1, min(MAX_MEMBERS, MAX_MEMBERS_OF_VIEW // len(piles))) if piles else 1
    sql = " ".join(
        (
            "SELECT id, id, kind, title, url, precision FROM",
            TABLE,
            "WHERE id = ANY(%s) UNION ALL",
            "SELECT pile.id, o.* FROM",
            "unnest(%s::bigint[], %s::float8[], %s::float8[], %s::float8[], %s::float8[])",
            "AS pile (id, west, south, east, north), LATERAL (",
            "SELECT id, kind, title, url, precision FROM",
            TABLE,
            "WHERE position <@ box(point(west, south), point(east, north)) AND",
            condition.sql,
            "ORDER BY published_at DESC, id DESC LIMIT %s) o",
        )
    )
    extents: list[list[Any]] = [[pile.extent[corner] for pile in piles] for corner in range(4)]
    ids = [pile.first_id for pile in piles]
    members: dict[int, list[Member]] = {}
    with connection.cursor() as cursor:
        cursor.execute(sql, [singles, ids, *extents, *condition.params, each])
        for group, identifier, kind, title, url, precision in cursor.fetchall():
            members.setdefault(group, []).append(Member(identifier, kind, title, url, precision))
    return members
