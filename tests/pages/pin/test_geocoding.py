import json
import threading
from typing import Any

import pytest
from django.test import Client
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from pages.pin import geocoding
from tests.factories import PASSWORD, CommuneFactory, UserFactory

URL = "/cms/geocodage/"


def answer(longitude: float, latitude: float, **properties: Any) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [longitude, latitude]},
                "properties": {
                    "label": "1 Rue de la Poste 90000 Belfort",
                    "score": 0.9,
                    "type": "housenumber",
                    **properties,
                },
            }
        ],
    }


@pytest.fixture
def editor(client: Client, db: None) -> Client:
    user = UserFactory(superuser=True)
    assert client.login(username=user.email, password=PASSWORD)
    return client


@pytest.fixture
def geocoder(httpserver: HTTPServer, settings: Any) -> HTTPServer:
    settings.GEOCODER_URL = httpserver.url_for("/search")
    return httpserver


def test_address_is_found_near_its_commune(editor: Client, geocoder: HTTPServer) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_request(
        "/search",
        query_string={
            "q": "1 rue de la Poste 90000 Belfort",
            "limit": "1",
            "autocomplete": "0",
            "citycode": "90010",
        },
    ).respond_with_json(answer(6.8642, 47.6372))
    response = editor.get(URL, {"q": " 1 rue  de la Poste", "commune": "90010"})
    assert response.json() == {
        "latitude": 47.6372,
        "longitude": 6.8642,
        "message": "Repère placé\u00a0: 1 Rue de la Poste 90000 Belfort.",
    }


def test_answer_is_asked_once(editor: Client, geocoder: HTTPServer) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_oneshot_request("/search").respond_with_json(answer(6.8642, 47.6372))
    first = editor.get(URL, {"q": "1 rue de la Poste", "commune": "90010"})
    second = editor.get(URL, {"q": "1 RUE de la poste", "commune": "90010"})
    assert first.json() == second.json()
    assert len(geocoder.log) == 1


def test_vague_answer_says_so(editor: Client, geocoder: HTTPServer) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_request("/search").respond_with_json(
        answer(6.8642, 47.6372, type="municipality", label="Belfort")
    )
    message = editor.get(URL, {"q": "chez Paul", "commune": "90010"}).json()["message"]
    assert "pas précise" in message


@pytest.mark.parametrize(
    "found",
    [
        {"type": "FeatureCollection", "features": []},
        answer(2.35, 48.85),
        answer(6.8642, 47.6372, score=0.1),
    ],
    ids=["nothing", "in Paris", "a guess"],
)
def test_nothing_found_falls_back_to_the_commune(
    editor: Client, geocoder: HTTPServer, found: dict[str, Any]
) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_request("/search").respond_with_json(found)
    body = editor.get(URL, {"q": "rue introuvable", "commune": "90010"}).json()
    assert (body["latitude"], body["longitude"]) == (47.6386, 6.8631)
    assert body["message"].startswith("Adresse introuvable. Repère placé au centre de Belfort")


@pytest.mark.parametrize(
    "response",
    [
        Response("<html>panne</html>", content_type="text/html"),
        Response("", status=503),
        Response("{}", content_type="application/json"),
        Response("[1, 2]", content_type="application/json"),
        Response('{"type": "FeatureCollection"}', content_type="application/json"),
        Response('{"type": "FeatureCollection", "features": [{}]}'),
        Response('{"type": "FeatureCollection", "features": 3}'),
        Response(
            '{"type": "FeatureCollection", "features": [{"geometry": {"coordinates": ["x", null]},'
            ' "properties": {}}]}'
        ),
        Response('{"type": "FeatureCollection", "features": [null]}'),
        Response(b"\xff\xfe\x00", content_type="application/json"),
        Response("", status=302, headers={"Location": "http://127.0.0.1:9/"}),
    ],
)
def test_garbage_falls_back_to_the_commune(
    editor: Client, geocoder: HTTPServer, response: Response
) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_request("/search").respond_with_response(response)
    answered = editor.get(URL, {"q": "1 rue de la Poste", "commune": "90010"})
    assert answered.status_code == 200
    assert answered.json()["latitude"] == 47.6386
    assert "ne répond pas" in answered.json()["message"]


def test_silent_geocoder_falls_back(
    editor: Client, geocoder: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    CommuneFactory(belfort=True)
    monkeypatch.setattr(geocoding, "TIMEOUT_SECONDS", 0.2)
    over = threading.Event()

    def silent(_request: Request) -> Response:
        over.wait(10)
        return Response(json.dumps(answer(6.8642, 47.6372)), content_type="application/json")

    geocoder.expect_request("/search").respond_with_handler(silent)
    body = editor.get(URL, {"q": "1 rue de la Poste", "commune": "90010"}).json()
    over.set()
    assert body["latitude"] == 47.6386, "whoever waits gets another answer"
    assert "ne répond pas" in body["message"]


def test_unreachable_geocoder_is_not_remembered(
    editor: Client, httpserver: HTTPServer, settings: Any
) -> None:
    CommuneFactory(belfort=True)
    question = {"q": "1 rue de la Poste", "commune": "90010"}
    settings.GEOCODER_URL = "http://127.0.0.1:9/nobody"
    assert "ne répond pas" in editor.get(URL, question).json()["message"]
    settings.GEOCODER_URL = httpserver.url_for("/search")
    httpserver.expect_request("/search").respond_with_json(answer(6.8642, 47.6372))
    assert editor.get(URL, question).json()["latitude"] == 47.6372


def test_without_commune_the_answer_stays_in_the_department(
    editor: Client, geocoder: HTTPServer
) -> None:
    CommuneFactory(belfort=True)
    geocoder.expect_oneshot_request("/search").respond_with_json(answer(6.8642, 47.6372))
    assert editor.get(URL, {"q": "place Corbis"}).json()["latitude"] == 47.6372
    geocoder.expect_oneshot_request("/search").respond_with_json(answer(2.35, 48.85))
    body = editor.get(URL, {"q": "rue de Rivoli"}).json()
    assert body["latitude"] is None
    assert "introuvable dans le département" in body["message"]


def test_commune_alone_gives_its_centre_without_a_call(
    editor: Client, geocoder: HTTPServer
) -> None:
    CommuneFactory(belfort=True)
    assert editor.get(URL, {"commune": "90010"}).json()["latitude"] == 47.6386
    assert geocoder.log == []


def test_nothing_asked_is_explained(editor: Client) -> None:
    body = editor.get(URL).json()
    assert body["latitude"] is None
    assert "Indiquez d’abord" in body["message"]


@pytest.mark.parametrize("query", [{"q": "x" * 201}, {"commune": "75056"}, {"commune": "’’’"}])
def test_bad_question_is_refused_with_the_reason(editor: Client, query: dict[str, str]) -> None:
    response = editor.get(URL, query)
    assert response.status_code == 400
    assert response.json()["message"]


def test_only_staff_may_ask(client: Client, db: None) -> None:
    assert client.get(URL, {"q": "x"}).status_code == 302
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    assert client.get(URL, {"q": "x"}).status_code == 302
    refused = client.get(URL, {"q": "x"}, headers={"X-Requested-With": "XMLHttpRequest"})
    assert refused.status_code == 403


def test_only_reading(editor: Client) -> None:
    assert editor.post(URL, {"q": "x"}).status_code == 405
