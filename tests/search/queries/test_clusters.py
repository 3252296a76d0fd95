import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import queries
from search.criteria import Criteria
from search.queries.grid import MAX_CELLS, cell_size, snap
from tests.search.rows import make_belfort, make_row

pytestmark = pytest.mark.django_db

PATH = "/api/v1/clusters/"
TERRITORY = "6.7,47.4,7.2,47.85"


def features(client, query: str) -> list[dict]:
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/geo+json"
    assert len(response.content) <= 20_000
    collection = response.json()
    assert collection["type"] == "FeatureCollection"
    return collection["features"]


def test_one_opportunity_alone_is_told_with_its_link(client):
    row = make_row(
        title="Maçon",
        latitude=47.61,
        longitude=6.81,
        precision="commune",
        organisation_name="Bâtir",
        contract="cddi",
    )
    assert features(client, f"bbox={TERRITORY}&zoom=11") == [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [6.81, 47.61]},
            "properties": {
                "count": 1,
                "kinds": {"job": 1},
                "id": row.pk,
                "kind": "job",
                "title": "Maçon",
                "url": f"http://testserver/offres/annonce-{row.pk}/",
                "precision": "commune",
                "organisation": "Bâtir",
                "commune": "Belfort",
                "terms": "CDD d’insertion (CDDI)",
            },
        }
    ]


def test_a_session_tells_its_day_and_what_is_not_known_is_null(client):
    starts_at = datetime.datetime(2027, 1, 12, 13, tzinfo=datetime.UTC)
    make_row(kind="session", starts_at=starts_at, commune_name="", organisation_name="N" * 90)
    (session,) = features(client, f"bbox={TERRITORY}&zoom=11")
    assert session["properties"]["terms"] == "Mardi 12 janvier 2027 à 14\u00a0h"
    assert session["properties"]["commune"] is None
    assert session["properties"]["organisation"] == "N" * 59 + "…"


def test_neighbours_are_one_cluster_until_the_zoom_tells_them_apart(client):
    make_row(latitude=47.610, longitude=6.810)
    make_row(latitude=47.611, longitude=6.811, kind="session")
    (cluster,) = features(client, f"bbox={TERRITORY}&zoom=10")
    assert cluster["properties"] == {"count": 2, "kinds": {"job": 1, "session": 1}}
    assert cluster["geometry"]["coordinates"] == [6.8105, 47.6105]
    close = features(client, "bbox=6.809,47.609,6.812,47.612&zoom=17")
    assert [feature["properties"]["count"] for feature in close] == [1, 1]


def test_a_pile_at_one_point_lists_its_first_members_at_any_zoom(client):
    now = timezone.now()
    rows = [
        make_row(published_at=now - timezone.timedelta(hours=number)).pk for number in range(13)
    ]
    for zoom in (9, 14, 22):
        (pile,) = features(client, f"bbox=6.8,47.6,6.9,47.7&zoom={zoom}")
        assert pile["properties"]["count"] == 13
        assert [member["id"] for member in pile["properties"]["members"]] == rows[:10]
        assert set(pile["properties"]["members"][0]) == {
            "id",
            "kind",
            "title",
            "url",
            "precision",
            "organisation",
            "commune",
            "terms",
        }


def test_the_last_zoom_lists_what_it_cannot_split(client):
    make_row(latitude=47.61, longitude=6.81)
    make_row(latitude=47.6100001, longitude=6.8100001)
    (cluster,) = features(client, "bbox=6.8099,47.6099,6.8101,47.6101&zoom=19")
    assert len(cluster["properties"]["members"]) == 2


def test_members_obey_the_filters(client):
    kept = make_row(contract="cdi")
    make_row(contract="cdd")
    other = make_row(contract="cdi")
    (pile,) = features(client, f"bbox={TERRITORY}&zoom=12&contrat=cdi")
    assert {member["id"] for member in pile["properties"]["members"]} == {kept.pk, other.pk}


def test_a_view_shows_what_lies_within_the_radius_or_the_zone_of_the_search(client):
    make_belfort()
    near = make_row()
    far = make_row(latitude=47.75, longitude=6.8)

    def ids(query: str) -> set[int]:
        shown = features(client, f"bbox={TERRITORY}&zoom=10&{query}")
        return {feature["properties"]["id"] for feature in shown}

    assert ids("") == {near.pk, far.pk}
    assert ids("lieu=Belfort&rayon=5") == {near.pk}
    assert ids("position=47.75,6.8&rayon=5") == {far.pk}
    assert ids("lieu=Belfort&rayon=5&zone=6.7,47.7,6.9,47.8") == {far.pk}
    # A view that has nothing of the search shows nothing.
    assert features(client, "bbox=6.7,47.7,6.9,47.8&zoom=10&lieu=Belfort&rayon=5") == []


def test_titles_are_cut_and_a_full_view_stays_light(client):
    for number in range(400):
        make_row(
            title="Conducteur ou conductrice de machines à commande numérique " + "é" * 100,
            url=f"/offres/conducteur-de-machines-a-commande-numerique-et-de-lignes-{number:06d}/",
            latitude=47.41 + number % 20 * 0.02,
            longitude=6.71 + number // 20 * 0.02,
            organisation_name="Société d’économie mixte " + "é" * 100,
            commune_name="Saint-Germain-le-Châtelet",
            contract="professionalisation",
        )
    for number in range(60):
        for _ in range(2):
            make_row(latitude=47.4 + number * 0.007, longitude=6.7 + number * 0.008)
    for zoom in range(6, 20):
        shown = features(client, f"bbox={TERRITORY}&zoom={zoom}")
        assert 0 < len(shown) <= MAX_CELLS
        assert sum(feature["properties"]["count"] for feature in shown) == 520
    assert features(client, "bbox=6.7,47.4,6.76,47.45&zoom=14")


def test_a_view_takes_two_queries_at_most(client):
    path = f"{PATH}?bbox={TERRITORY}&zoom=12"
    for number in range(20):
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        assert len([query for query in captured if "snippets_count" not in query["sql"]]) <= 2
        make_row(latitude=47.5 + number % 7 * 0.03)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("", {"bbox", "zoom"}),
        (f"bbox={TERRITORY}", {"zoom"}),
        ("zoom=10", {"bbox"}),
        (f"bbox={TERRITORY}&zoom=99", {"zoom"}),
        (f"bbox={TERRITORY}&zoom=ten", {"zoom"}),
        ("bbox=1,2,3&zoom=3&type=xyz", {"bbox", "type"}),
    ],
)
def test_what_is_wrong_is_named(client, query, fields):
    response = client.get(f"{PATH}?{query}")
    assert response.status_code == 400
    assert {error["field"] for error in response.json()["errors"]} == fields


def test_large_views_are_kept_for_a_moment(client, monkeypatch):
    monkeypatch.setattr("search.queries.grid.KEPT_FROM", 2)
    query = f"bbox={TERRITORY}&zoom=10"
    make_row()
    assert features(client, query)[0]["properties"]["count"] == 1
    make_row()
    assert features(client, query)[0]["properties"]["count"] == 2
    make_row()
    assert features(client, query)[0]["properties"]["count"] == 2
    assert features(client, f"{query}&type=job")[0]["properties"]["count"] == 3


boxes = st.tuples(
    st.floats(-180, 179.9), st.floats(-90, 89.9), st.floats(1e-9, 360), st.floats(1e-9, 180)
).map(lambda b: (b[0], b[1], min(180.0, b[0] + b[2]), min(90.0, b[1] + b[3])))


@settings(max_examples=300, deadline=None)
@given(box=boxes.filter(lambda b: b[0] < b[2] and b[1] < b[3]), zoom=st.integers(0, 22))
def test_any_view_is_covered_by_few_cells(box, zoom):
    step = cell_size(box, zoom)
    west, south, east, north = snap(box, step)
    rounding = 1e-9  # degrees: a tenth of a millimetre
    assert west - rounding <= box[0] < box[2] <= east + rounding
    assert south - rounding <= box[1] < box[3] <= north + rounding
    assert (east - west) / step <= MAX_CELLS + 1e-6


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    zoom=st.integers(6, 20),
    west=st.floats(6.5, 7.0),
    south=st.floats(47.3, 47.7),
    width=st.floats(0.001, 0.6),
)
def test_every_opportunity_of_the_view_is_counted_once(db, zoom, west, south, width):
    from search.models import Opportunity

    if not Opportunity.objects.exists():
        for number in range(60):
            make_row(latitude=47.4 + number % 8 * 0.05, longitude=6.7 + number // 8 * 0.05)
    box = (west, south, west + width, south + width)
    found = queries.clusters(Criteria(), box, zoom)
    inside = queries.find(Criteria(box=box)).count
    snapped = queries.find(Criteria(box=snap(box, cell_size(box, zoom)))).count
    assert inside <= sum(cluster.count for cluster in found) == snapped
    for cluster in found:
        assert sum(cluster.kinds.values()) == cluster.count
        assert (cluster.opportunity is not None) == (cluster.count == 1)
