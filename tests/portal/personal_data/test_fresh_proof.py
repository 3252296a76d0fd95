"""One's data leave for who has just shown who they are, by whatever signs them in."""

import json
import time

import pytest
from django.test import Client

from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, User
from tests.factories import PASSWORD
from tests.portal.accounts.sign_in.conftest import code, enter, person, with_app
from tests.portal.accounts.sign_in.test_identities import provider  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db
EXPORT = "/compte/mes-donnees/json/"
BACK = "/compte/mes-donnees/?fichier=json"


def later(client, seconds):
    """The same session, with its proofs so much older."""
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - seconds
    session.save()


def exported(client):
    answer = client.post(EXPORT)
    return answer.status_code == 200 and bool(json.loads(answer.text)["data"])


def test_the_password_is_asked_again_and_leads_back_to_the_file(client):
    user = person(LevelName.CANDIDATE)
    enter(client, user)
    asked = client.post(EXPORT)
    assert asked.url == "/compte/confirmer/?next=%2Fcompte%2Fmes-donnees%2F%3Ffichier%3Djson"
    assert not AuditEntry.objects.filter(action="data_exported").exists()
    page = client.get(BACK).text
    assert "nous vérifions que c’est bien vous" in page
    assert "C’est confirmé" not in page
    assert client.post(asked.url, {"password": "ce-n-est-pas-lui"}).status_code == 422
    assert not exported(client)
    assert client.post(asked.url, {"password": PASSWORD}).url == BACK
    assert "Télécharger mon fichier (JSON)" in client.get(BACK).text
    assert exported(client)
    assert AuditEntry.objects.filter(action="data_exported", subject=user).count() == 1
    later(client, 16 * 60)
    assert not exported(client)


def test_an_agent_gives_the_second_factor(client):
    user = with_app(person(LevelName.COMMUNICATION))
    client.force_login(user)
    asked = client.post(EXPORT)
    assert asked.url.startswith("/compte/confirmer/code/?next=")
    assert client.post(asked.url, {"code": code()}).url == BACK
    assert exported(client)


def test_who_has_a_provider_only_signs_in_there_again(client, provider):  # noqa: F811
    client.get(provider.visit(client, "franceconnect"))
    assert not User.objects.get().has_usable_password()
    assert "prompt" not in provider.asked
    assert exported(client), "they have just come from there"
    later(client, 16 * 60)
    asked = client.post(EXPORT)
    assert asked.url.startswith("/compte/connexion/franceconnect/?next=%2Fcompte%2Fmes-donnees")
    page = client.get(asked.url).text
    assert "connectez-vous de nouveau avec FranceConnect" in page
    assert client.get(provider.visit(client, "franceconnect", next=BACK)).url == BACK
    assert provider.asked["prompt"] == "login"
    assert exported(client)


def test_somebody_else_s_proof_serves_nobody(client):
    enter(client, person(LevelName.CANDIDATE))
    other = Client()
    enter(other, person(LevelName.CANDIDATE))
    other.post("/compte/confirmer/?next=/", {"password": PASSWORD})
    assert exported(other)
    assert not exported(client)


def test_a_format_that_is_not_ours_is_not_offered(client):
    enter(client, person(LevelName.CANDIDATE))
    client.post("/compte/confirmer/?next=/", {"password": PASSWORD})
    page = client.get("/compte/mes-donnees/?fichier=exe").text
    assert "C’est confirmé" not in page
    assert client.post("/compte/mes-donnees/exe/").status_code == 404
