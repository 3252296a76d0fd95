"""The page of check-in and its worker: what a device loads, before any list."""

import re
from pathlib import Path

import pytest

from portal.recruitment.checkin import shell
from tests.portal.accounts.people import officer, signed_in
from tests.portal.recruitment.checkin.door import make_registration, make_roster

pytestmark = pytest.mark.django_db


def test_the_page_is_the_same_for_everybody_and_says_nothing_of_anybody(client):
    roster = make_roster()
    person = officer(first_name="Gwenaëlle", last_name="Le Goff")
    make_registration(roster)
    anonymous = client.get(f"/pointage/?session={roster.pk}")
    signed = signed_in(person).get("/pointage/")
    assert anonymous.status_code == 200
    assert anonymous.content == signed.content
    assert "public" in anonymous["Cache-Control"]
    assert not anonymous.cookies
    said = anonymous.content.decode()
    for kept_out in ("Gwena", person.email, "csrf", "Éloïse", roster.title):
        assert kept_out not in said


def test_the_camera_is_for_this_page_alone(client):
    assert client.get("/pointage/")["Permissions-Policy"] == "camera=(self), microphone=()"
    assert client.get("/mentions-legales/")["Permissions-Policy"] == "camera=(), microphone=()"


def test_the_page_holds_under_the_policy_of_the_site(client):
    policy = client.get("/pointage/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    said = client.get("/pointage/").content.decode()
    assert "style=" not in said
    assert said.count("<script") == 1


def test_the_worker_is_served_under_its_own_addresses_and_asked_again(client):
    answer = client.get("/pointage/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer["Cache-Control"]
    text = answer.content.decode()
    assert 'const SHELL = "/pointage/";' in text
    assert "/static/js/checkin/main.js" in text


def test_the_worker_keeps_every_script_of_the_page(client):
    root = Path(__file__).resolve().parents[4]
    scripts = {f"js/checkin/{file.name}" for file in (root / "site/static/js/checkin").glob("*.js")}
    text = client.get("/pointage/sw.js").content.decode().replace(r"\u002D", "-")
    kept = set(re.findall(r'"/static/([^"]+)"', text))
    assert scripts <= kept
    shell = client.get("/pointage/").content.decode()
    assert set(re.findall(r'(?:href|src)="/static/([^"#]+)', shell)) <= kept


def test_another_page_or_another_file_makes_another_worker(client, monkeypatch):
    before = client.get("/pointage/sw.js").content
    assert client.get("/pointage/sw.js").content == before
    monkeypatch.setitem(shell._CONTEXT, "agreement", "Un autre texte.")
    assert client.get("/pointage/sw.js").content != before
