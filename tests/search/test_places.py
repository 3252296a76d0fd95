import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from search import places
from search.criteria import Place
from search.filters import criteria_from
from search.queries.conditions import EARTH_RADIUS_KM, box_around
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def communes() -> None:
    CommuneFactory(belfort=True)
    for code, name, postal, population in (
        ("90093", "Saint-Dizier-l’Évêque", "90100", 400),
        ("90033", "Delle", "90100", 5_700),
        ("90039", "Étueffont", "90170", 1_400),
    ):
        CommuneFactory(insee_code=code, name=name, postal_codes=[postal], population=population)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Belfort", "Belfort (90000)"),
        ("  bELFORT ", "Belfort (90000)"),
        ("Belfort (90000)", "Belfort (90000)"),
        ("90000", "Belfort (90000)"),
        ("90010", "Belfort (90000)"),
        ("etueffont", "Étueffont (90170)"),
        ("saint dizier l'eveque", "Saint-Dizier-l’Évêque (90100)"),
        ("St-Dizier l’Évêque", "Saint-Dizier-l’Évêque (90100)"),
        ("90100", "90100 (Delle et alentours)"),
        ("Delle (90100)", "Delle (90100)"),
        ("Ancien nom (90170)", "Étueffont (90170)"),
    ],
)
def test_a_place_is_known_by_name_postal_code_or_insee_code(text, label):
    assert places.resolve(text).label == label


@pytest.mark.parametrize("text", ["Bel", "Paris", "75001", "", "(90000)", "90", "é" * 200])
def test_anything_else_is_unknown(text):
    assert places.resolve(text) is None


def test_an_unknown_place_proposes_the_nearest_and_filters_nothing():
    parsed = criteria_from(QueryDict("lieu=Etuefont"))
    assert parsed.criteria.place is None
    assert parsed.errors == {
        "lieu": "Nous ne connaissons pas «\u00a0Etuefont\u00a0». "
        "Vouliez-vous dire Étueffont (90170)\u00a0?"
    }
    assert criteria_from(QueryDict("lieu=xq%25")).errors == {
        "lieu": "Nous ne connaissons pas «\u00a0xq%\u00a0»."
    }


def test_a_position_is_a_place_and_a_name_wins_over_it():
    assert criteria_from(QueryDict("position=47.6,6.8")).criteria.place == Place(
        "Autour de moi", 47.6, 6.8
    )
    both = criteria_from(QueryDict("position=47.6,6.8&lieu=Delle"))
    assert both.criteria.place.label == "Delle (90100)"


def test_communes_are_read_once_and_again_when_they_change():
    places.resolve("Belfort")
    with CaptureQueriesContext(connection) as captured:
        places.resolve("Delle")
    assert len(captured) == 0
    commune = CommuneFactory(insee_code="90034", name="Denney")
    assert places.resolve("Denney")
    commune.delete()
    assert places.resolve("Denney") is None


@given(
    latitude=st.floats(-89, 89),
    longitude=st.floats(-180, 180),
    radius=st.floats(5, 50),
    bearing=st.floats(0, 6.2832),
)
def test_the_box_holds_the_whole_circle(latitude, longitude, radius, bearing):
    from math import asin, atan2, cos, degrees, radians, sin

    west, south, east, north = box_around(Place("", latitude, longitude), radius)
    angle = radius / EARTH_RADIUS_KM
    phi = asin(
        sin(radians(latitude)) * cos(angle) + cos(radians(latitude)) * sin(angle) * cos(bearing)
    )
    turn = atan2(
        sin(bearing) * sin(angle) * cos(radians(latitude)),
        cos(angle) - sin(radians(latitude)) * sin(phi),
    )
    assert south <= degrees(phi) <= north
    assert west <= longitude + degrees(turn) <= east
