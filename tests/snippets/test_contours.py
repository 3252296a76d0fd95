"""The map's base layer: public, light, borders that stay shared."""

import math
from itertools import pairwise

import pytest

from snippets.contours import simplified
from tests.factories import CommuneFactory

URL = "/carte/communes.geojson"


def wavy(x, step=0.0002):
    """A border from south to north at longitude `x`, with details far below the tolerance."""
    return [[x + 0.0001 * math.sin(index), 47.0 + index * step] for index in range(500)]


def two_neighbours():
    border = wavy(6.5)
    south, north = border[0], border[-1]
    west = [[6.4, south[1]], *border, [6.4, north[1]], [6.4, south[1]]]
    east = [[6.6, north[1]], *border[::-1], [6.6, south[1]], [6.6, north[1]]]
    return {
        "west": {"type": "Polygon", "coordinates": [west]},
        "east": {"type": "MultiPolygon", "coordinates": [[east]]},
    }


def segments(geometry):
    return {
        frozenset(pair)
        for polygon in geometry["coordinates"]
        for ring in polygon
        for pair in pairwise(ring)
    }


def test_neighbours_keep_one_border():
    light = simplified(two_neighbours())
    west, east = segments(light["west"]), segments(light["east"])
    inner = {pair for pair in west if all(6.45 < point[0] < 6.55 for point in pair)}
    assert inner
    assert inner <= east
    assert len(west) < 20


def test_rings_are_closed_rounded_and_never_vanish_below_a_triangle():
    hole = [[6.45, 47.03], [6.46, 47.03], [6.46, 47.04], [6.45, 47.03]]
    speck = [[6.41, 47.01], [6.41, 47.01001], [6.41001, 47.01], [6.41, 47.01]]
    shapes = two_neighbours()
    shapes["west"]["coordinates"] += [hole, speck]
    rings = simplified(shapes)["west"]["coordinates"][0]
    assert len(rings) == 2
    for ring in rings:
        assert ring[0] == ring[-1]
        assert len(ring) >= 4
        assert all(round(value, 4) == value for point in ring for value in point)


def test_shape_smaller_than_the_rounding_is_left_out():
    speck = [[6.41, 47.01], [6.41, 47.01001], [6.41001, 47.01], [6.41, 47.01]]
    assert simplified({"speck": {"type": "Polygon", "coordinates": [speck]}}) == {}


@pytest.mark.django_db
def test_endpoint_is_public_cacheable_and_empty_without_contours(client, django_assert_num_queries):
    CommuneFactory(belfort=True)
    with django_assert_num_queries(1):
        response = client.get(URL)
    assert response.json() == {"type": "FeatureCollection", "features": []}
    assert response["Content-Type"] == "application/geo+json"
    assert "public" in response["Cache-Control"]
    with django_assert_num_queries(0):
        assert client.get(URL, headers={"If-None-Match": response["ETag"]}).status_code == 304
    assert client.post(URL).status_code == 405


@pytest.mark.django_db
def test_endpoint_gives_the_contours_that_are_loaded(client):
    CommuneFactory(belfort=True, contour=two_neighbours()["west"])
    CommuneFactory()
    (feature,) = client.get(URL).json()["features"]
    assert feature["properties"] == {"code": "90010", "name": "Belfort"}
    assert feature["geometry"]["type"] == "MultiPolygon"


@pytest.mark.django_db
def test_contours_are_compressed(client):
    # Against BREACH a compressed answer gets up to 100 random bytes: a short one may stay as it is.
    CommuneFactory.create_batch(20, contour=two_neighbours()["west"])
    compressed = client.get(URL, headers={"Accept-Encoding": "gzip"})
    assert compressed["Content-Encoding"] == "gzip"
