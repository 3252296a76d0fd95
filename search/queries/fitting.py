"""What may suit somebody who looks for a few trades near a place: one bounded statement."""

from collections.abc import Collection

from django.utils import timezone

from search.criteria import Place
from search.models import Opportunity
from search.queries.conditions import (
    TABLE,
    Fragment,
    box_around,
    distance_from,
    in_box,
    joined,
    unexpired,
)
from search.queries.lists import NO_DISTANCE, read_records
from search.queries.results import opportunity

_COLUMNS = "id, occupation_code"
# Candidates of each kind, however many there are near the place.
_SAME_TRADE, _LOOKED_AT, _CLOSE_TRADE, _SESSIONS, _VOLUNTEERING = 60, 300, 40, 40, 20
_MOST = _SAME_TRADE + _CLOSE_TRADE + _SESSIONS + _VOLUNTEERING
_FAMILY = 3  # letters of a ROME code that neighbouring trades share


def fitting(
    trades: Collection[str],
    *,
    place: Place | None,
    radius_km: float,
    without: Collection[int] = (),
) -> list[Opportunity]:
    """Offers of these trades (ROME codes) and of close ones, sessions to come, volunteering.

    Within `radius_km` of the place, with their distance; anywhere, without one. `without`: ids
    that are known already. A session is found whatever its trades are, since many name none.
    """
    near, nearest = _near(place, radius_km)
    live = joined(" AND ", [unexpired(), Fragment("id <> ALL(%s)", (list(without),)), near])
    families = sorted({code[:_FAMILY] for code in trades})
    coming = Fragment("kind = 'session' AND starts_at > %s", (timezone.now(),))
    same = Fragment("kind = 'job' AND occupation_code = ANY(%s)", (list(trades),))
    candidates = [
        _some(same, live, nearest, _SAME_TRADE),
        _close_trades(families, live, nearest),
        _some(coming, live, nearest, _SESSIONS),
        _some(Fragment("kind = 'volunteering'"), live, nearest, _VOLUNTEERING),
    ]
    found = joined(") UNION (", candidates)
    # An array, and not IN, of which the planner makes a join that reads the whole table.
    chosen = Fragment(
        f"id = ANY(ARRAY(SELECT id FROM (({found.sql})) found))",  # noqa: S608 - constants
        found.params,
    )
    distance = distance_from(place) if place else NO_DISTANCE
    rows = read_records([chosen], order=Fragment("o.id"), limit=_MOST, distance=distance)
    return [opportunity(row) for row in rows]


def _close_trades(families: list[str], live: Fragment, nearest: Fragment) -> Fragment:
    """Of the offers that are nearest, those of a neighbouring trade: no index finds them."""
    looked_at = _some(Fragment("kind = 'job'"), live, nearest, _LOOKED_AT)
    return Fragment(
        f"SELECT {_COLUMNS} FROM ({looked_at.sql}) looked_at"  # noqa: S608 - constants
        " WHERE left(occupation_code, %s) = ANY(%s) LIMIT %s",
        (*looked_at.params, _FAMILY, families, _CLOSE_TRADE),
    )


def _some(which: Fragment, live: Fragment, order: Fragment, limit: int) -> Fragment:
    return Fragment(
        f"SELECT {_COLUMNS} FROM {TABLE} WHERE {which.sql} AND {live.sql}"  # noqa: S608 - the same
        f" ORDER BY {order.sql} LIMIT %s",
        (*which.params, *live.params, *order.params, limit),
    )


def _near(place: Place | None, radius_km: float) -> tuple[Fragment, Fragment]:
    """The condition of being near, and the order that begins with the nearest."""
    if place is None:
        return Fragment("true"), Fragment("published_at DESC, id DESC")
    distance = distance_from(place)
    within = Fragment(f"{distance.sql} <= %s", (*distance.params, radius_km))
    nearest = Fragment("position <-> point(%s, %s), id", (place.longitude, place.latitude))
    return joined(" AND ", [in_box(box_around(place, radius_km)), within]), nearest
