"""What the list finds is what the map shows, whatever the search."""

import html
import re

import pytest

from tests.search.rows import BELFORT, make_belfort, make_row

pytestmark = pytest.mark.django_db

# Degrees of latitude in a kilometre, more or less.
KM = 0.009
NEAR = f"{BELFORT[0] - 0.02},{BELFORT[1]}"


@pytest.fixture
def places(db) -> dict[int, tuple[float, float]]:
    """The positions of offers at 1, 4, 9, 15, 25, 45 and 80 km to the north of Belfort, by id."""
    make_belfort()
    rows = [
        make_row(
            title="Soudeur" if number % 2 else "Agent de nettoyage",
            text="un soudeur passera",
            contract="cdi" if number % 3 else "cdd",
            latitude=BELFORT[0] + distance * KM,
            longitude=BELFORT[1] + number / 1000,
        )
        for number, distance in enumerate([1, 4, 9, 15, 25, 45, 80])
    ]
    return {row.pk: (row.latitude, row.longitude) for row in rows}


def listed(client, query: str) -> tuple[set[int], str]:
    """The ids of the cards, and what the page tells the map to ask for."""
    page = client.get(f"/offres/?{query}").content.decode()
    return (
        {int(found) for found in re.findall(r'data-id="(\d+)"', page)},
        html.unescape(re.search(r'data-query="([^"]*)"', page)[1]),
    )


def mapped(client, query: str, places: dict[int, tuple[float, float]]) -> set[int]:
    """The ids that the map shows when it looks at each of these places."""
    shown = set()
    for latitude, longitude in places.values():
        view = f"{longitude - 0.0001},{latitude - 0.0001},{longitude + 0.0001},{latitude + 0.0001}"
        answer = client.get(f"/api/v1/clusters/?{query}&bbox={view}&zoom=18")
        assert answer.status_code == 200, answer.content
        shown |= {feature["properties"]["id"] for feature in answer.json()["features"]}
    return shown


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 7),
        ("q=soudeur", 7),
        ("q=soudeur&contrat=cdd", 3),
        ("lieu=Belfort", 4),
        ("lieu=Belfort&rayon=5", 2),
        ("lieu=Belfort&rayon=5&tri=distance", 2),
        ("q=nettoyage&lieu=Belfort&rayon=10", 2),
        (f"position={NEAR}&rayon=10", 2),
        # An unknown place is told and left out; a position counts in its stead.
        ("lieu=Nulle-Part", 7),
        (f"lieu=Nulle-Part&position={NEAR}&rayon=10", 2),
        # The radius that was widened.
        ("lieu=Belfort&rayon=5&q=nettoyage&contrat=cdi", 1),
        # A part of the map replaces the radius.
        ("bbox=6.8,47.64,6.9,47.73", 3),
        ("lieu=Belfort&rayon=5&bbox=6.8,47.64,6.9,47.80", 4),
        # The words that were found, not those that were typed.
        ("q=soudeurr", 7),
        ("q=soudeurr&lieu=Belfort&rayon=5", 2),
    ],
)
def test_the_map_shows_what_the_list_has_and_nothing_else(client, places, query, count):
    ids, asked = listed(client, query)
    assert len(ids) == count
    assert mapped(client, asked, places) == ids


@pytest.mark.parametrize(
    ("query", "drawn", "said"),
    [
        ("", {}, ""),
        (
            "lieu=Belfort&rayon=10",
            {"lat": "47.63860", "lng": "6.86310", "radius": "10"},
            "Le cercle est votre recherche\u00a0: 10\u00a0km autour de Belfort (90000).",
        ),
        (
            "position=47.6,6.8",
            {"lat": "47.60000", "lng": "6.80000", "radius": "20"},
            "Le cercle est votre recherche\u00a0: 20\u00a0km autour de vous.",
        ),
        (
            "lieu=Belfort&bbox=6.8,47.64,6.9,47.8",
            {"bbox": "6.80000,47.64000,6.90000,47.80000"},
            "Le cadre est la zone de votre recherche.",
        ),
    ],
)
def test_where_the_search_looks_is_drawn_and_said(client, places, query, drawn, said):
    section = re.search(
        r'<section class="results".*?>', client.get(f"/offres/?{query}").content.decode(), re.DOTALL
    )[0]
    attributes = dict(re.findall(r'data-([a-z-]+)="([^"]*)"', section))
    assert {
        name: attributes[name] for name in ("bbox", "lat", "lng", "radius") if name in attributes
    } == drawn
    assert attributes["map-text"] == said
