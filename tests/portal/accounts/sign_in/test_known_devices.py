"""Devices that have signed in before: strangers do not keep them out, with passwords or codes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.accounts.models import KnownDevice
from portal.accounts.services.sessions import end_sessions
from portal.accounts.sign_in import devices, limits
from portal.personal_data.services import purge
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.sign_in.conftest import (
    code,
    enter,
    is_signed_in,
    path_in_mail,
    person,
    with_app,
)
from tests.portal.accounts.sign_in.strangers import (
    FORGOTTEN,
    NEW,
    WRONG,
    at,
    forget_devices_of,
    said,
    tries,
    use_up,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db
SECOND = "/compte/connexion/verification/"


@pytest.fixture
def user():
    return UserFactory(email="eloise@exemple.test")


@pytest.fixture
def phone(user):
    """Where the person signed in before, signed out since."""
    browser = at("198.51.100.1")
    enter(browser, user)
    browser.post("/compte/deconnexion/")
    assert not is_signed_in(browser)
    return browser


def test_a_device_that_has_signed_in_before_is_not_blocked_by_strangers(user, phone):
    tries(at("198.51.100.1"), user)
    for _ in range(limits.PASSWORDS_BY_VISITOR.most):
        limits.PASSWORDS_BY_VISITOR.allows("198.51.100.1")
    use_up(user)
    enter(phone, user)
    assert is_signed_in(phone)


def test_it_tries_no_more_than_others(user, phone):
    tries(phone, user)
    assert "Trop d’essais" in said(enter(phone, user))
    enter(browser := at("203.0.113.9"), user)
    assert is_signed_in(browser), "and uses up nobody else's attempts"


def test_its_cookie_is_secret_long_and_of_no_script(user, phone):
    cookie = phone.cookies[devices.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert int(cookie["max-age"]) == 365 * 24 * 3600
    assert len(cookie.value) >= 32
    assert cookie.value not in str(KnownDevice.objects.values_list())


def test_its_cookie_is_of_one_account(user, phone):
    other = UserFactory()
    use_up(other)
    assert "Trop de mauvais" in said(enter(phone, other))


@pytest.mark.parametrize("value", ["x", "." * 5000, "é", "\\x00", "a.b.c.d.e.f.g"])
def test_a_cookie_that_is_not_ours_is_no_device(user, value):
    use_up(user)
    browser = at("198.51.100.1")
    browser.cookies[devices.COOKIE] = value
    assert "Trop de mauvais" in said(enter(browser, user))


def test_people_who_share_a_browser_are_each_known(user, phone):
    other = UserFactory()
    enter(phone, other)
    phone.post("/compte/deconnexion/")
    for one in (user, other):
        use_up(one)
        enter(phone, one)
        assert is_signed_in(phone)
        phone.post("/compte/deconnexion/")
    assert KnownDevice.objects.count() == 2


def test_a_person_has_so_many_devices_and_the_last_ones_are_kept(user, monkeypatch):
    monkeypatch.setattr(devices, "MAX_DEVICES", 2)
    browsers = [at("198.51.100.1") for _ in range(3)]
    for browser in browsers:
        enter(browser, user)
        browser.post("/compte/deconnexion/")
    use_up(user)
    entered = [enter(browser, user).status_code == 302 for browser in browsers]
    assert entered == [False, True, True]


def test_a_device_is_forgotten_after_a_year(user, phone):
    KnownDevice.objects.update(signed_in_at=timezone.now() - timedelta(days=366))
    use_up(user)
    assert "Trop de mauvais" in said(enter(phone, user))
    purge(dry_run=False)
    assert not KnownDevice.objects.exists()


@pytest.mark.parametrize("way", ["password", "button", "one", "sessions"])
def test_other_devices_are_forgotten_with_the_password_and_from_the_list(user, phone, way):
    here = at("203.0.113.9")
    enter(here, user)
    if way == "password":
        here.post(
            "/compte/mot-de-passe/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
        )
    elif way == "button":
        here.post("/compte/appareils/")
    elif way == "one":
        enter(phone, user)
        session = user.usersession_set.get(ip="198.51.100.1")
        assert here.post(f"/compte/appareils/{session.pk}/deconnecter/").status_code == 302
    else:
        end_sessions(user)
    use_up(user)
    password = NEW if way == "password" else PASSWORD
    assert "Trop de mauvais" in said(enter(phone, user, password=password))
    here.post("/compte/deconnexion/")
    assert (enter(here, user, password=password).status_code == 302) is (way != "sessions")


def test_a_new_password_by_mail_opens_at_once_whatever_strangers_do(user):
    use_up(user)
    browser = at("203.0.113.9")
    tries(browser, user)
    browser.post(FORGOTTEN, {"email": user.email})
    form = browser.get(path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+)", user.email)).url
    browser.post(form, {"password1": NEW, "password2": NEW})
    use_up(user)
    enter(browser, user, password=NEW)
    assert is_signed_in(browser)


def test_a_new_password_by_mail_makes_no_device_of_who_has_a_second_factor():
    agent = with_app(person(LevelName.COMMUNICATION))
    browser = at("203.0.113.9")
    browser.post(FORGOTTEN, {"email": agent.email})
    form = browser.get(path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+)", agent.email)).url
    browser.post(form, {"password1": NEW, "password2": NEW})
    agent.refresh_from_db()
    assert agent.check_password(NEW)
    assert not KnownDevice.objects.exists()


def test_who_is_signed_in_proves_who_they_are_whatever_strangers_do(user):
    browser = at("203.0.113.9")
    enter(browser, user)
    forget_devices_of(browser)
    use_up(user)
    answer = browser.post("/compte/confirmer/", {"password": PASSWORD, "next": "/compte/"})
    assert answer.status_code == 302
    for _ in range(5):
        browser.post("/compte/confirmer/", {"password": WRONG})
    answer = browser.post("/compte/confirmer/", {"password": PASSWORD})
    assert "Trop d’essais" in said(answer)


# --- Codes --------------------------------------------------------------------------------------


def test_codes_of_strangers_do_not_keep_a_device_out_that_has_signed_in_before():
    agent = with_app(person(LevelName.COMMUNICATION))
    desk = at("198.51.100.1")
    enter(desk, agent)
    assert devices.COOKIE not in desk.cookies, "the password alone is not enough"
    desk.post(SECOND, {"code": "12345678"})
    assert is_signed_in(desk)
    desk.post("/compte/deconnexion/")
    for _ in range(limits.CODES_BY_ACCOUNT.most):
        limits.CODES_BY_ACCOUNT.allows(agent.pk, "strangers")
    stranger = at("192.0.2.7")
    enter(stranger, agent)
    page = said(stranger.post(SECOND, {"code": code()}))
    assert "Trop de codes ont été essayés pour ce compte" in page
    enter(desk, agent)
    desk.post(SECOND, {"code": code()})
    assert is_signed_in(desk)


def test_known_devices_together_try_so_many_codes():
    agent = with_app(person(LevelName.COMMUNICATION))
    desk = at("198.51.100.1")
    enter(desk, agent)
    desk.post(SECOND, {"code": "12345678"})
    desk.post("/compte/deconnexion/")
    for _ in range(limits.CODES_BY_ACCOUNT.most):
        limits.CODES_BY_ACCOUNT.allows(agent.pk, "devices")
    enter(desk, agent)
    assert "Trop de codes" in said(desk.post(SECOND, {"code": code()}))


@pytest.mark.django_db(transaction=True)
def test_a_code_sent_at_once_from_everywhere_serves_once():
    agent = with_app(person(LevelName.COMMUNICATION))
    browsers = [at(f"198.51.100.{number}") for number in range(8)]
    for browser in browsers:
        enter(browser, agent)
    now = code()

    def send(browser: Client) -> bool:
        browser.post(SECOND, {"code": now})
        return is_signed_in(browser)

    results = at_once(*[lambda browser=browser: send(browser) for browser in browsers])
    assert sorted(results) == [False] * 7 + [True]
