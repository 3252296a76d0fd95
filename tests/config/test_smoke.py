import pytest


@pytest.mark.django_db
def test_live_answers_without_login(client):
    assert client.get("/health/live").json() == {"status": "ok"}
