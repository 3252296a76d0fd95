"""Markers of a map: a grid on the server, so that any view is a few dozen of them."""

import dataclasses
import datetime
import hashlib
import math
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Avg, Count, F, Max, Min, Q, QuerySet
from django.db.models.functions import Floor

from search.criteria import Box, Criteria
from search.models import Kind, Opportunity
from search.queries.conditions import in_box, where
from search.queries.results import KEPT_FROM, KEPT_SECONDS
from search.queries.statements import Members

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
    """What a marker says of one opportunity; its fields are columns of the index."""

    id: int
    kind: str
    title: str
    url: str
    precision: str
    organisation_name: str
    commune_name: str
    contract: str
    starts_at: datetime.datetime | None


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
    def position(self) -> tuple[float, float]:
        """Longitude and latitude to a metre, as GeoJSON has them."""
        return round(self.longitude, 5), round(self.latitude, 5)

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
        found = Opportunity.objects.filter(where(asked), in_box(snapped)).order_by()
        kept = _clusters(found, step, step * _ratio(snapped), zoom)
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


def _clusters(
    found: QuerySet[Opportunity], width: float, height: float, zoom: int
) -> list[Cluster]:
    """Group the rows by cell (degrees), then read the few that are shown one by one."""
    groups = _groups(found, width, height)
    singles = [group["first_id"] for group in groups if group["count"] == 1]
    piles = [
        group
        for group in groups
        if group["count"] > 1 and (zoom >= MAX_ZOOM or _is_one_point(group))
    ]
    members = _members(found, singles, piles)
    return [
        Cluster(
            latitude=group["mean_latitude"],
            longitude=group["mean_longitude"],
            count=group["count"],
            kinds={kind: group[kind] for kind in Kind.values if group[kind]},
            members=tuple(members.get(group["first_id"], ())),
        )
        for group in groups
    ]


# The rows of one cell: mean position, extent (degrees), counts, least id.
Group = dict[str, Any]


def _is_one_point(group: Group) -> bool:
    return bool(group["west"] == group["east"] and group["south"] == group["north"])


def _groups(found: QuerySet[Opportunity], width: float, height: float) -> list[Group]:
    """One line for each cell (degrees) that is not empty, the fullest first."""
    longitude, latitude = F("position__longitude"), F("position__latitude")
    cells = found.values(column=Floor(longitude / width), line=Floor(latitude / height))
    counted: QuerySet[Any, Any] = cells.annotate(
        mean_longitude=Avg(longitude),
        mean_latitude=Avg(latitude),
        west=Min(longitude),
        south=Min(latitude),
        east=Max(longitude),
        north=Max(latitude),
        first_id=Min("pk"),
        count=Count("pk"),
        **{kind: Count("pk", filter=Q(kind=kind)) for kind in Kind.values},
    )
    return list(counted.order_by("-count", "first_id"))


def _members(
    found: QuerySet[Opportunity], singles: list[int], piles: list[Group]
) -> dict[int, list[Member]]:
    """What is shown of single opportunities and of piles, by the group's least id."""
    if not singles and not piles:
        return {}
    each = max(1, min(MAX_MEMBERS, MAX_MEMBERS_OF_VIEW // len(piles))) if piles else 1
    columns = (*(field.name for field in dataclasses.fields(Member)), "position", "published_at")
    corners = ("first_id", "west", "south", "east", "north")
    extents = [[pile[corner] for pile in piles] for corner in corners]
    statement = Members(found.values(*columns)).compiled(singles, *extents, each)
    members: dict[int, list[Member]] = {}
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        for group, *values in cursor.fetchall():
            members.setdefault(group, []).append(Member(*values))
    return members
