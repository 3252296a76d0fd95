"""Agents show a second factor, always, and reach nothing before."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, get_resolver
from post_office.models import Email

from portal.accounts.level_names import OF_STAFF, LevelName
from portal.accounts.sign_in.second_factor import PROOF, needs_second_factor
from tests.authorisation.gates import without_templates
from tests.factories import UserFactory, job_offer_index
from tests.portal.accounts.sign_in.conftest import (
    SECRET,
    code,
    enter,
    is_signed_in,
    path_in_mail,
    person,
    with_app,
)
from tests.sizes import IS_FULL

pytestmark = pytest.mark.django_db
SECOND = "/compte/connexion/verification/"
SET_UP = "/compte/seconde-verification/"
OPEN_TO_SET_UP = {
    "account_logout",
    "account_reauthenticate",
    "mfa_index",
    "mfa_activate_totp",
    "mfa_add_webauthn",
}


def every_address(patterns=None, prefix=""):
    """Each view of the project, with invented arguments in its address."""
    for pattern in patterns or get_resolver().url_patterns:
        route = prefix + str(pattern.pattern).lstrip("^")
        if isinstance(pattern, URLPattern):
            path = re.sub(r"<(?:int:)[^>]+>", "1", route)
            path = re.sub(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)", "1", path)
            path = re.sub(r"<[^>]+>", "x", path)
            yield pattern, "/" + path.replace("\\Z", "").replace("$", "").replace("^", "")
        else:
            yield from every_address(pattern.url_patterns, route)


@pytest.mark.parametrize("level", LevelName)
def test_second_factor_is_needed_by_the_levels_of_agents(level):
    user = UserFactory()
    user.__dict__["_levels"] = frozenset({level.value})
    assert needs_second_factor(user) is (level in OF_STAFF)


def test_agent_without_second_factor_reaches_nothing():
    """By a GET and a POST in the full run, otherwise by the two in turn."""
    job_offer_index()
    user = person(LevelName.COMMUNICATION)
    client = Client(raise_request_exception=False)
    enter(client, user)
    reached = []
    ways = (client.get, client.post)
    for turn, (pattern, path) in enumerate(every_address()):
        if pattern.name in OPEN_TO_SET_UP or path.startswith(("/api/", "/media/", "/health/")):
            continue
        for send in ways if IS_FULL else (ways[turn % 2],):
            with without_templates():
                answer = send(path)
            # An address that no view answers shows nothing.
            if answer.status_code not in (404, 405) and getattr(answer, "url", "") != SET_UP:
                reached.append((send.__name__, path, answer.status_code))
    assert [row for row in reached if row[1] != "/.well-known/security.txt"] == []
    assert is_signed_in(client)


@pytest.mark.django_db(transaction=True)
def test_agent_sets_an_application_up_then_goes_where_they_went(client):
    job_offer_index()
    user = person(LevelName.COMMUNICATION)
    enter(client, user)
    assert client.get("/cms/pages/").url == SET_UP
    page = client.get(SET_UP).content.decode()
    assert "Ajouter une application" in page
    again = client.get(f"{SET_UP}application/")
    assert again.url.startswith("/compte/confirmer/")
    client.post(again.url, {"password": "mot-de-passe-solide"})
    form = client.get(f"{SET_UP}application/").content.decode()
    secret = re.search(r'class="totp-secret">(\w+)<', form)[1]
    assert "data:image/svg+xml" in form
    wrong = client.post(f"{SET_UP}application/", {"code": "000000"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert not Authenticator.objects.filter(type="totp").exists()
    done = client.post(f"{SET_UP}application/", {"code": code(secret)})
    assert done.url == f"{SET_UP}codes-de-secours/"
    codes = re.findall(r"<code>(\d+)</code>", client.get(done.url).content.decode())
    assert len(codes) == 10
    assert client.get(f"{SET_UP}continuer/").url == "/cms/pages/"
    assert client.get("/cms/pages/", follow=True).status_code == 200


def test_secret_is_not_readable_in_the_table(agent):
    assert SECRET not in str(Authenticator.objects.get(type="totp").data)


def test_key_that_is_replaced_still_reads_the_secrets(client, agent, settings):
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another one"
    enter(client, agent)
    client.post(SECOND, {"code": code()})
    assert is_signed_in(client)


def test_password_alone_signs_nobody_in_who_has_an_application(client, agent):
    assert enter(client, agent).url == SECOND
    assert not is_signed_in(client)
    assert client.get("/compte/").status_code == 302
    assert client.get("/cms/").status_code == 302
    wrong = client.post(SECOND, {"code": "000000"})
    assert "Ce code n’est pas le bon" in wrong.content.decode()
    assert not is_signed_in(client)
    client.post(SECOND, {"code": code()})
    assert client.get("/cms/").status_code == 200


def test_candidate_with_an_application_passes_the_second_step_too(client):
    user = with_app(person(LevelName.CANDIDATE))
    assert enter(client, user).url == SECOND
    assert not is_signed_in(client)


def test_code_serves_once(client, agent):
    enter(client, agent)
    now = code()
    client.post(SECOND, {"code": now})
    other = Client()
    enter(other, agent)
    other.post(SECOND, {"code": now})
    assert not is_signed_in(other)
    # Half a minute later, allauth has forgotten it and still takes it, however it is written.
    for written in (now, f"{now[:3]} {now[3:]}", f"{now[:3]}-{now[3:]}"):
        cache.clear()
        other.post(SECOND, {"code": written})
        assert not is_signed_in(other)


def test_recovery_code_serves_once(client, agent):
    for expected in (True, False):
        browser = Client()
        enter(browser, agent)
        browser.post(SECOND, {"code": "12345678"})
        assert is_signed_in(browser) is expected


def test_codes_cannot_be_tried_for_long(client, agent):
    enter(client, agent)
    for _ in range(5):
        client.post(SECOND, {"code": "000000"})
    page = client.post(SECOND, {"code": code()})
    assert "Trop d’essais" in page.content.decode()
    assert not is_signed_in(client)


def test_second_step_without_the_first_leads_to_it(client):
    assert client.get(SECOND).url == "/compte/connexion/"
    assert client.post(SECOND, {"code": code()}).url == "/compte/connexion/"


def test_second_step_waits_a_quarter_of_an_hour(client, agent, monkeypatch):
    enter(client, agent)
    later = time.time() + timedelta(minutes=16).total_seconds()
    monkeypatch.setattr(time, "time", lambda: later)
    assert client.post(SECOND, {"code": code()}).url == "/compte/connexion/"
    assert not is_signed_in(client)


def unproved(client, user):
    """A session made with the password alone, before the application was there."""
    client.force_login(user)
    session = client.session
    del session[PROOF]
    session.save()


def test_session_of_before_the_application_asks_for_a_code(client, agent):
    job_offer_index()
    unproved(client, agent)
    asked = client.get("/cms/pages/")
    assert asked.url == "/compte/confirmer/code/?next=%2Fcms%2Fpages%2F"
    page = client.get(asked.url).content.decode()
    assert "Donner mon mot de passe" not in page
    assert client.post(asked.url, {"code": code()}).url == "/cms/pages/"
    assert client.get("/cms/pages/", follow=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["cles/ajouter/", "application/retirer/", "codes-de-secours/", "codes-de-secours/nouveaux/"],
)
def test_password_alone_changes_no_second_factor(client, agent, path):
    unproved(client, agent)
    client.post("/compte/confirmer/", {"password": "mot-de-passe-solide"})
    for send in (client.get, client.post):
        assert send(f"{SET_UP}{path}").url.startswith("/compte/confirmer/code/")
    assert Authenticator.objects.filter(type="totp").exists()


def test_proof_is_of_a_person_and_of_a_working_day(client, agent):
    job_offer_index()
    client.force_login(agent)
    assert client.get("/cms/").status_code == 200
    for proof in ([agent.pk, int(time.time()) - 9 * 3600], [agent.pk + 1, int(time.time())]):
        session = client.session
        session[PROOF] = proof
        session.save()
        assert client.get("/cms/").status_code == 302


def test_level_given_meanwhile_asks_for_the_second_factor(client):
    user = UserFactory()
    enter(client, user)
    assert client.get("/compte/").status_code == 200
    person_with_level = person(LevelName.ADVISER)
    user.groups.set(person_with_level.groups.all())
    assert client.get("/compte/").url == SET_UP


def test_agent_keeps_a_second_factor_and_a_candidate_may_leave_it(client, agent):
    client.force_login(agent)
    client.post("/compte/confirmer/code/?next=/compte/", {"code": code()})
    page = client.get(f"{SET_UP}application/retirer/")
    assert "ajoutez-en une autre" in page.content.decode()
    client.post(f"{SET_UP}application/retirer/")
    assert Authenticator.objects.filter(user=agent, type="totp").exists()
    candidate, browser = with_app(person(LevelName.CANDIDATE)), Client()
    browser.force_login(candidate)
    browser.post("/compte/confirmer/?next=/compte/", {"password": "mot-de-passe-solide"})
    browser.post(f"{SET_UP}application/retirer/")
    assert not Authenticator.objects.filter(user=candidate).exists()
    assert "retirée" in Email.objects.get(to=candidate.email).message


def test_agent_keeps_the_last_key(client, agent):
    Authenticator.objects.filter(user=agent, type="totp").delete()
    key = Authenticator.objects.create(user=agent, type="webauthn", data={"name": "Clé bleue"})
    client.force_login(agent)
    client.post("/compte/confirmer/code/?next=/compte/", {"code": "12345678"})
    address = f"{SET_UP}cles/{key.pk}/retirer/"
    assert "Clé bleue" in client.get(address).content.decode()
    assert "ajoutez-en une autre" in client.post(address).content.decode()
    assert Authenticator.objects.filter(pk=key.pk).exists()
    with_second = Authenticator.objects.create(user=agent, type="webauthn", data={"name": "Autre"})
    assert client.post(address).status_code == 302
    assert Authenticator.objects.filter(user=agent, type="webauthn").get() == with_second


def test_key_of_somebody_else_is_not_found(client, agent):
    other = Authenticator.objects.create(
        user=UserFactory(), type="webauthn", data={"name": "La sienne"}
    )
    client.force_login(agent)
    client.post("/compte/confirmer/code/?next=/compte/", {"code": code()})
    assert client.post(f"{SET_UP}cles/{other.pk}/retirer/").status_code == 404


@pytest.mark.parametrize(
    "credential", ["", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}']
)
def test_an_answer_that_no_key_makes_is_refused(client, credential):
    enter(client, person(LevelName.COMMUNICATION))
    client.post("/compte/confirmer/?next=/", {"password": "mot-de-passe-solide"})
    answer = client.post(f"{SET_UP}cles/ajouter/", {"name": "Clé", "credential": credential})
    assert answer.status_code == 422
    assert not Authenticator.objects.exists()


def test_forgotten_password_does_not_open_the_second_step(client, agent):
    client.post("/compte/mot-de-passe/oublie/", {"email": agent.email})
    link = path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+/)", agent.email)
    form = client.get(link, follow=True).request["PATH_INFO"]
    sent = {"password1": "une-phrase-de-passe-neuve", "password2": "une-phrase-de-passe-neuve"}
    client.post(form, sent)
    assert not is_signed_in(client)
    assert enter(client, agent, password="une-phrase-de-passe-neuve").url == SECOND


def test_visitor_costs_no_session(client):
    job_offer_index()
    answer = client.get("/offres/")
    assert answer.status_code == 200
    assert "sessionid" not in answer.cookies
    assert "no-store" not in answer.get("Cache-Control", "")
