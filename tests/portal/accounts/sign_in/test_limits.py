"""How often one may try to enter, and who is never kept out by strangers."""

import pytest
from django.test import Client
from post_office.models import Email

from portal.accounts.sign_in import limits
from snippets.limits import HOUR, Limit
from snippets.networks import subscriber
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.sign_in.conftest import enter, is_signed_in, path_in_mail
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
SIGN_IN = "/compte/connexion/"
SIGN_UP = "/compte/inscription/"


@pytest.fixture
def user():
    return UserFactory(email="eloise@exemple.test")


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


# --- Messages that anybody may ask for ----------------------------------------------------------


def test_a_network_asks_for_three_links_to_a_new_password_and_the_last_one_works(user):
    stranger = at("192.0.2.7")
    answers = [stranger.post(FORGOTTEN, {"email": user.email}) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [302] * 3 + [422] * 6
    assert "le lien du dernier message fonctionne encore" in said(answers[-1])
    assert Email.objects.count() == 3
    path = path_in_mail(r"(/compte/mot-de-passe/nouveau/\S+)", user.email)
    browser = at("198.51.100.1")
    assert browser.post(browser.get(path).url, {"password1": NEW, "password2": NEW}).url
    enter(browser, user, password=NEW)
    assert is_signed_in(browser)
    # A link that served works no more: another one may be asked for.
    answers = [browser.post(FORGOTTEN, {"email": user.email}).status_code for _ in range(4)]
    assert answers == [302] * 3 + [422]


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
    assert answers == [302] * limits.RESETS_BY_ADDRESS.most + [422] * 2


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
