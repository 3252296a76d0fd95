"""Days on which offices are closed: Sundays, and the public holidays of the law.

The eleven of article L. 3133-1 of the code du travail. Good Friday and 26 December are of
Alsace-Moselle alone (article L. 3134-13), which the Territoire de Belfort is not part of.
"""

from datetime import date, timedelta

_FIXED = {
    (1, 1): "Jour de l’An",
    (5, 1): "fête du Travail",
    (5, 8): "Victoire de 1945",
    (7, 14): "fête nationale",
    (8, 15): "Assomption",
    (11, 1): "Toussaint",
    (11, 11): "Armistice de 1918",
    (12, 25): "Noël",
}
# Days after Easter Sunday.
_MOVING = {1: "lundi de Pâques", 39: "Ascension", 50: "lundi de Pentecôte"}
_SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, chapter 8)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, not_leap = divmod(century, 4)
    moon = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap - moon + 15) % 30
    quarter, odd = divmod(rest, 4)
    to_sunday = (32 + 2 * not_leap + 2 * quarter - epact - odd) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def holiday(day: date) -> str:
    """The name of the public holiday, empty for any other day."""
    fixed = _FIXED.get((day.month, day.day), "")
    return fixed or _MOVING.get((day - easter(day.year)) // timedelta(days=1), "")


def why_closed(day: date) -> str:
    """« C’est un jour férié (Noël). », « C’est un dimanche. »; empty for a day that is worked."""
    if name := holiday(day):
        return f"C’est un jour férié ({name})."
    return "C’est un dimanche." if day.weekday() == _SUNDAY else ""
