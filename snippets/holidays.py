"""Days on which offices are closed: Sundays, and the public holidays of the law.

The eleven of article L. 3133-1 of the code du travail; in the three départements of Alsace-Moselle,
Good Friday and 26 December as well (article L. 3134-13), and overseas the day on which each
commemorates the abolition of slavery (article L. 3422-2). The site's département decides.
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
_ALSACE_MOSELLE = frozenset({"57", "67", "68"})
_ABOLITION = {
    "971": (5, 27),
    "972": (5, 22),
    "973": (6, 10),
    "974": (12, 20),
    "976": (4, 27),
}
_GOOD_FRIDAY = -2
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


def holiday(day: date, department_code: str) -> str:
    """The name of the public holiday of a département, empty for any other day."""
    fixed = _FIXED.get((day.month, day.day), "")
    from_easter = (day - easter(day.year)) // timedelta(days=1)
    return fixed or _MOVING.get(from_easter, "") or _local(day, from_easter, department_code)


def _local(day: date, from_easter: int, department_code: str) -> str:
    if _ABOLITION.get(department_code) == (day.month, day.day):
        return "abolition de l’esclavage"
    if department_code in _ALSACE_MOSELLE:
        if from_easter == _GOOD_FRIDAY:
            return "Vendredi saint"
        if (day.month, day.day) == (12, 26):
            return "Saint-Étienne"
    return ""


def why_closed(day: date, department_code: str) -> str:
    """« C’est un jour férié (Noël). », « C’est un dimanche. »; empty for a day that is worked."""
    if name := holiday(day, department_code):
        return f"C’est un jour férié ({name})."
    return "C’est un dimanche." if day.weekday() == _SUNDAY else ""
