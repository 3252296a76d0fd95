"""Request ids, content policy, malformed addresses, slow queries."""

import logging

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


def test_live_answers_without_signing_in(client):
    assert client.get("/health/live").json() == {"status": "ok"}


def test_request_id_is_kept_when_well_formed_and_made_otherwise(client):
    given = client.get("/health/live", headers={"X-Request-ID": "abcdef-123456"})
    assert given["X-Request-ID"] == "abcdef-123456"
    forged = client.get("/health/live", headers={"X-Request-ID": "x\u00e9 <script>"})
    assert len(forged["X-Request-ID"]) == 32


SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("query", ["q=%00", "q=%ff", "q=%c3%28", "q=a%00b&lieu=Belfort"])
def test_unreadable_query_is_a_page_for_people_and_a_problem_for_programs(client, query):
    page = client.get(f"/offres/?{query}")
    assert page.status_code == 400
    assert "<html" in page.content.decode()
    problem = client.get(f"/api/v1/opportunities/?{query}")
    assert problem.status_code == 400
    assert problem["Content-Type"] == "application/problem+json"
    assert "UTF-8" in problem.json()["detail"]


def test_nul_in_a_path_is_refused(client):
    assert client.get("/offres/%00/").status_code == 400


def test_site_allows_no_inline_script_and_the_cms_does(client):
    site = client.get("/health/live")["Content-Security-Policy"]
    assert "script-src 'self';" in site + ";"
    cms = client.get("/cms/login/")["Content-Security-Policy"]
    assert "script-src 'self' 'unsafe-inline'" in cms


def test_signed_out_people_are_led_to_sign_in_from_the_cms(client):
    response = client.get("/cms/")
    assert response.status_code == 302
    assert response["Location"].startswith("/compte/connexion/")


def test_slow_query_is_logged_without_its_parameters(client, settings, caplog, monkeypatch):
    settings.SLOW_QUERY_MS = 0
    with caplog.at_level(logging.WARNING, "declic.slow_query"):
        client.get("/health/ready")
    assert "SELECT 1" in caplog.text


def test_unknown_address_is_a_french_page(client):
    response = client.get("/nulle-part/")
    assert response.status_code == 404
    assert 'lang="fr"' in response.content.decode()


def test_unknown_api_address_is_a_problem_document(client):
    response = client.get("/api/v1/nowhere/")
    assert response.status_code == 404
    assert response.json()["status"] == 404
    assert response["Content-Type"] == "application/problem+json"


def test_the_wrapper_sees_queries_of_the_request_only(client):
    client.get("/health/live")
    assert connection.execute_wrappers == []


@pytest.mark.django_db
def test_a_visitor_gets_safe_headers_and_no_cookie(client):
    response = client.get("/offres/")
    assert response.status_code == 200
    assert response.cookies == {}
    headers = {name: response[name] for name in SAFE_HEADERS}
    assert headers == SAFE_HEADERS


def test_a_form_that_is_too_long_is_not_called_an_address(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 10
    page = client.post("/compte/connexion/", {f"champ{number}": "x" for number in range(20)})
    assert page.status_code == 400
    assert "Il contient trop de texte, trop de lignes ou trop de fichiers" in page.content.decode()
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 50
    page = client.post("/compte/connexion/", {"login": "x" * 100})
    assert page.status_code == 400
    assert "Il contient trop de texte, trop de lignes ou trop de fichiers" in page.content.decode()


@pytest.mark.django_db
def test_a_form_that_came_damaged_is_not_called_an_address(client):
    page = client.post("/compte/connexion/", b"x", content_type="multipart/form-data; boundary=")
    assert page.status_code == 400
    assert "Une partie est arrivée abîmée" in page.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_letters_that_came_as_they_are_typed_are_understood(client, encoding):
    # As WSGI gives the bytes of a request.
    raw = "q=maçon".encode(encoding).decode("latin-1")
    response = client.get("/offres/", QUERY_STRING=raw)
    assert response.status_code == 200
    assert response.wsgi_request.GET["q"] == "maçon"
    assert response.wsgi_request.get_full_path() == "/offres/?q=ma%C3%A7on"
