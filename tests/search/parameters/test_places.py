import csv
from pathlib import Path

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

import snippets
from search.criteria import Place
from search.parameters import places
from search.parameters.elsewhere import elsewhere
from search.parameters.filters import criteria_from
from search.queries.conditions import EARTH_RADIUS_KM, box_around
from snippets.folding import fold_place
from snippets.models import SiteSettings
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def communes() -> None:
    CommuneFactory(belfort=True)
    for code, name, postal, population in (
        ("90093", "Saint-Dizier-l’Évêque", "90100", 400),
        ("90033", "Delle", "90100", 5_700),
        ("90039", "Étueffont", "90170", 1_400),
        ("90017", "Bourogne", "90140", 1_900),
        ("90044", "Faverois", "90100", 600),
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
        ("90000 Belfort", "Belfort (90000)"),
        ("90 000 BELFORT", "Belfort (90000)"),
        ("Belfort 90000", "Belfort (90000)"),
        ("Belfort, 90000", "Belfort (90000)"),
        ("Belfort (90)", "Belfort (90000)"),
        ("(90000)", "Belfort (90000)"),
        ("Belfort Cedex", "Belfort (90000)"),
        ("belfort cedex 9", "Belfort (90000)"),
        ("90000 Belfort Cedex", "Belfort (90000)"),
        ("90020 BELFORT CEDEX", "Belfort (90000)"),
        ("Bourogne (90000)", "Bourogne (90140)"),
        ("90000 Bourogne", "Bourogne (90140)"),
    ],
)
def test_a_place_is_known_by_name_postal_code_or_insee_code(text, label):
    assert places.resolve(text).label == label


@pytest.mark.parametrize(
    "text",
    [
        "Bel",
        "Paris",
        "Paris 90000",
        "75001",
        "Belfort (82000)",
        "Bourogn (90000)",
        "Cedex",
        "",
        "90",
        "é" * 200,
    ],
)
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


@pytest.mark.parametrize(
    "typed", ["Paris", "PARIS", "75001 Paris", "75001", "montbeliard", "Bâle", "Belfort 82130"]
)
def test_a_place_elsewhere_is_said_to_be_elsewhere(typed):
    SiteSettings.objects.create(department_code="90")
    assert places.suggestions(typed) == []
    assert criteria_from(QueryDict(f"lieu={typed}")).errors == {
        "lieu": f"«\u00a0{typed}\u00a0» n’est pas dans le Territoire de Belfort."
    }


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("Bourogn (90000)", ["Bourogne (90140)"]),
        ("Bourrogne", ["Bourogne (90140)"]),
        ("Beflort", ["Belfort (90000)"]),
        ("sant dizier", ["Saint-Dizier-l’Évêque (90100)"]),
        ("90000 Belfo", ["Belfort (90000)"]),
        ("Fave", ["Faverois (90100)"]),
        ("Parris", []),
        ("Tours-sur-Marne", []),
        ("xyz", []),
    ],
)
def test_only_what_is_nearly_spelled_so_is_proposed(typed, near):
    assert places.suggestions(typed) == near


def test_none_of_our_communes_is_elsewhere():
    file = Path(snippets.__file__).parent / "data" / "communes.csv"
    names = [row["name"] for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines())]
    assert len(names) == 101
    assert elsewhere("90") & {fold_place(name) for name in names} == {"bretagne"}
    assert places.is_elsewhere("Bretagne")
    CommuneFactory(insee_code="90020", name="Bretagne", postal_codes=["90130"])
    assert not places.is_elsewhere("Bretagne")


def test_our_own_departement_is_not_elsewhere_nor_are_codes_of_our_part_of_the_world():
    """Overseas, codes of two départements begin by the same two digits."""
    assert "doubs" in elsewhere("90")
    assert not {"doubs", "bourgogne franche comte"} & elsewhere("25")
    CommuneFactory(insee_code="97411", name="Saint-Denis", postal_codes=["97400"])
    assert not places.is_elsewhere("97400")
    assert places.is_elsewhere("97110")


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
