"""GeoJSON, occupations, organisations, sessions, the choice of fields."""

import datetime
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from search.api import examples
from search.api.reference_serializers import (
    CommuneSerializer,
    OccupationSerializer,
    OrganisationSerializer,
)
from search.api.serializers import OpportunitySerializer, SessionSerializer
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
)
from tests.search.rows import BELFORT, make_belfort, make_row
from tests.search.sessions import make_session

pytestmark = pytest.mark.django_db

API = "/api/v1/"
PARIS = ZoneInfo("Europe/Paris")


def get(client, path: str, **parameters) -> dict:
    response = client.get(f"{API}{path}", parameters)
    assert response.status_code == 200, response.content
    return response.json()


def refused(client, path: str) -> dict[str, str]:
    response = client.get(f"{API}{path}")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    return {error["field"]: error["reason"] for error in response.json()["errors"]}


def queries_of(client, path: str) -> int:
    client.get(f"{API}{path}")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{API}{path}").status_code == 200
    return len([query for query in captured if "snippets_count" not in query["sql"]])


# --- GeoJSON ------------------------------------------------------------------------------------


def test_features_are_the_results_of_the_search_as_points(client):
    make_row(title="Maçon", latitude=47.5, longitude=6.9)
    make_row(title="Peintre")
    (feature,) = get(client, "opportunities.geojson", q="maçonne")["features"]
    (result,) = get(client, "opportunities/", q="maçonne")["results"]
    assert feature["type"] == "Feature"
    assert feature["geometry"] == {"type": "Point", "coordinates": [6.9, 47.5]}
    assert feature["properties"] == result
    response = client.get(f"{API}opportunities.geojson")
    assert response["Content-Type"] == "application/geo+json"
    assert response.json()["type"] == "FeatureCollection"


def test_a_feature_without_a_place_has_no_geometry(client):
    make_row(latitude=None)
    (feature,) = get(client, "opportunities.geojson")["features"]
    assert feature["geometry"] is None


def test_features_come_by_pages(client, monkeypatch):
    monkeypatch.setattr("search.api.views.FeaturePages.page_size", 2)
    for _ in range(5):
        make_row()
    first = get(client, "opportunities.geojson")
    assert (first["count"], first["previous"], len(first["features"])) == (5, None, 2)
    third = client.get(client.get(first["next"]).json()["next"]).json()
    assert (third["next"], len(third["features"])) == (None, 1)
    assert client.get(f"{API}opportunities.geojson?page=4").status_code == 404


@pytest.mark.parametrize("query", ["", "?q=macon&lieu=Belfort"])
def test_features_cost_the_same_for_one_and_twenty(client, query):
    make_belfort()
    make_row()
    one = queries_of(client, f"opportunities.geojson{query}")
    for _ in range(19):
        make_row()
    assert queries_of(client, f"opportunities.geojson{query}") == one <= 3


# --- Fields -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "members", "serializer"),
    [
        ("opportunities/", "results", OpportunitySerializer),
        ("opportunities.geojson", "features", OpportunitySerializer),
        ("sessions/", "results", SessionSerializer),
        ("occupations/", "results", OccupationSerializer),
        ("organisations/", "results", OrganisationSerializer),
        ("communes/?q=belfort", "results", CommuneSerializer),
    ],
)
def test_fields_are_all_there_or_those_chosen(client, path, members, serializer):
    make_belfort()
    make_session()
    OccupationFactory()
    OrganisationFactory(verified_at=timezone.now())

    def first(address: str) -> dict:
        item = get(client, address)[members][0]
        return item.get("properties", item)

    names = list(serializer().fields)
    assert list(first(path)) == names
    two = names[1::2][:2]
    joint = "&" if "?" in path else "?"
    assert list(first(f"{path}{joint}fields={two[1]},{two[0]},{two[0]}")) == two
    reasons = refused(client, f"{path}{joint}fields={two[0]},prix")
    assert reasons == {"fields": "«\u00a0prix\u00a0» n’est pas un champ de la réponse."}


def test_one_object_has_the_chosen_fields_too(client):
    row = make_row(title="Maçon")
    organisation = OrganisationFactory(name="Bâtir", verified_at=timezone.now())
    assert get(client, f"opportunities/{row.pk}/", fields="title") == {"title": "Maçon"}
    assert get(client, f"organisations/{organisation.pk}/", fields="name") == {"name": "Bâtir"}
    assert "fields" in refused(client, f"opportunities/{row.pk}/?fields=contact")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("type[]=job", "type[]"), ("q=a&q=b", "q"), ("fields=id&fields=title", "fields"),
        ("q=%00", "q"), ("q=%ff", "q"), ("lieu=x&q=a%00", "q"), ("type[0]=job", "type[0]"),
        ("&".join(["type=job"] * 51), "type"),
    ],
)  # fmt: skip
def test_lists_and_unreadable_values_are_named(client, query, field):
    assert field in refused(client, f"opportunities/?{query}")


# --- Occupations --------------------------------------------------------------------------------


@pytest.fixture
def occupations():
    for code, label in (
        ("H2913", "Soudeur / Soudeuse"),
        ("F1703", "Maçon / Maçonne"),
        ("F1610", "Maçon / Maçonne du bâti ancien"),
        ("K1302", "Aide à domicile"),
        ("J1501", "Aide-soignant / Aide-soignante"),
    ):
        OccupationFactory(code=code, label=label)


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("soudeuse", ["H2913"]), ("SOUD", ["H2913"]), ("soudeus", ["H2913"]),
        ("maconne", ["F1703", "F1610"]), ("maçon ancien", ["F1610"]), ("maçon anc", ["F1610"]),
        ("mac ancien", []), ("F1703", ["F1703"]), ("f1", ["F1703", "F1610"]),
        ("aide à dom", ["K1302"]), ("soignante", ["J1501"]), ("xyz", []), ("!!", []),
        ("%", []), ("' OR 1=1", []),
    ],
)  # fmt: skip
def test_occupations_by_what_people_type(client, occupations, typed, codes):
    answer = get(client, "occupations/", q=typed)
    assert [item["code"] for item in answer["results"]] == codes
    assert answer["count"] == len(codes)


def test_occupations_are_bounded_and_chosen_by_domain(client, occupations):
    answer = get(client, "occupations/", limit=2)
    assert (answer["count"], len(answer["results"])) == (5, 2)
    labels = [item["label"] for item in get(client, "occupations/")["results"]]
    assert labels == sorted(labels)
    domain = get(client, "occupations/?domaine=F&domaine=H")["results"]
    assert {item["domain"] for item in domain} == {"F", "H"}
    for wrong in ("limit=0", "limit=101", "limit=abc", "limit=1.5", f"limit={'9' * 99}"):
        assert "limit" in refused(client, f"occupations/?{wrong}")


def test_a_new_occupation_is_seen_at_once(client, occupations):
    assert get(client, "occupations/", q="vigneron")["count"] == 0
    occupation = OccupationFactory(code="A1405", label="Vigneron / Vigneronne")
    assert get(client, "occupations/", q="vigneron")["count"] == 1
    occupation.delete()
    assert get(client, "occupations/", q="vigneron")["count"] == 0


def test_occupations_cost_the_same_for_one_and_twenty(client):
    OccupationFactory()
    one = queries_of(client, "occupations/")
    OccupationFactory.create_batch(19)
    assert queries_of(client, "occupations/") == one == 1


# --- Organisations ------------------------------------------------------------------------------


def names(client, **parameters) -> list[str]:
    return [item["name"] for item in get(client, "organisations/", **parameters)["results"]]


def test_only_those_that_the_public_may_see(client):
    now = timezone.now()
    verified = OrganisationFactory(name="Vérifiée", verified_at=now, email="a@prive.test")
    online = OrganisationFactory(name="En ligne")
    partner = OrganisationFactory(name="Partenaire")
    late = OrganisationFactory(name="Expirée")
    hidden = OrganisationFactory(name="Cachée")
    make_row(organisation_id=online.pk)
    make_row(organisation_id=late.pk, expires_at=now - datetime.timedelta(seconds=1))
    make_session(details={"partners": [{"id": partner.pk, "name": "Partenaire"}]})
    answer = get(client, "organisations/")
    assert {item["name"]: item["opportunities"] for item in answer["results"]} == {
        "En ligne": 1,
        "Partenaire": 1,
        "Vérifiée": 0,
    }
    assert answer["count"] == 3
    for organisation in (late, hidden):
        for key in (organisation.pk, organisation.slug):
            assert client.get(f"{API}organisations/{key}/").status_code == 404
    assert "prive.test" not in client.get(f"{API}organisations/{verified.pk}/").content.decode()
    assert verified.phone not in client.get(f"{API}organisations/").content.decode()


def test_one_by_id_or_slug(client):
    organisation = OrganisationFactory(name="Bâtir", verified_at=timezone.now())
    numbered = OrganisationFactory(slug=str(organisation.pk), verified_at=timezone.now())
    by_id = get(client, f"organisations/{organisation.pk}/")
    assert by_id == get(client, f"organisations/{organisation.slug}/")
    assert by_id["commune_code"] == "90010"
    assert by_id["url"].endswith(f"/organisations/{organisation.slug}/")
    assert get(client, f"organisations/{numbered.pk}/")["id"] == numbered.pk
    for key in ("inconnue", "9" * 30, "0"):
        assert client.get(f"{API}organisations/{key}/").status_code == 404


def test_organisations_by_words_kind_and_commune(client):
    now = timezone.now()
    delle = CommuneFactory(insee_code="90033", name="Delle")
    OrganisationFactory(name="Éts Müller", verified_at=now)
    OrganisationFactory(name="Müller Services", kind="association", commune=delle, verified_at=now)
    assert names(client, q="mull") == ["Éts Müller", "Müller Services"]
    assert names(client, q="mull", kind="association") == ["Müller Services"]
    assert names(client, commune="90033") == ["Müller Services"]
    assert names(client, commune="99999") == names(client, q="xyz") == []
    wrong = refused(client, "organisations/?commune=delle&kind=mairie&page=0")
    assert set(wrong) == {"commune", "kind", "page"}


def test_organisations_come_by_pages_at_the_same_price(client):
    OrganisationFactory(verified_at=timezone.now())
    one = queries_of(client, "organisations/")
    OrganisationFactory.create_batch(20, verified_at=timezone.now())
    assert queries_of(client, "organisations/") == one == 3
    first = get(client, "organisations/")
    assert (first["count"], len(first["results"])) == (21, 20)
    assert len(client.get(first["next"]).json()["results"]) == 1
    assert client.get(f"{API}organisations/?page=3").status_code == 404


# --- Sessions -----------------------------------------------------------------------------------


def day(month: int, number: int, hour: int = 14) -> datetime.datetime:
    year = timezone.localdate().year + 1
    return datetime.datetime(year, month, number, hour, tzinfo=PARIS)


def sessions(client, query: str = "") -> list[int]:
    return [item["id"] for item in get(client, f"sessions/?{query}")["results"]]


def test_the_agenda_goes_by_date_without_what_is_over(client):
    now = timezone.now()
    later, sooner = make_session(day(3, 2)), make_session(day(2, 1))
    under_way = make_session(now - datetime.timedelta(hours=1))
    make_session(now - datetime.timedelta(hours=4))
    make_row()
    assert sessions(client) == [under_way.pk, sooner.pk, later.pk]


def test_days_are_french_and_both_included(client):
    late = make_session(day(3, 2, hour=23))
    early = make_session(day(3, 3, hour=0))
    year = late.starts_at.year
    assert sessions(client, f"from={year}-03-02&to={year}-03-02") == [late.pk]
    assert sessions(client, f"from={year}-03-03") == [early.pk]
    assert sessions(client, f"to={year}-03-03") == [late.pk, early.pk]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=hier", "from"), ("from=2027-02-30", "from"), ("to=2027-1-1", "to"),
        ("from=0001-01-01", "from"), ("to=9999-12-31", "to"), ("from=", "from"),
        ("from=2027-02-02&to=2027-02-01", "to"), ("audience=tous", "audience"),
        ("session_type=fête", "session_type"), ("status=ok", "status"), ("lieu=zzzz", "lieu"),
        ("from=20270101", "from"), ("from=２０２７-01-01", "from"), ("page=0", "page"),
    ],
)  # fmt: skip
def test_what_a_session_cannot_be_asked_is_named(client, query, field):
    assert field in refused(client, f"sessions/?{query}")


def test_sessions_by_type_audience_status_and_place(client):
    make_belfort()
    forum = make_session(details={"session_type": "forum", "audience": "rsa"})
    far = make_session(latitude=BELFORT[0] + 0.3, details={"status": "postponed"})
    assert sessions(client, "session_type=forum") == sessions(client, "audience=rsa") == [forum.pk]
    assert sessions(client, "status=postponed&status=cancelled") == [far.pk]
    assert sessions(client, "lieu=Belfort&rayon=10") == [forum.pk]
    (item,) = get(client, "sessions/?lieu=Belfort&rayon=50&status=postponed")["results"]
    assert item["distance_km"] == pytest.approx(33.36, abs=0.05)
    # A parameter of the search alone is not one of the agenda.
    assert len(sessions(client, "contrat=cdi")) == 2


def test_a_published_session_is_told_in_full(client):
    partner = OrganisationFactory(name="Partenaire")
    occupation = OccupationFactory(code="K1304", label="Aide à domicile")
    from pages.models.session import SessionOccupation, SessionPartner

    page = RecruitmentSessionPageFactory.row(
        partners=[SessionPartner(organisation=partner)],
        occupations=[SessionOccupation(occupation=occupation)],
    )
    (item,) = get(client, "sessions/")["results"]
    assert item["id"] == page.pk
    assert item["partners"] == [{"id": partner.pk, "name": "Partenaire"}]
    assert item["occupations"] == ["K1304"]
    assert item["session_type"] == "job_dating"
    assert datetime.datetime.fromisoformat(item["starts_at"]) == page.starts_at
    assert datetime.datetime.fromisoformat(item["ends_at"]) == page.ends_at
    assert item["place"].startswith("Maison du peuple")


def test_the_agenda_comes_by_pages_at_the_same_price(client):
    make_session()
    one = queries_of(client, "sessions/")
    for _ in range(20):
        make_session()
    assert queries_of(client, "sessions/") == one == 3
    first = get(client, "sessions/")
    assert (first["count"], len(first["results"])) == (21, 20)
    assert len(client.get(first["next"]).json()["results"]) == 1
    assert client.get(f"{API}sessions/?page=3").status_code == 404


# --- Examples -----------------------------------------------------------------------------------


def test_the_examples_have_the_properties_of_the_serializers():
    assert list(examples.OPPORTUNITY) == list(OpportunitySerializer().fields)
    assert list(examples.SESSION) == list(SessionSerializer().fields)
    assert list(examples.ORGANISATION) == list(OrganisationSerializer().fields)
    assert list(examples.OCCUPATION_LIST["results"][0]) == list(OccupationSerializer().fields)
    assert list(examples.COMMUNE_LIST["results"][0]) == list(CommuneSerializer().fields)
