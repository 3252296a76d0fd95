"""Signing in and out: one way for everything, safe next pages, measured attempts."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.accounts.sign_in.next_page import answers_get, shown_at
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.sign_in.conftest import code, enter, is_signed_in, person
from tests.portal.accounts.sign_in.test_second_factor import every_address

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"


def test_right_password_opens_ones_account(client):
    user = UserFactory()
    assert enter(client, user).url == "/compte/"
    page = client.get("/compte/")
    assert user.email in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_address_is_found_whatever_its_case(client):
    user = UserFactory(email="eloise@exemple.test")
    data = {"login": " Eloise@EXEMPLE.test ", "password": PASSWORD}
    assert client.post(SIGN_IN, data).status_code == 302
    assert is_signed_in(client)
    assert user.pk


def test_wrong_password_and_unknown_address_get_the_same_answer(client):
    user = UserFactory()
    answers = []
    for email in (user.email, "inconnue@exemple.test"):
        page = client.post(SIGN_IN, {"login": email, "password": "ce-n-est-pas-lui"})
        text = page.content.decode().replace(email, "")
        answers.append(re.sub(r'value="[A-Za-z0-9]{64}"', "", text))
    assert "L’adresse ou le mot de passe n’est pas le bon." in answers[0]
    assert answers[0] == answers[1]
    assert not is_signed_in(client)


def test_address_that_is_not_verified_gets_a_link_instead(client):
    user = UserFactory()
    EmailAddress.objects.update(verified=False)
    assert enter(client, user).url == "/compte/inscription/message/"
    assert not is_signed_in(client)
    assert Email.objects.get(to=user.email).subject == "Vérifiez votre adresse"


def test_closed_account_does_not_open(client):
    user = UserFactory(is_active=False)
    answer = enter(client, user)
    assert answer.url == "/compte/desactive/"
    assert "désactivé" in client.get(answer.url).content.decode()
    assert not is_signed_in(client)


def test_account_closed_meanwhile_is_out_at_the_next_request(client):
    user = UserFactory()
    enter(client, user)
    user.is_active = False
    user.save()
    assert client.get("/compte/").url.startswith(SIGN_IN)


@pytest.mark.parametrize("path", ["/compte/", "/cms/", "/cms/pages/"])
def test_private_page_is_opened_after_signing_in(client, agent, path):
    asked = client.get(path, follow=True)
    address = f"{asked.request['PATH_INFO']}?{asked.request['QUERY_STRING']}"
    assert address.startswith(SIGN_IN)
    form = asked.content.decode()
    following = re.search(r'name="next" value="([^"]+)"', form)[1]
    second = enter(client, agent, next=following)
    assert second.url == "/compte/connexion/verification/"
    assert client.post(second.url, {"code": code()}).url == path


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://mal.example/",
        "//mal.example/",
        "/\\mal.example",
        "javascript:alert(1)",
        "http:mal",
        "https://127.0.0.1/",
    ],
)
def test_next_page_is_never_elsewhere(client, elsewhere):
    user = UserFactory()
    assert enter(client, user, next=elsewhere).url == "/compte/"
    assert client.post("/compte/deconnexion/", {"next": elsewhere}).url == "/"
    assert client.get("/cms/login/", {"next": elsewhere}).url == f"{SIGN_IN}?next=%2Fcms%2F"


@pytest.mark.parametrize(
    ("came_from", "following"),
    [
        ("http://testserver/mon-espace/cv/?page=2#plus", "/mon-espace/cv/?page=2"),
        ("https://ailleurs.test/mon-espace/cv/", None),
        ("", None),
    ],
)
def test_what_was_posted_signed_out_leads_back_to_its_page_never_to_an_empty_one(
    client, came_from, following
):
    user = person(LevelName.CANDIDATE)
    answer = client.post("/mon-espace/cv/1/copier/", headers={"referer": came_from})
    wanted = parse_qs(urlsplit(answer.url).query).get("next", [""])[0]
    assert enter(client, user, next=wanted).url == (following or "/mon-espace/")
    if following:
        assert client.get(following).status_code == 200


@pytest.mark.parametrize(
    ("asked", "following"),
    [
        # They answer a POST alone: asked for by hand, or where a form that was refused stands.
        ("/mon-espace/cv/1/copier/", "/mon-espace/cv/1/"),
        ("/suivi/groupes/7/confirmer/", "/suivi/groupes/"),
        ("/suivi/dossiers/3/lien/code/", "/suivi/dossiers/3/lien/"),
        ("/suivi/dossiers/3/plan/objectifs/4/etat/", "/suivi/dossiers/3/plan/objectifs/4/"),
        ("/suivi/transmissions/rendez-vous.csv", "/suivi/transmissions/"),
        ("/compte/appareils/4/deconnecter/", "/compte/appareils/"),
        ("/suivi/dossiers/3/journal/?page=2", "/suivi/dossiers/3/journal/?page=2"),
    ],
)
def test_signing_in_again_comes_back_to_a_page_that_can_be_shown(client, asked, following):
    for answer in (
        client.get(asked),
        client.post(
            "/suivi/dossiers/3/lien/couper/", headers={"referer": f"http://testserver{asked}"}
        ),
    ):
        wanted = parse_qs(urlsplit(answer.url).query).get("next", [""])[0]
        assert wanted == following


def test_every_address_that_answers_a_post_alone_leads_to_a_page(client):
    """Of the whole portal: what signs out while a button is pressed never ends on a 405."""
    ours = [path for _, path in every_address() if not path.startswith(("/cms/", "/admin/"))]
    alone = [path for path in ours if resolves(path) and not answers_get(path)]
    assert len(alone) > 60
    for path in alone:
        page = shown_at(path)
        assert page == "" or answers_get(page), path
        answer = client.get(path)
        if answer.status_code == 302:
            wanted = parse_qs(urlsplit(answer.url).query).get("next", [""])[0]
            assert wanted == page, path


def resolves(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def test_a_second_factor_asked_amid_a_form_leads_back_to_its_page(client):
    user = person(LevelName.ADVISER)
    enter(client, user)
    came_from = {"referer": "http://testserver/suivi/dossiers/3/journal/ecrire/"}
    client.post("/suivi/dossiers/3/lien/couper/", headers=came_from)
    assert client.session["sign_in_next"] == "/suivi/dossiers/3/journal/ecrire/"


def test_signing_in_changes_the_session_key(client):
    user = UserFactory()
    client.get("/compte/inscription/")
    session = client.session
    session["planted"] = "by somebody else"
    session.save()
    client.cookies["sessionid"] = session.session_key
    before = session.session_key
    enter(client, user)
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_signing_out_needs_a_button_and_ends_the_session(client):
    enter(client, UserFactory())
    key = client.session.session_key
    assert client.get("/compte/deconnexion/").status_code == 200
    assert is_signed_in(client)
    assert client.post("/compte/deconnexion/").url == "/"
    assert not client.session.exists(key)
    assert client.get("/compte/").status_code == 302


def test_forms_need_their_token():
    strict = Client(enforce_csrf_checks=True)
    user = UserFactory()
    data = {"login": user.email, "password": PASSWORD}
    assert strict.post(SIGN_IN, data).status_code == 403
    assert strict.post("/compte/deconnexion/").status_code == 403


def test_sessions_last_eight_hours_for_agents_and_thirty_days_for_others(client, agent):
    def length(browser):
        expiry = browser.session.get_expiry_date()
        return (expiry - timezone.now()).total_seconds() / 3600

    enter(client, person(LevelName.CANDIDATE))
    assert length(client) == pytest.approx(30 * 24, abs=0.1)
    other = Client()
    enter(other, agent)
    other.post("/compte/connexion/verification/", {"code": code()})
    assert length(other) == pytest.approx(8, abs=0.1)
    assert other.cookies["sessionid"]["max-age"] == pytest.approx(8 * 3600, abs=60)


def test_cms_sends_to_the_one_sign_in(client):
    assert client.get("/cms/").url == f"{SIGN_IN}?next=/cms/"
    assert client.get("/cms/login/").url == f"{SIGN_IN}?next=%2Fcms%2F"
    assert client.get("/cms/password_reset/").url == "/compte/mot-de-passe/oublie/"
    assert client.get("/cms/password_reset/confirm/x/y/").url == "/compte/mot-de-passe/oublie/"
    assert client.get("/_util/login/?next=/infos/").url == f"{SIGN_IN}?next=%2Finfos%2F"


def test_cms_refuses_who_has_no_access_without_turning_round(client):
    client.force_login(UserFactory())
    answer = client.get("/cms/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


def test_private_page_of_others_refuses_without_turning_round(client):
    client.force_login(UserFactory())
    assert client.get("/_util/login/?next=/infos/").status_code == 403


def test_cms_signs_out_as_the_site_does(client, agent):
    client.force_login(agent)
    assert client.post("/cms/logout/").url == "/"
    assert not is_signed_in(client)


def test_cms_changes_neither_password_nor_address(client, agent):
    client.force_login(agent)
    response = client.get("/cms/account/")
    assert response.status_code == 200
    page = response.content.decode()
    assert "old_password" not in page
    assert 'name="name_email-email"' not in page
