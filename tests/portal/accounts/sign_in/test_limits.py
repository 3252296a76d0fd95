"""How often one may try to enter, and who is never kept out by strangers."""

import html
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.level_names import LevelName
from portal.accounts.models import KnownDevice, User
from portal.accounts.services.sessions import end_sessions
from portal.accounts.sign_in import devices, limits
from portal.personal_data.services import purge
from snippets.limits import HOUR, Limit
from snippets.networks import subscriber
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.sign_in.conftest import (
    code,
    enter,
    is_signed_in,
    path_in_mail,
    person,
    with_app,
)
from tests.races import at_once

pytestmark = pytest.mark.django_db
SIGN_IN = "/compte/connexion/"
SECOND = "/compte/connexion/verification/"
FORGOTTEN = "/compte/mot-de-passe/oublie/"
SIGN_UP = "/compte/inscription/"
WRONG, NEW = "ce-n-est-pas-lui", "une autre phrase de passe"


@pytest.fixture
def user():
    return UserFactory(email="eloise@exemple.test")


def at(address: str) -> Client:
    """A browser that has never been here, on a network of its own."""
    return Client(REMOTE_ADDR=address)


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def tries(browser: Client, user: User, count: int = 5) -> None:
    for _ in range(count):
        enter(browser, user, password=WRONG)


def use_up(user: User) -> None:
    """What it takes several networks to do."""
    for _ in range(limits.PASSWORDS_BY_ACCOUNT.most):
        limits.PASSWORDS_BY_ACCOUNT.allows(user.email)


def forget_devices_of(browser: Client) -> None:
    browser.cookies.pop(devices.COOKIE, None)


# --- Passwords ----------------------------------------------------------------------------------


def test_five_wrong_passwords_close_the_account_to_their_network_alone(user):
    stranger = at("192.0.2.7")
    tries(stranger, user)
    page = said(enter(stranger, user))
    assert "Trop d’essais. Attendez un quart d’heure, ou demandez un nouveau mot de passe." in page
    assert not is_signed_in(stranger)
    for other in (UserFactory(), user):
        browser = at("192.0.2.7" if other != user else "198.51.100.1")
        enter(browser, other)
        assert is_signed_in(browser), "others of this network, and the person from elsewhere"


def test_a_stranger_alone_does_not_use_up_the_tries_of_an_account(user, monkeypatch):
    monkeypatch.setattr(limits, "PASSWORDS_BY_ACCOUNT", Limit("tests.account", 8, HOUR))
    tries(at("192.0.2.7"), user, 12)
    browser = at("198.51.100.1")
    enter(browser, user)
    assert is_signed_in(browser)


@pytest.mark.parametrize("host", ["testserver:8443", "localhost", "127.0.0.1:1"])
def test_another_host_gives_no_fresh_attempts(user, host):
    tries(at("192.0.2.7"), user)
    answer = at("192.0.2.7").post(
        SIGN_IN, {"login": user.email, "password": PASSWORD}, headers={"host": host}
    )
    assert "Trop d’essais" in said(answer)


@pytest.mark.parametrize("written", ["ELOISE@exemple.test", " eloise@Exemple.test "])
def test_another_writing_of_the_address_gives_no_fresh_attempts(user, written):
    tries(at("192.0.2.7"), user)
    answer = at("192.0.2.7").post(SIGN_IN, {"login": written, "password": PASSWORD})
    assert "Trop d’essais" in said(answer)


def test_an_ipv6_subscriber_is_one_network(user):
    for number in range(5):
        enter(at(f"2001:db8::{number}"), user, password=WRONG)
    assert "Trop d’essais" in said(enter(at("2001:db8::ffff:1"), user))
    browser = at("2001:db8:0:1::1")
    enter(browser, user)
    assert is_signed_in(browser)


@pytest.mark.parametrize(
    ("address", "visitor"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8::1:2:3:4", "2001:db8::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("no address", ""),
    ],
)
def test_what_counts_as_one_visitor(address, visitor):
    assert subscriber(address) == visitor


def test_a_right_password_is_no_attempt(user):
    browser = at("192.0.2.7")
    for _ in range(3):
        tries(browser, user, 4)
        forget_devices_of(browser)
        enter(browser, user)
        assert is_signed_in(browser)
        browser.logout()
    use_up_but_one = limits.PASSWORDS_BY_ACCOUNT.most - 12 - 1
    for _ in range(use_up_but_one):
        limits.PASSWORDS_BY_ACCOUNT.allows(user.email)
    for number in range(3):
        fresh = at(f"198.51.100.{number}")
        enter(fresh, user)
        assert is_signed_in(fresh)


def test_an_account_tried_from_everywhere_waits_and_says_what_to_do(user):
    use_up(user)
    page = said(enter(at("198.51.100.1"), user))
    assert "Trop de mauvais mots de passe ont été essayés avec cette adresse" in page
    assert "Demandez un nouveau mot de passe, ou attendez une heure" in page
    assert f'href="{FORGOTTEN}"' in page


def test_an_unknown_address_is_counted_alike():
    answers = []
    for email in (UserFactory().email, "inconnue@exemple.test"):
        browser = at("192.0.2.7")
        answers.append(
            [
                "Trop d’essais" in said(browser.post(SIGN_IN, {"login": email, "password": WRONG}))
                for _ in range(7)
            ]
        )
    assert answers == [[False] * 5 + [True] * 2] * 2


def test_a_network_tries_so_often_a_minute(user):
    for _ in range(limits.PASSWORDS_BY_VISITOR.most):
        limits.PASSWORDS_BY_VISITOR.allows("192.0.2.7")
    page = said(enter(at("192.0.2.7"), user))
    assert "Trop d’essais depuis votre réseau. Attendez une minute, puis réessayez." in page
    enter(browser := at("192.0.2.8"), user)
    assert is_signed_in(browser)


@pytest.mark.django_db(transaction=True)
def test_passwords_tried_at_once_pass_exactly_the_limit():
    user = UserFactory()

    def attempt() -> str:
        page = said(enter(at("192.0.2.7"), user, password=WRONG))
        return "refused" if "Trop d’essais" in page else "tried"

    assert sorted(at_once(*[attempt] * 24)) == ["refused"] * 19 + ["tried"] * 5


# --- Devices that have signed in before ---------------------------------------------------------


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


# --- Messages that anybody may ask for ----------------------------------------------------------


def test_a_network_asks_for_three_links_to_a_new_password_and_the_last_one_works(user):
    stranger = at("192.0.2.7")
    answers = [stranger.post(FORGOTTEN, {"email": user.email}) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [200] * 6
    assert "le lien du dernier message fonctionne encore" in said(answers[-1])
    assert Email.objects.count() == 3
    path = path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+)", user.email)
    browser = at("198.51.100.1")
    assert browser.post(browser.get(path).url, {"password1": NEW, "password2": NEW}).url
    enter(browser, user, password=NEW)
    assert is_signed_in(browser)
    # A link that served works no more: another one may be asked for.
    answers = [browser.post(FORGOTTEN, {"email": user.email}).status_code for _ in range(4)]
    assert answers == [302] * 3 + [200]


def test_a_stranger_alone_does_not_keep_somebody_from_a_new_password(user):
    for _ in range(limits.RESETS_BY_ADDRESS.most + 2):
        at("192.0.2.7").post(FORGOTTEN, {"email": user.email})
    assert at("198.51.100.1").post(FORGOTTEN, {"email": user.email}).status_code == 302
    assert Email.objects.count() == 4


@pytest.mark.parametrize("email", ["eloise@exemple.test", "inconnue@exemple.test"])
def test_an_address_gets_so_many_links_an_hour_known_or_not(user, email):
    answers = [
        at(f"192.0.2.{number}").post(FORGOTTEN, {"email": email}).status_code
        for number in range(limits.RESETS_BY_ADDRESS.most + 2)
    ]
    assert answers == [302] * limits.RESETS_BY_ADDRESS.most + [200] * 2


def register(browser: Client, email: str):
    values = {"first_name": "Éloïse", "last_name": "Martin", "email": email}
    return browser.post(SIGN_UP, {**values, "password1": PASSWORD})


@pytest.mark.parametrize("email", ["eloise@exemple.test", "inconnue@exemple.test"])
def test_registering_again_and_again_writes_three_times_and_answers_the_same(user, email):
    stranger = at("192.0.2.7")
    answers = {register(stranger, email).url for _ in range(9)}
    assert answers == {"/compte/inscription/message/"}
    assert Email.objects.count() == 3
    register(at("198.51.100.1"), email)
    assert Email.objects.count() == 4


def test_a_network_registers_so_often_a_minute():
    for _ in range(limits.REGISTRATIONS.most):
        limits.REGISTRATIONS.allows("192.0.2.7")
    refused = register(at("192.0.2.7"), "une@exemple.test")
    assert refused.status_code == 429
    assert "Trop de demandes" in said(refused)
    assert register(at("192.0.2.8"), "une@exemple.test").status_code == 302
    assert at("192.0.2.7").get(SIGN_UP).status_code == 200


@pytest.mark.parametrize("path", ["/compte/mot-de-passe/", "/compte/adresse/"])
def test_ones_own_forms_are_counted_by_person(user, path):
    browser = at("192.0.2.7")
    enter(browser, user)
    answers = [browser.post(path, {"oldpassword": WRONG}).status_code for _ in range(11)]
    assert 429 not in answers[:10]
    assert answers[10] == 429
    enter(other := at("192.0.2.7"), UserFactory())
    assert other.post(path, {"oldpassword": WRONG}).status_code != 429
