"""Days on which nobody receives: the public holidays of metropolitan France."""

from datetime import date, timedelta
from functools import lru_cache

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
# From Easter Sunday: Easter Monday, Ascension, Whit Monday.
_FROM_EASTER = (1, 39, 50)


@lru_cache(maxsize=16)
def holidays(year: int) -> frozenset[date]:
    """The eleven of a year."""
    easter = _easter(year)
    moving = {easter + timedelta(days=days) for days in _FROM_EASTER}
    return frozenset(moving | {date(year, month, day) for month, day in _FIXED})


def _easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Oudin's computation)."""
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    late = epact // 28
    moon = epact - late * (1 - late * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + moon + 2 - century + century // 4) % 7
    offset = moon - weekday
    return date(year, 3 + (offset + 40) // 44, 1 + (offset + 27 + (offset + 6) // 40) % 31)
