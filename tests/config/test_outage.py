"""PostgreSQL goes away and comes back: what people, programs and the log are told meanwhile."""

import json
import logging
import socket
import threading
from contextlib import suppress
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.db import OperationalError, close_old_connections, connection
from django.test import Client

from config.outage import is_database_away
from portal.accounts.level_names import LevelName
from tests.portal.accounts.people import person_with


class Relay:
    """Stands before the server, so that it can be cut off for the site alone."""

    def __init__(self, host, port):
        self.server = (
            (socket.AF_UNIX, f"{host}/.s.PGSQL.{port or 5432}")
            if host.startswith("/")
            else (socket.AF_INET, (host or "127.0.0.1", int(port or 5432)))
        )
        self.port = 0
        self.start()

    def start(self):
        self.ends = []
        self.listening = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, args=(self.listening,), daemon=True).start()

    def stop(self):
        for end in (self.listening, *self.ends):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self, listening):
        with suppress(OSError):
            while True:
                near = listening.accept()[0]
                far = socket.socket(self.server[0])
                far.connect(self.server[1])
                self.ends += [near, far]
                for one, other in ((near, far), (far, near)):
                    threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    @staticmethod
    def _pass_on(one, other):
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
            other.shutdown(socket.SHUT_WR)


@pytest.fixture
def relay(transactional_db):
    server = dict(connection.settings_dict)
    relay = Relay(server["HOST"], server["PORT"])
    connection.close()
    connection.settings_dict |= {"HOST": "127.0.0.1", "PORT": relay.port}
    yield relay
    relay.stop()
    connection.close()
    connection.settings_dict |= {"HOST": server["HOST"], "PORT": server["PORT"]}


@pytest.fixture
def lines():
    (handler,) = [
        handler
        for handler in logging.getLogger().handlers
        if type(handler) is logging.StreamHandler
    ]
    written = StringIO()
    before = handler.setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    handler.setStream(before)


def asked_by(client, path):
    # As each request begins; the test client leaves it out.
    close_old_connections()
    return client.get(path)


PAGES = ("/", "/offres/", "/offres/soudeur/", "/recherche/?q=aide")
PRIVATE = ("/mon-espace/", "/cms/", "/offres/", "/habilitations/")


def test_each_request_is_told_in_a_page_and_a_line_and_all_serves_again_afterwards(relay, lines):
    visitor = Client(raise_request_exception=False)
    agent = Client(raise_request_exception=False)
    agent.force_login(person_with(LevelName.COMMUNICATION))
    asked = [
        *((visitor, path) for path in PAGES),
        (visitor, "/api/v1/opportunities/"),
        (visitor, "/api/v2/pages/"),
        *((agent, path) for path in PRIVATE),
    ]
    before = [asked_by(*one).status_code for one in asked]
    assert set(before) <= {200, 302, 403, 404}
    told = len(lines())

    relay.stop()
    for client, path in asked:
        answer = asked_by(client, path)
        assert (path, answer.status_code) == (path, 503)
        assert (answer["Retry-After"], answer["Cache-Control"]) == ("30", "no-store")
        assert answer.cookies == {}
        is_api = path.startswith("/api/")
        assert (answer["Content-Type"] == "application/problem+json") is is_api
        assert ("Le site est arrêté pour un moment" in answer.content.decode()) is not is_api
        (line,) = lines()[told:]
        assert "exc_info" not in line
        assert "connection" in line["message"]
        told += 1
    posted = visitor.post("/compte/connexion/", {"login": "a@declic.example", "password": "x"})
    assert posted.status_code == 503
    told += 1
    assert visitor.get("/health/live").status_code == 200
    ready = visitor.get("/health/ready")
    assert (ready.status_code, ready.json()["checks"]["database"]["ok"]) == (503, False)
    assert [line["route"] for line in lines()[told:]] == ["/health/ready"]

    relay.start()
    assert [asked_by(*one).status_code for one in asked] == before


@pytest.mark.parametrize(
    ("cause", "is_away"),
    [
        (psycopg.errors.AdminShutdown(), True),
        (psycopg.errors.CannotConnectNow(), True),
        (psycopg.errors.TooManyConnections(), True),
        (psycopg.OperationalError("connection failed: Connection refused"), True),
        (psycopg.errors.QueryCanceled(), False),
        (psycopg.errors.DeadlockDetected(), False),
        (psycopg.errors.DiskFull(), False),
    ],
)
def test_an_outage_is_no_fault_of_a_statement(cause, is_away):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    assert is_database_away(error) is is_away
    outer = ValueError()
    outer.__context__ = error
    assert is_database_away(outer) is is_away
    assert not is_database_away(ValueError())
    assert not is_database_away(None)


def test_the_page_needs_nothing_but_its_file():
    page = Path(__file__).parents[2] / "templates" / "503.html"
    assert "{%" not in page.read_text()
