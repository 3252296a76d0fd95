"""ETag and Last-Modified: 304 while nothing changed, and never longer."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.http import parse_http_date

from search.index import change_log
from search.models import DataChange, Opportunity
from tests.factories import (
    CommuneFactory,
    JobOfferPageFactory,
    OccupationFactory,
    OrganisationFactory,
)
from tests.search.rows import make_belfort, make_row
from tests.search.sessions import make_session

pytestmark = pytest.mark.django_db

LIST = "/api/v1/opportunities/"
PATHS = [
    LIST, f"{LIST}?q=macon&lieu=Belfort", "/api/v1/opportunities.geojson", "/api/v1/sessions/",
    "/api/v1/occupations/?q=macon", "/api/v1/organisations/", "/api/v1/communes/?q=belf",
    "/api/v1/clusters/?bbox=6,47,7,48&zoom=9", f"{LIST}?depuis=7",
]  # fmt: skip


@pytest.fixture(autouse=True)
def something():
    make_belfort()
    make_session()
    OccupationFactory(code="F1703", label="Maçon / Maçonne")
    organisation = OrganisationFactory(verified_at=timezone.now())
    return make_row(organisation_id=organisation.pk)


@pytest.fixture
def settled(something):
    """What was written is old enough for a date to tell it from what comes."""
    hour_ago = timezone.now() - datetime.timedelta(hours=1)
    DataChange.objects.update(changed_at=hour_ago)
    return hour_ago


def again(client, path: str, etag: str):
    return client.get(path, headers={"If-None-Match": etag})


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_has_not_changed_is_not_sent_again(client, path, method):
    first = client.get(path)
    assert first.status_code == 200
    same = getattr(client, method)(path, headers={"If-None-Match": first["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert same["ETag"] == first["ETag"]
    assert same["Cache-Control"] == "public, max-age=30"
    assert "Accept" in same["Vary"]


@pytest.mark.parametrize("path", PATHS[:7])
def test_a_known_answer_costs_one_query(client, path):
    etag = client.get(path)["ETag"]
    with CaptureQueriesContext(connection) as captured:
        assert again(client, path, etag).status_code == 304
    # Where a place is named, the communes may have to be read anew as well.
    assert len([query for query in captured if "snippets_count" not in query["sql"]]) == 1


def test_each_address_has_its_own_etag(client):
    addresses = [LIST, f"{LIST}?page=1", f"{LIST}?q=macon", f"{LIST}?fields=id"]
    etags = [client.get(address)["ETag"] for address in addresses]
    assert len(set(etags)) == len(etags)
    assert client.get(LIST, headers={"Host": "localhost"})["ETag"] not in etags


def added():
    make_row()


def changed():
    Opportunity.objects.filter(kind="job").update(title="Peintre")


def removed():
    Opportunity.objects.filter(kind="job").delete()


def unpublished_later():
    page = JobOfferPageFactory.row()
    page.unpublish()


@pytest.mark.parametrize("change", [added, changed, removed, unpublished_later])
def test_any_change_of_the_index_is_seen_at_once(client, change):
    etag = client.get(LIST)["ETag"]
    change()
    response = again(client, LIST, etag)
    assert response.status_code == 200
    assert response["ETag"] != etag


def test_an_expiry_is_seen_at_once_though_nothing_is_written(client, monkeypatch):
    soon = timezone.now() + datetime.timedelta(minutes=5)
    row = make_row(title="Bientôt finie", expires_at=soon)
    etag = client.get(LIST)["ETag"]
    assert again(client, LIST, etag).status_code == 304
    monkeypatch.setattr(timezone, "now", lambda: soon)
    response = again(client, LIST, etag)
    assert response.status_code == 200
    assert row.pk not in [item["id"] for item in response.json()["results"]]
    assert client.get(f"{LIST}{row.pk}/").status_code == 410


def test_a_sliding_period_is_seen_though_nothing_is_written(client, monkeypatch):
    path = f"{LIST}?depuis=3"
    first = client.get(path)
    assert first.json()["count"] == 2
    assert "Last-Modified" not in first
    later = timezone.now() + datetime.timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: later)
    response = again(client, path, first["ETag"])
    assert (response.status_code, response.json()["count"]) == (200, 0)


def test_kept_counts_are_never_those_of_another_version(client, monkeypatch):
    monkeypatch.setattr("search.queries.searches.KEPT_FROM", 1)
    assert client.get(LIST).json()["count"] == 2
    make_row(contract="cdi")
    answer = client.get(LIST).json()
    assert answer["count"] == 3
    assert [value["value"] for value in answer["facets"]["contrat"]] == ["cdi"]


def test_a_commune_that_moves_changes_the_searches_around_it(client):
    path = f"{LIST}?lieu=Belfort&rayon=5"
    etag = client.get(path)["ETag"]
    CommuneFactory(belfort=True)  # found, not made: nothing changes
    assert again(client, path, etag).status_code == 304
    commune = CommuneFactory(belfort=True)
    commune.latitude += 1
    commune.save()
    assert again(client, path, etag).status_code == 200


def test_what_is_not_read_changes_nothing(client):
    etag = client.get("/api/v1/occupations/")["ETag"]
    make_row()
    assert again(client, "/api/v1/occupations/", etag).status_code == 304


def test_last_modified_is_the_newest_change_and_gives_304(client, settled):
    first = client.get(LIST)
    modified = first["Last-Modified"]
    assert parse_http_date(modified) == int(settled.timestamp())
    assert client.get(LIST, headers={"If-Modified-Since": modified}).status_code == 304
    make_row()
    assert client.get(LIST, headers={"If-Modified-Since": modified}).status_code == 200


def test_a_change_of_this_very_second_has_no_date_yet(client):
    make_row()
    assert "Last-Modified" not in client.get(LIST)


def test_conditions_do_not_hide_problems(client, settled):
    now = "Tue, 24 Nov 2099 08:00:00 GMT"
    for headers in ({"If-Modified-Since": now}, {"If-None-Match": "*"}, {"If-None-Match": "x"}):
        assert client.get(f"{LIST}?page=99", headers=headers).status_code == 404
        assert client.get(f"{LIST}99999/", headers=headers).status_code == 404
        assert client.get(f"{LIST}?page=0", headers=headers).status_code == 400
    refused = client.get(LIST, headers={"If-Match": '"other"'})
    assert refused.status_code == 412
    assert refused["Content-Type"] == "application/problem+json"


def test_a_statement_that_changes_nothing_leaves_no_line():
    before = DataChange.objects.count()
    Opportunity.objects.filter(pk=-1).update(title="x")
    Opportunity.objects.filter(pk=-1).delete()
    assert DataChange.objects.count() == before
    Opportunity.objects.update(title="x")
    assert DataChange.objects.count() == before + 1


def test_old_lines_are_forgotten_but_the_newest_of_each_table():
    DataChange.objects.update(changed_at=timezone.now() - datetime.timedelta(days=3))
    make_row()
    sources = set(DataChange.objects.values_list("source", flat=True))
    before = change_log.version([change_log.COMMUNES])
    assert change_log.forget_old_changes() > 0
    assert set(DataChange.objects.values_list("source", flat=True)) == sources
    assert change_log.version([change_log.COMMUNES]).changed_at == before.changed_at


def test_a_day_that_passes_changes_every_version(monkeypatch):
    before = change_log.version([change_log.COMMUNES]).key
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)
    assert change_log.version([change_log.COMMUNES]).key != before
