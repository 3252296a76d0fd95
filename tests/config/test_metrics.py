"""What monitoring reads: behind a token, with labels that depend on the code alone."""

import pytest
from django.db import DatabaseError
from django.urls import URLPattern, get_resolver
from post_office.models import STATUS, Email
from prometheus_client.parser import text_string_to_metric_families

from config import metrics
from tests.config.test_health import worker_seen
from tests.config.test_settings import load_settings
from tests.factories import JobOfferPageFactory

pytestmark = pytest.mark.django_db
TOKEN = "a-token-of-the-monitoring-alone"


@pytest.fixture
def counted(settings, client):
    """A client of a site that counts, whose figures begin at nothing."""
    settings.METRICS_TOKEN = TOKEN
    metrics.REQUESTS.clear()
    metrics.SECONDS.clear()
    client.handler.load_middleware()
    return client


def read(client, **headers):
    headers = headers or {"Authorization": f"Bearer {TOKEN}"}
    return client.get("/metrics", headers=headers)


def samples(answer):
    return {
        (sample.name, *sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(answer.content.decode())
        for sample in family.samples
    }


def test_there_is_nothing_without_a_token_of_a_good_length(client):
    assert read(client).status_code == 404
    assert not any("Metrics" in type(layer).__name__ for layer in client.handler._view_middleware)
    told = load_settings(METRICS_TOKEN="short")
    assert "METRICS_TOKEN" in told.stderr


@pytest.mark.parametrize("given", ["", "Bearer", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer é"])
def test_who_does_not_show_it_reads_nothing(counted, given):
    answer = read(counted, Authorization=given)
    assert (answer.status_code, answer.content) == (401, b"")
    assert answer["WWW-Authenticate"] == "Bearer"
    assert "no-store" in answer["Cache-Control"]


def test_figures_are_those_of_the_site_and_tell_of_nobody(counted):
    worker_seen(7)
    offer = JobOfferPageFactory()
    Email.objects.create(from_email="a@a.test", to="b@b.test", status=STATUS.queued)
    counted.get(offer.url)
    counted.get(offer.url)
    counted.get("/offres/?q=secret&lieu=Belfort")
    counted.post("/compte/connexion/", {"login": "someone@declic.example", "password": "x"})
    counted.get("/lien/V0pLq3xT_9sYw-Aa7bK2mQ/")
    counted.get("/nulle/part/du/tout.php")
    counted.generic("ODD", "/offres/")
    answer = read(counted, Authorization=f"Bearer {TOKEN}", Host="10.0.0.7")
    assert answer.status_code == 200
    found = samples(answer)
    route = ("route", "/offres/{slug}/")
    asked = ("declic_requests_total", ("method", "GET"), route, ("status", "2xx"))
    assert found[asked] == 2
    assert found[("declic_request_seconds_count", route)] == 2
    assert any(dict(key[1:]).get("method") == "other" for key in found)
    assert found[("declic_database_up",)] == 1
    assert 6 <= found[("declic_worker_heartbeat_age_seconds",)] <= 60
    assert found[("declic_mail_messages", ("state", "queued"))] == 1
    assert found[("declic_mail_messages", ("state", "failed"))] == 0
    assert found[("declic_published_opportunities", ("kind", "job"))] == 1
    assert ("declic_jobs", ("state", "todo")) in found
    text = answer.content.decode()
    for told in (offer.slug, "secret", "someone", "V0pLq3xT", "nulle", "@", "ODD"):
        assert told not in text


def test_as_many_series_as_the_code_has_routes():
    def routes(resolver, before=""):
        for entry in resolver.url_patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLPattern):
                yield route
            else:
                yield from routes(entry, route)

    told = {metrics._told(route) for route in routes(get_resolver())}
    assert all("<" not in route and "(?" not in route for route in told)


def test_without_the_database_it_says_so_and_keeps_its_counts(counted, monkeypatch):
    def down():
        raise DatabaseError

    monkeypatch.setattr(metrics, "worker_silence", down)
    counted.get("/offres/")
    found = samples(read(counted))
    assert found[("declic_database_up",)] == 0
    assert found[("declic_request_seconds_count", ("route", "/offres/"))] == 1
    assert ("declic_jobs", ("state", "todo")) not in found


_ONE_PROCESS = """
import django; django.setup()
from config import metrics
metrics.REQUESTS.labels("/offres/", "GET", "2xx").inc()
"""
_READ = """
from django.test import RequestFactory
token = f"Bearer {settings.METRICS_TOKEN}"
request = RequestFactory().get("/metrics", headers={"Authorization": token})
metrics.StateCollector.collect = lambda self: iter(())
print(metrics.scrape(request).content.decode())
"""


def test_several_processes_count_together(tmp_path):
    environment = {"METRICS_TOKEN": TOKEN, "PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    assert load_settings(_ONE_PROCESS, **environment).returncode == 0
    told = load_settings(_ONE_PROCESS + _READ, **environment)
    assert 'declic_requests_total{method="GET",route="/offres/",status="2xx"} 2.0' in told.stdout
