"""Contours that are made lighter: borders stay shared, and are drawn once."""

import csv
import json
import math
from itertools import pairwise

from snippets.contours import geometry_problem, lines, simplified
from snippets.loading import DATA


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


def test_a_territory_is_one_outline_and_each_border_once():
    territory = lines(two_neighbours().values())
    (outline,) = territory.outline
    assert outline[0] == outline[-1]
    assert {(6.4, 47.0), (6.6, 47.0)} <= set(outline)
    (border,) = territory.borders
    assert {border[0][1], border[-1][1]} == {47.0, 47.0998}
    assert not set(border[1:-1]) & set(outline)


def test_an_enclave_is_a_border_and_a_far_part_an_outline_of_its_own():
    shapes = two_neighbours()
    enclave = [[6.45, 47.03], [6.46, 47.03], [6.46, 47.04], [6.45, 47.03]]
    shapes["west"]["coordinates"].append(enclave[::-1])
    far = [[[7.0, 47.0], [7.1, 47.0], [7.1, 47.1], [7.0, 47.0]]]
    shapes["enclave"] = {"type": "MultiPolygon", "coordinates": [[enclave], far]}
    territory = lines(shapes.values())
    assert [len(ring) for ring in territory.outline][1:] == [4]
    inside = {point for border in territory.borders for point in border}
    assert {tuple(point) for point in enclave} <= inside


def test_the_reference_file_is_the_communes_of_the_project_and_is_light():
    path = DATA / "contours.geojson"
    features = json.loads(path.read_text())["features"]
    with (DATA / "communes.csv").open() as file:
        codes = [row["insee_code"] for row in csv.DictReader(file)]
    assert sorted(feature["properties"]["code"] for feature in features) == sorted(codes)
    assert [problem for one in features if (problem := geometry_problem(one["geometry"]))] == []
    # Shared borders stayed shared: the territory is in one piece, without a gap.
    assert len(lines(feature["geometry"] for feature in features).outline) == 1
    assert path.stat().st_size < 75_000
