import datetime
import json
import re

import pytest
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import queries
from search.parameters.filters import criteria_from
from tests.factories import CommuneFactory
from tests.search.rows import BELFORT, make_belfort, make_row
from tests.sizes import at_size

pytestmark = pytest.mark.django_db

LIST = "/api/v1/opportunities/"
FIELDS = [
    "id", "kind", "title", "url", "organisation", "occupation", "commune", "latitude",
    "longitude", "precision", "distance_km", "contract", "starts_at", "published_at", "expires_at",
]  # fmt: skip


def problem(response, status: int) -> dict:
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == status
    assert document["title"]
    return document


def test_a_result_has_exactly_the_published_fields(client):
    make_belfort()
    row = make_row(
        title="Maçon",
        organisation_name="Bâtir",
        occupation_label="Maçon / Maçonne",
        contract="cdi",
        latitude=BELFORT[0] + 0.1,
        published_at=datetime.datetime(2026, 11, 3, 8, 5, 1, 250_001, tzinfo=datetime.UTC),
        starts_at=datetime.datetime(2027, 1, 4, 23, tzinfo=datetime.UTC),
        expires_at=None,
    )
    response = client.get(f"{LIST}?lieu=Belfort")
    assert list(response.json()) == [
        "count", "next", "previous", "facets", "widened_to_km", "results"
    ]  # fmt: skip
    (result,) = response.json()["results"]
    assert list(result) == FIELDS
    assert result == {
        "id": row.pk,
        "kind": "job",
        "title": "Maçon",
        "url": f"http://testserver/offres/annonce-{row.pk}/",
        "organisation": "Bâtir",
        "occupation": "Maçon / Maçonne",
        "commune": "Belfort",
        "latitude": BELFORT[0] + 0.1,
        "longitude": BELFORT[1],
        "precision": "address",
        "distance_km": 11.12,
        "contract": "cdi",
        "starts_at": "2027-01-04T23:00:00Z",
        "published_at": "2026-11-03T08:05:01.250001Z",
        "expires_at": None,
    }
    assert response["Cache-Control"] == "public, max-age=30"
    detail = client.get(f"{LIST}{row.pk}/").json()
    assert detail == {**result, "distance_km": None}


def test_pages_link_to_each_other_and_keep_the_search(client):
    for _ in range(41):
        make_row(title="Maçon")
    first = client.get(LIST, {"q": "maçon", "contrat": ""}).json()
    assert (first["count"], first["previous"], len(first["results"])) == (41, None, 20)
    second = client.get(first["next"]).json()
    third = client.get(second["next"]).json()
    assert (third["next"], len(third["results"])) == (None, 1)
    assert client.get(third["previous"]).json() == second
    ids = [item["id"] for page in (first, second, third) for item in page["results"]]
    assert len(set(ids)) == 41


def test_facets_carry_their_labels_and_counts(client):
    make_row(contract="cdi", domain="F")
    make_row(contract="cdd", domain="F")
    facets = client.get(f"{LIST}?contrat=cdd").json()["facets"]
    assert facets["contrat"] == [
        {"value": "cdi", "label": "CDI", "count": 1, "selected": False},
        {"value": "cdd", "label": "CDD", "count": 1, "selected": True},
    ]
    assert [value["count"] for value in facets["domaine"]] == [1]


def test_the_widening_is_said(client):
    make_belfort()
    make_row(latitude=BELFORT[0] + 0.2)
    answer = client.get(f"{LIST}?lieu=90000&rayon=5").json()
    assert (answer["widened_to_km"], answer["count"]) == (30, 1)


def test_a_page_beyond_the_end_is_a_problem(client):
    make_row()
    document = problem(client.get(f"{LIST}?page=2"), 404)
    assert document["errors"] == [{"field": "page", "reason": "De 1 à 1."}]
    assert "dernière est la page 1" in document["detail"]


def test_an_unknown_place_is_a_problem_that_proposes_the_nearest(client):
    make_belfort()
    document = problem(client.get(f"{LIST}?lieu=Belffort&rayon=abc"), 400)
    reasons = {error["field"]: error["reason"] for error in document["errors"]}
    assert "Belfort (90000)" in reasons["lieu"]
    assert set(reasons) == {"lieu", "rayon"}


def test_details_that_are_gone_or_never_were(client):
    row = make_row(expires_at=timezone.now() - datetime.timedelta(minutes=1))
    assert problem(client.get(f"{LIST}{row.pk}/"), 410)["detail"] == "Cette annonce a expiré."
    problem(client.get(f"{LIST}{row.pk + 1}/"), 404)
    problem(client.get(f"{LIST}{10**30}/"), 404)
    problem(client.get(f"{LIST}abc/"), 404)


@pytest.mark.parametrize("path", [LIST, f"{LIST}1/", "/api/v1/clusters/", "/api/v1/communes/"])
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, path, method):
    response = getattr(client, method)(path)
    problem(response, 405)
    assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("path", ["/api/", "/api/v1", "/api/v1/nothing/", "/api/v2/x"])
def test_an_unknown_route_is_a_problem(client, path):
    problem(client.get(path), 404)


def test_another_format_than_json_is_a_problem(client):
    problem(client.get(LIST, headers={"Accept": "text/csv"}), 406)


def test_unknown_parameters_are_ignored(client):
    row = make_row()
    answer = client.get(f"{LIST}?utm_source=x&pages=7").json()
    assert [item["id"] for item in answer["results"]] == [row.pk]


def test_communes_by_name_or_code(client):
    make_belfort()
    CommuneFactory(
        insee_code="90052", name="Évette-Salbert", postal_codes=["90350"], population=2_000
    )

    def labels(query: str) -> list[str]:
        results = client.get("/api/v1/communes/", {"q": query}).json()["results"]
        return [commune["label"] for commune in results]

    assert labels("evette s") == labels("Salb") == ["Évette-Salbert (90350)"]
    assert labels("90") == ["Belfort (90000)", "Évette-Salbert (90350)"]
    assert labels("90052") == ["Évette-Salbert (90350)"]
    assert labels("") == labels("xyz") == []
    document = problem(client.get("/api/v1/communes/", {"q": "é" * 10_000}), 400)
    assert [error["field"] for error in document["errors"]] == ["q"]


def queries_of(client, path: str) -> int:
    client.get(path)  # the communes are read once
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len([query for query in captured if "snippets_count" not in query["sql"]])


def test_one_and_twenty_rows_cost_the_same_queries(client):
    make_belfort()
    path = f"{LIST}?q=macon&lieu=Belfort&rayon=20"
    make_row()
    one = queries_of(client, path)
    for _ in range(19):
        make_row()
    assert queries_of(client, path) == one == 2


def test_the_costliest_search_takes_four_queries(client):
    make_belfort()
    make_row(latitude=BELFORT[0] + 0.4)
    assert queries_of(client, f"{LIST}?q=macon&lieu=Belfort&rayon=5") == 4
    assert queries_of(client, f"{LIST}?q=introuvable&lieu=Belfort&rayon=5") == 3


# --- The same results as the page ---------------------------------------------------------------

pairs = st.lists(
    st.sampled_from(
        [
            ("q", "maçonne"), ("q", "agent nettoy"), ("q", "de la"), ("lieu", "Belfort"),
            ("lieu", "90000"), ("position", "47.70,6.90"), ("rayon", "5"), ("rayon", "12,5"),
            ("rayon", "900"), ("type", "job"), ("type", "session"), ("contrat", "cdi"),
            ("contrat", "cdd"), ("domaine", "F"), ("temps", "part"), ("horaires", "day"),
            ("heures_min", "30"), ("debutant", "1"), ("sans_permis", "1"), ("siae", "0"),
            ("depuis", "7"), ("tri", "date"), ("tri", "distance"), ("tri", "pertinence"),
            ("page", "1"), ("page", "2"), ("bbox", "6.8,47.5,7.0,47.75"),
        ]
    ),
    max_size=6,
    # Only lists may be given twice to the API; the page takes the last value.
    unique_by=lambda pair: pair if pair[0] in {"type", "contrat"} else pair[0],
)  # fmt: skip


@pytest.fixture
def sixty_rows(db) -> None:
    make_belfort()
    for number in range(60):
        make_row(
            title=("Maçon", "Agent de nettoyage")[number % 5 == 0],
            kind=("job", "session")[number % 9 == 0],
            contract=("cdi", "cdd", "interim")[number % 3],
            domain="FN"[number % 2],
            working_time=("full", "part")[number % 4 == 0],
            schedules=["day"] if number % 2 else [],
            weekly_hours=20 + number % 16,
            beginner_accepted=number % 2 == 0,
            no_licence=number % 3 != 0,
            latitude=BELFORT[0] + number // 12 * 0.05,
            published_at=timezone.now() - datetime.timedelta(days=number // 10),
        )


def encoded(parameters: list[tuple[str, str]]) -> str:
    data = QueryDict(mutable=True)
    for name, value in parameters:
        data.appendlist(name, value)
    return data.urlencode()


@settings(
    max_examples=at_size(30, 150),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(parameters=pairs)
def test_api_and_page_give_the_same_ids_in_the_same_order(client, sixty_rows, parameters):
    query = encoded(parameters)
    result = queries.find(criteria_from(QueryDict(query)).criteria)
    response = client.get(f"{LIST}?{query}")
    page = client.get(f"/offres/?{query}").content.decode()
    expected = [row.pk for row in result.rows]
    links = dict.fromkeys(re.findall(r"/offres/annonce-(\d+)/", page))
    assert list(map(int, links)) == expected
    if response.status_code == 404:
        assert result.page < criteria_from(QueryDict(query)).criteria.page
        return
    answer = json.loads(response.content)
    assert [item["id"] for item in answer["results"]] == expected
    assert answer["count"] == result.count
    assert answer["widened_to_km"] == result.widened_to_km
