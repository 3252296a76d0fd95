"""What lies under every map, and the silhouette: public, light, fetched once."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.core.management import call_command

from snippets import territory
from snippets.models import Commune
from tests.factories import CommuneFactory

pytestmark = pytest.mark.django_db

LAYER = "/carte/territoire.json"
SILHOUETTE = "/carte/territoire.svg"
LAYER_BYTES = 10_000
SILHOUETTE_BYTES = 10_000
STEP = 0.0002
SQUARE = [[6.8, 47.6], [6.9, 47.6], [6.9, 47.7], [6.8, 47.7], [6.8, 47.6]]


@pytest.fixture
def belfort(db):
    """One square commune."""
    contour = {"type": "Polygon", "coordinates": [SQUARE]}
    return CommuneFactory(belfort=True, contour=contour)


def test_the_layer_has_lines_and_names_the_larger_towns_first(client, belfort):
    east = [[x + 0.1, y] for x, y in SQUARE]
    CommuneFactory(name="L’Est", contour={"type": "Polygon", "coordinates": [east]})
    CommuneFactory(name="Sans contour")
    layer = client.get(territory.layer_url()).json()
    assert layer["type"] == "Topology"
    objects = layer["objects"]
    names = [town["properties"] for town in objects["communes"]["geometries"]]
    assert names == [{"name": "Belfort", "size": 2}, {"name": "L’Est", "size": 0}]
    x, y = objects["communes"]["geometries"][0]["coordinates"]
    assert (x * STEP, y * STEP) == pytest.approx((6.8631, 47.6386), abs=STEP)
    assert len(objects["outline"]["arcs"]) == len(objects["borders"]["arcs"]) == 1
    (first, *steps) = layer["arcs"][objects["borders"]["arcs"][0][0]]
    assert first == [34500, 238000]
    assert steps == [[0, 500]]
    assert layer["transform"] == {"scale": [STEP, STEP], "translate": [0, 0]}


def test_the_address_changes_with_the_communes_and_is_kept_for_ever(
    client, belfort, django_assert_num_queries
):
    address = territory.layer_url()
    with django_assert_num_queries(1):
        response = client.get(address)
    assert response["Content-Type"] == "application/json"
    assert "immutable" in response["Cache-Control"]
    with django_assert_num_queries(0):
        assert client.get(address, headers={"If-None-Match": response["ETag"]}).status_code == 304
    # Any other address of it is right, and not for long.
    assert client.get(LAYER).content == response.content
    assert "immutable" not in client.get(f"{LAYER}?v=former")["Cache-Control"]
    assert client.post(LAYER).status_code == 405
    Commune.objects.update(name="Belfort-Ville")
    territory.forget()
    assert territory.layer_url() != address


def test_without_contours_there_is_no_address_and_nothing_to_draw(client):
    CommuneFactory(belfort=True)
    assert territory.layer_url() == territory.silhouette_url() == ""
    layer = client.get(LAYER).json()
    assert layer["arcs"] == layer["objects"]["communes"]["geometries"] == []
    assert client.get(SILHOUETTE).status_code == 200
    assert b"territoire.svg" not in client.get("/").content


def test_the_silhouette_is_drawn_from_the_communes(client, belfort):
    response = client.get(territory.silhouette_url())
    assert response["Content-Type"] == "image/svg+xml"
    drawing = ElementTree.fromstring(response.content)
    outline, borders = drawing
    corners = {tuple(map(int, point)) for point in re.findall(r"(\d+) (\d+)", outline.attrib["d"])}
    # As wide as high in degrees: higher on a plane, so far from the equator.
    assert corners == {(0, 0), (600, 0), (600, 891), (0, 891)}
    assert borders.attrib["d"] == ""
    page = client.get("/").content.decode()
    assert territory.silhouette_url() in page


def test_a_fresh_site_has_its_map_without_network_and_light(client):
    call_command("load_communes", verbosity=0)
    assert not Commune.objects.filter(contour=None).exists()
    for address, most in ((LAYER, LAYER_BYTES), (SILHOUETTE, SILHOUETTE_BYTES)):
        response = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert response["Content-Encoding"] == "gzip"
        assert len(response.content) < most
    assert len(json.loads(territory.layer())["objects"]["communes"]["geometries"]) == 101
    # What was loaded from elsewhere stays.
    square = {"type": "Polygon", "coordinates": [SQUARE]}
    Commune.objects.filter(pk="90010").update(contour=square)
    call_command("load_communes", verbosity=0)
    assert Commune.objects.get(pk="90010").contour == square
