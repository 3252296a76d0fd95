"""How often one address may ask the API, and what each answer says of it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from config import throttling
from snippets.models import Count
from tests.pages.test_concurrent_creation import database_url

pytestmark = pytest.mark.django_db
PATH = "/api/v1/communes/"


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch):
    """Counting starts at 10 s of a minute that does not end."""
    monkeypatch.setattr(throttling.time, "time", lambda: 1_790_000_050.5)


@pytest.fixture
def three_a_minute(settings):
    settings.API_REQUESTS_PER_MINUTE = 3
    settings.API_REQUESTS_PER_DAY = 5


def left(response) -> tuple[str, str, str]:
    return tuple(response[f"RateLimit-{name}"] for name in ("Limit", "Remaining", "Reset"))


def test_each_answer_says_what_is_left(client, three_a_minute):
    first, second = client.get(PATH), client.get("/api/v1/nowhere/")
    assert (first.status_code, second.status_code) == (200, 404)
    assert left(first) == ("3", "2", "50")
    assert left(second) == ("3", "1", "50")
    assert first["RateLimit-Policy"] == "3;w=60, 5;w=86400"


@pytest.mark.parametrize(
    "path",
    ["/api/v1/communes/?q=%ff", "/api/schema/", "/api/docs/", "/api/v1/opportunities/?page=0"],
)
def test_refusals_and_documentation_say_it_too(client, path):
    assert "RateLimit-Remaining" in client.get(path)


def test_one_too_many_is_a_problem_that_says_when_to_come_back(client, three_a_minute):
    for _ in range(3):
        assert client.get(PATH).status_code == 200
    refused = client.get(PATH, headers={"Origin": "https://ailleurs.example"})
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] == "Trop de demandes\u00a0: réessayez dans 50\u00a0secondes."
    assert refused["Retry-After"] == "50"
    assert left(refused) == ("3", "0", "50")
    assert refused["Cache-Control"] == "no-store"
    # A page of another site must be able to read why.
    assert refused["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "accept"),
    [
        ("/api/v1/opportunities.geojson", "application/geo+json"),
        ("/api/v2/pages/", "*/*"),
        ("/api/v2/preview/?token=x", "*/*"),
        ("/api/schema/", "application/yaml"),
        ("/api/docs/", "text/html"),
        ("/api/v1/nowhere/", "text/html"),
    ],
)
def test_every_view_refuses_in_the_same_words(client, three_a_minute, path, accept):
    """A view may answer in YAML or HTML; its refusal is still a problem document."""
    for _ in range(3):
        client.get(path, headers={"Accept": accept})
    refused = client.get(path, headers={"Accept": accept})
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["title"] == "Trop de demandes"
    assert left(refused) == ("3", "0", "50")


def test_what_no_view_answers_is_counted_too(client, three_a_minute):
    for number, (path, accept, status) in enumerate(
        [
            ("/api/v1/nowhere/", "*/*", 404),
            (PATH, "text/csv", 406),
            (f"{PATH}?q=%ff", "*/*", 400),
        ]
    ):
        response = client.get(path, headers={"Accept": accept})
        assert response.status_code == status
        assert left(response)[1] == str(2 - number)
    assert client.get(PATH).status_code == 429


def test_the_next_minute_starts_anew_until_the_day_is_used_up(client, three_a_minute, monkeypatch):
    for _ in range(3):
        client.get(PATH)
    monkeypatch.setattr(throttling.time, "time", lambda: 1_790_000_110)
    assert left(client.get(PATH)) == ("5", "1", str(86_400 - 1_790_000_110 % 86_400))
    assert client.get(PATH).status_code == 200
    refused = client.get(PATH)
    assert refused.status_code == 429
    assert refused["Retry-After"] == str(86_400 - 1_790_000_110 % 86_400)


def test_addresses_are_counted_apart_and_an_ipv6_network_as_one(three_a_minute):
    assert throttling.count("192.0.2.1")[0].count == 1
    assert throttling.count("192.0.2.2")[0].count == 1
    assert throttling.count("2001:db8::1")[0].count == 1
    assert throttling.count("2001:db8::2")[0].count == 2
    assert throttling.count("2001:db8:0:1::1")[0].count == 1
    assert throttling.count("unknown")[0].count == 1


def test_what_is_kept_holds_no_address():
    throttling.count("192.0.2.77")
    assert Count.objects.count() == 2
    assert "192.0.2.77" not in repr(list(Count.objects.values()))


def test_the_rest_of_the_site_is_not_counted(client):
    assert "RateLimit-Limit" not in client.get("/offres/")


def test_counting_is_one_statement(client):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api/schema/")["RateLimit-Remaining"]
    assert ["snippets_count" in query["sql"] for query in queries].count(True) == 1


# Each has its own memory from then on, and a connection of its own.
TWO_PROCESSES = """
import os
import django
django.setup()
from config import throttling
throttling.time.time = lambda: 1_790_000_050.5
for _ in range(2):
    if os.fork() == 0:
        print([throttling.count("192.0.2.7")[0].count for _ in range(3)], flush=True)
        os._exit(0)
    os.wait()
"""


@pytest.mark.django_db(transaction=True)
def test_processes_share_one_count():
    """With a count in each, a site of four processes let four times as many through."""
    environment = {
        **os.environ,
        "DATABASE_URL": database_url(),
        "PYTHONPATH": "site",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }
    told = subprocess.run(
        [sys.executable, "-c", TWO_PROCESSES],
        cwd=Path(__file__).resolve().parents[2],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    assert told == ["[1, 2, 3]", "[4, 5, 6]"]
