"""What the list of favourites shows."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.models import User
from portal.candidates.models import Favourite
from search import queries


@dataclass(frozen=True, slots=True)
class _Ended:
    """An offer that ended, as `queries.similar` reads a page."""

    pk: int
    occupation_id: str
    position: tuple[float, float] | None


def kept_list(user: User, removed_id: int | None) -> dict[str, Any]:
    """Rows online, favourites that ended, offers like the last of these, and what may come back.

    A constant number of queries.
    """
    favourites = list(Favourite.objects.owned_by(user))
    ids = [favourite.opportunity_id for favourite in favourites]
    online = queries.by_ids(ids)
    ended = [favourite for favourite in favourites if favourite.opportunity_id not in online]
    removed = None
    if removed_id is not None:
        gone = Favourite.objects.filter(user=user, removed_at__isnull=False)
        removed = gone.filter(opportunity_id=removed_id).first()
    return {
        "rows": [online[identifier] for identifier in ids if identifier in online],
        "ended": ended,
        "similar": _similar(ended[0]) if ended else [],
        "removed": removed,
    }


def _similar(favourite: Favourite) -> list[Any]:
    position = None
    if favourite.latitude is not None and favourite.longitude is not None:
        position = (favourite.latitude, favourite.longitude)
    ended = _Ended(favourite.opportunity_id, favourite.occupation_code, position)
    return list(queries.similar(ended))
