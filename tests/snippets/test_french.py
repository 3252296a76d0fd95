import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from snippets import french

TODAY = datetime.date(2027, 1, 12)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "0"),
        (1_234_567, "1\u202f234\u202f567"),
        (12.5, "12,5"),
        (Decimal("1850.00"), "1\u202f850"),
        (Decimal("0.125"), "0,12"),
        (-3, "\u22123"),
    ],
)
def test_number(value, expected):
    assert french.number(value) == expected


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        (0, "0\u00a0offre"),
        (1, "1\u00a0offre"),
        (2, "2\u00a0offres"),
        (1000, "1\u202f000\u00a0offres"),
    ],
)
def test_counted_is_singular_up_to_one(count, expected):
    assert french.counted(count, "offre") == expected


def test_counted_with_an_irregular_plural():
    assert french.counted(2, "travail", "travaux") == "2\u00a0travaux"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime.date(2027, 1, 12), "mardi 12 janvier 2027"),
        (datetime.date(2027, 5, 1), "samedi 1er mai 2027"),
        # 23:30 UTC is the next day in Paris.
        (datetime.datetime(2027, 1, 11, 23, 30, tzinfo=datetime.UTC), "mardi 12 janvier 2027"),
    ],
)
def test_full_date(value, expected):
    assert french.full_date(value) == expected


@pytest.mark.parametrize(
    ("value", "long", "short"),
    [
        (datetime.date(2027, 1, 1), "1er janvier 2027", "1er janvier"),
        (datetime.date(2027, 1, 11), "11 janvier 2027", "11 janvier"),
        # Half past eleven at night in UTC is the next day here.
        (
            datetime.datetime(2026, 12, 31, 23, 30, tzinfo=datetime.UTC),
            "1er janvier 2027",
            "1er janvier",
        ),
    ],
)
def test_the_first_of_a_month_is_1er(value, long, short):
    assert french.long_day(value) == long
    assert french.short_day(value) == short
    assert french.short_date(value).endswith(f"di {short}")


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (-1, "aujourd’hui"),
        (0, "aujourd’hui"),
        (1, "hier"),
        (3, "il y a 3\u00a0jours"),
        (29, "il y a 29\u00a0jours"),
        (30, "il y a 1\u00a0mois"),
        (200, "il y a 6\u00a0mois"),
        (366, "il y a plus d’un an"),
    ],
)
def test_ago_counts_calendar_days(days, expected):
    noon = datetime.datetime.combine(TODAY, datetime.time(12), timezone.get_current_timezone())
    assert french.ago(noon - datetime.timedelta(days=days), today=TODAY) == expected


def test_ago_is_yesterday_after_midnight():
    late = datetime.datetime(2027, 1, 11, 23, 59, tzinfo=timezone.get_current_timezone())
    assert french.ago(late, today=TODAY) == "hier"


@pytest.mark.parametrize(
    ("kilometres", "expected"),
    [(0, "à moins de 1\u00a0km"), (0.99, "à moins de 1\u00a0km"), (3.4, "à 3\u00a0km")],
)
def test_distance(kilometres, expected):
    assert french.distance(kilometres) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Decimal("35.00"), "35\u00a0h"),
        (Decimal("17.5"), "17\u00a0h\u00a030"),
        (1.99, "1\u00a0h\u00a059"),
    ],
)
def test_hours(value, expected):
    assert french.hours(value) == expected


@pytest.mark.parametrize(
    ("phone", "expected"),
    [
        ("03 84 00 00 01", "+33384000001"),
        ("+33 3 84 00 00 01", "+33384000001"),
        ("3949", "3949"),
        ("<script>", ""),
    ],
)
def test_phone_digits(phone, expected):
    assert french.phone_digits(phone) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Claire Morel", "de Claire Morel"),
        ("Élise Kone", "d’Élise Kone"),
        ("Œuvre des Coteaux", "d’Œuvre des Coteaux"),
        ("Héricourt", "d’Héricourt"),
        ("Yves", "d’Yves"),
        ("Yanis", "de Yanis"),
        ("Hôtel des Remparts", "d’Hôtel des Remparts"),
        ("3 Chênes", "de 3 Chênes"),
        ("Les Aubettes (25500)", "des Aubettes (25500)"),
        ("Le Thillot", "du Thillot"),
        ("La Rochelle", "de La Rochelle"),
        ("Lepuix", "de Lepuix"),
        ("", "de "),
    ],
)
def test_of_before_a_name(name, expected):
    assert french.of(name) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Claire Morel", "que Claire Morel"), ("Élise Kone", "qu’Élise Kone"), ("Yanis", "que Yanis")],
)
def test_that_before_a_name(name, expected):
    assert french.that(name) == expected


def test_an_hour_of_the_clock_is_written_as_one_of_a_moment():
    assert french.hour(datetime.time(9)) == "9\u00a0h"
    assert french.hour(datetime.time(14, 5)) == "14\u00a0h\u00a005"
