"""Sundays and public holidays, wherever the site is."""

from datetime import date

import pytest

from snippets.holidays import easter, holiday, why_closed


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2285, 3, 22)],
)
def test_easter_of_known_years(year, month, day):
    assert easter(year) == date(year, month, day)


def test_a_year_has_the_eleven_holidays_of_the_law_and_no_other():
    days = [
        date.fromordinal(n)
        for n in range(date(2027, 1, 1).toordinal(), date(2028, 1, 1).toordinal())
    ]
    assert {day.isoformat(): holiday(day, "90") for day in days if holiday(day, "90")} == {
        "2027-01-01": "Jour de l’An",
        "2027-03-29": "lundi de Pâques",
        "2027-05-01": "fête du Travail",
        "2027-05-06": "Ascension",
        "2027-05-08": "Victoire de 1945",
        "2027-05-17": "lundi de Pentecôte",
        "2027-07-14": "fête nationale",
        "2027-08-15": "Assomption",
        "2027-11-01": "Toussaint",
        "2027-11-11": "Armistice de 1918",
        "2027-12-25": "Noël",
    }


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2027, 3, 28), "C’est un dimanche."),
        (date(2027, 3, 29), "C’est un jour férié (lundi de Pâques)."),
        (date(2027, 8, 15), "C’est un jour férié (Assomption)."),
        # Good Friday and the day after Christmas are worked here.
        (date(2027, 3, 26), ""),
        (date(2028, 12, 26), ""),
        (date(2027, 3, 27), ""),
    ],
)
def test_a_closed_day_says_why(day, why):
    assert why_closed(day, "90") == why


@pytest.mark.parametrize(
    ("code", "day", "name"),
    [
        ("67", date(2027, 3, 26), "Vendredi saint"),
        ("57", date(2028, 12, 26), "Saint-Étienne"),
        ("25", date(2027, 3, 26), ""),
        ("971", date(2027, 5, 27), "abolition de l’esclavage"),
        ("972", date(2027, 5, 22), "abolition de l’esclavage"),
        ("973", date(2027, 6, 10), "abolition de l’esclavage"),
        ("974", date(2027, 12, 20), "abolition de l’esclavage"),
        ("976", date(2027, 4, 27), "abolition de l’esclavage"),
        ("972", date(2027, 5, 27), ""),
    ],
)
def test_some_departements_have_a_holiday_of_their_own(code, day, name):
    assert holiday(day, code) == name
