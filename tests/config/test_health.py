"""Readiness tells what is missing."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from config import health
from config.middleware import PROBES

pytestmark = pytest.mark.django_db


def worker_seen(seconds_ago: int) -> None:
    """A worker that gave a sign of life so long ago."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat)"
            " VALUES (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_ready_with_a_live_worker(client):
    worker_seen(5)
    response = client.get("/health/ready")
    assert response.status_code == 200, response.json()
    contacts = response.json()["checks"]["contacts"]
    assert contacts["ok"], "a site whose contacts are still to be written serves"
    assert "contact_phone" in contacts["placeholders"]


@pytest.mark.parametrize("seconds_ago", [None, health.WORKER_SILENCE_SECONDS + 60])
def test_not_ready_without_a_worker(client, seconds_ago):
    if seconds_ago is not None:
        worker_seen(seconds_ago)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["worker"]["ok"] is False


def test_not_ready_when_mail_does_not_leave(client):
    worker_seen(5)
    email = Email.objects.create(
        from_email="a@declic.example", to="b@declic.example", status=STATUS.queued
    )
    Email.objects.filter(pk=email.pk).update(created=timezone.now() - timedelta(hours=2))
    assert client.get("/health/ready").json()["checks"]["mail"] == {"ok": False, "late": 1}


def test_not_ready_when_the_database_does_not_answer(client, monkeypatch):
    def down() -> None:
        raise DatabaseError

    monkeypatch.setattr(health, "_database", down)
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert response.json()["checks"]["database"]["ok"] is False


def test_probes_ask_by_address_and_nothing_else_does(client, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_REDIRECT_EXEMPT = [r"^health/"]
    assert set(PROBES) == {reverse("health_live"), reverse("health_ready")}
    for host in ("10.0.0.7:8000", "elsewhere.example", "not a host"):
        for path in PROBES:
            answer = client.get(path, headers={"Host": host})
            assert answer.status_code in {200, 503}
            assert "no-store" in answer["Cache-Control"]
            assert host not in f"{answer.headers}{answer.content}"
        assert client.get("/health/", headers={"Host": host}, secure=True).status_code == 400
        assert client.get("/", headers={"Host": host}, secure=True).status_code == 400
    assert client.post("/health/live").status_code == 405
