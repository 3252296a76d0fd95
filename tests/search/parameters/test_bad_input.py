"""Whatever is asked, there is an answer: never a 500."""

import pytest
from django.http import QueryDict
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import queries
from search.parameters.filters import OpportunityFilterSet, criteria_from
from tests.search.rows import make_belfort, make_row
from tests.sizes import at_size

pytestmark = pytest.mark.django_db

NUMBERS = [
    "abc",
    "nan",
    "inf",
    "-inf",
    "1e400",
    "0x10",
    "٣",
    "½",
    "1,2,3",
    "--1",
    "1.5.2",
    "9" * 5000,
]


@pytest.fixture(autouse=True)
def something() -> None:
    make_belfort()
    make_row()


@pytest.mark.parametrize(
    ("parameter", "value", "nearest"),
    [
        *((name, value, None) for name in ("heures_min", "depuis") for value in NUMBERS[:4]),
        *(("rayon", value, 20) for value in NUMBERS),
        *(("page", value, 1) for value in ("0", "-1", "1.5", "abc", "nan", "٣")),
        *(
            ("bbox", value, None)
            for value in (
                "1,2,3", "a,b,c,d", "7,47,6,48", "6,48,7,47", "6,47,6,48", "nan,47,7,48",
                "inf,47,7,48", "6;47;7;48", "6,47,7,48,9", "200,95,300,99",
            )
        ),
        *(("position", value, None) for value in ("91,6", "47", "47,181", "nan,6", "x,y")),
        ("tri", "prix", ""),
        ("type", "cdi", ()),
        ("contrat", "'; DROP TABLE x; --", ()),
        ("domaine", "Z", ()),
        ("temps", "both", ()),
        ("horaires", "noon", ()),
        ("debutant", "peut-être", False),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_replaced(client, parameter, value, nearest):
    data = QueryDict(mutable=True)
    data[parameter] = value
    parsed = criteria_from(data)
    assert set(parsed.errors) == {parameter}
    assert parsed.errors[parameter]
    attributes = {
        "rayon": "radius_km", "page": "page", "bbox": "box", "position": "place", "tri": "sort",
        "type": "kinds", "contrat": "contracts", "domaine": "domains", "temps": "working_times",
        "horaires": "schedules", "debutant": "beginner", "heures_min": "hours_min",
        "depuis": "since_days",
    }  # fmt: skip
    assert getattr(parsed.criteria, attributes[parameter]) == nearest
    response = client.get("/api/v1/opportunities/", data)
    assert response.status_code == 400
    assert [error["field"] for error in response.json()["errors"]] == [parameter]
    assert client.get("/offres/", data).status_code == 200


@pytest.mark.parametrize(
    ("query", "attribute", "value"),
    [
        ("rayon=1", "radius_km", 5),
        ("rayon=-7", "radius_km", 5),
        ("rayon=1000", "radius_km", 50),
        ("rayon=12,5", "radius_km", 12.5),
        ("rayon=7", "radius_km", 7),
        ("depuis=10", "since_days", 7),
        ("depuis=99999", "since_days", 31),
        ("heures_max=99", "hours_max", 48),
        ("page=99999999999999999999", "page", 1_000_000),
        ("page=0003", "page", 3),
        ("bbox=-999,47,999,48", "box", (-180, 47, 180, 48)),
        ("bbox=6.1234567890123456789,47,7,48", "box", (6.1234567890123456789, 47, 7, 48)),
    ],
)
def test_what_is_out_of_bounds_is_brought_to_the_nearest_value(query, attribute, value):
    parsed = criteria_from(QueryDict(query))
    assert parsed.errors == {}
    assert getattr(parsed.criteria, attribute) == value


def test_a_text_that_is_too_long_is_cut_at_a_word():
    parsed = criteria_from(QueryDict("q=" + "maçon+" * 2000))
    assert "trop long" in parsed.errors["q"]
    assert parsed.criteria.words == ("macon",)
    assert len(parsed.criteria.text) <= 200


def test_many_words_are_cut():
    text = "+".join(f"mot{number}" for number in range(30))
    parsed = criteria_from(QueryDict(f"q={text}"))
    assert len(parsed.criteria.words) == 12
    assert parsed.notes == ["Seuls les 12 premiers mots ont été cherchés."]


def test_letters_that_the_index_does_not_have_are_told():
    parsed = criteria_from(QueryDict("q=招聘"))
    (note,) = parsed.notes
    assert "«\u00a0招聘\u00a0»" in note
    for text in ("œuf", "un emploi", ""):
        assert criteria_from(QueryDict(f"q={text}")).notes == []


def test_one_wrong_value_among_several_keeps_the_others():
    parsed = criteria_from(QueryDict("contrat=cdd&contrat=zzz&contrat=cdi&contrat=cdd"))
    assert parsed.criteria.contracts == ("cdi", "cdd")
    assert "zzz" in parsed.errors["contrat"]


@pytest.mark.parametrize("path", ["/offres/", "/api/v1/opportunities/", "/api/v1/clusters/"])
@pytest.mark.parametrize(
    "query",
    [
        "q=%00", "q=a%00b", "q=%ff%fe", "lieu=%c3%28", "q=%F0%9F%98%80", "q=" + "a" * 10_000,
        "lieu=" + "b" * 10_000, "q=%", "q=%zz", "page=1&page=2", "bbox", "=", "&&&", "q[]=1",
        "q=a%26b%7C!(c)%3A*", "q='%3B--", "lieu=100%25", "lieu=%25s%25(x)s", "type=%25(nearest)s",
        "bbox=6,47,7,48&zoom=99", "bbox=6,47,7,48&zoom=-1", "bbox=6,47,7,48&zoom=nan",
        "bbox=-180,-90,180,90&zoom=22", "bbox=6,47,6.0000000001,47.0000000001&zoom=22",
        "bbox=179,-90,180,-89&zoom=0",
    ],
)  # fmt: skip
def test_no_query_string_is_a_fault(client, path, query):
    response = client.get(f"{path}?{query}")
    assert response.status_code in {200, 400, 404}
    if response.status_code != 200 and path.startswith("/api/"):
        assert response["Content-Type"] == "application/problem+json"


names = st.sampled_from([*OpportunityFilterSet.base_filters, "zoom", "unknown"])
texts = st.text(max_size=60) | st.floats().map(str) | st.integers().map(str) | st.sampled_from(
    ["6,47,7,48", "47.6,6.8", "job", "cdi", "Belfort", "distance", "1", "%", "%s", "''"]
)  # fmt: skip


@settings(
    max_examples=at_size(50, 200),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(pairs=st.lists(st.tuples(names, texts), max_size=8))
def test_random_parameters_are_never_a_fault(something, pairs):
    data = QueryDict(mutable=True)
    for name, value in pairs:
        data.appendlist(name, value)
    parsed = criteria_from(data)
    result = queries.find(parsed.criteria)
    assert 1 <= result.page <= result.num_pages
    response = Client().get("/api/v1/opportunities/", data)
    assert response.status_code in {200, 400, 404}
    if parsed.errors:
        assert response.status_code == 400
