"""Between registering and verifying: the address is shown, mended, written to again."""

import html
import re

import pytest
from allauth.account.models import EmailAddress
from post_office.models import Email

from portal.accounts.models import User
from portal.accounts.sign_in import limits, pending
from snippets.networks import subscriber
from tests.factories import PASSWORD, UserFactory
from tests.portal.accounts.sign_in.test_registration import is_signed_in, link, register

pytestmark = pytest.mark.django_db
SENT = "/compte/inscription/message/"
WRONG, RIGHT = "eloise@exemple.tset", "eloise@exemple.test"


def shown(response) -> str:
    return html.unescape(response.content.decode())


def change(client, email: str):
    return client.post(SENT, {"email": email}, follow=True)


def recipients() -> list[list[str]]:
    return [mail.to for mail in Email.objects.order_by("pk")]


def test_the_page_shows_the_address_and_is_never_stored(client):
    register(client, email=WRONG)
    response = client.get(SENT)
    assert WRONG in shown(response)
    assert "no-store" in response["Cache-Control"]


def test_a_message_is_sent_again_once_in_a_while(client):
    register(client, email=RIGHT)
    for _ in range(2):
        answer = client.post(SENT, {"again": "1"}, follow=True)
        assert f"Un message vient de partir à {RIGHT}." in shown(answer)
    answer = client.post(SENT, {"again": "1"}, follow=True)
    assert "réessayez dans une heure" in shown(answer)
    assert "vient de partir" not in shown(answer)
    assert recipients() == [[RIGHT]] * 3


def test_a_mistyped_address_is_mended_and_the_old_link_verifies_nothing(client):
    register(client, email=WRONG)
    old = link(WRONG)
    answer = change(client, "Eloise@Exemple.test")
    assert RIGHT in shown(answer)
    assert recipients() == [[WRONG], [RIGHT]]
    user = User.objects.get()
    assert user.email == RIGHT
    stranger = client.__class__()
    assert "Ce lien ne fonctionne plus" in shown(stranger.get(old))
    assert stranger.post(old).status_code == 404
    assert not EmailAddress.objects.get().verified
    assert client.post(link(RIGHT)).url == "/mon-espace/"
    assert is_signed_in(client)
    assert EmailAddress.objects.get().email == RIGHT


def test_where_the_person_was_going_survives_the_correction(client):
    register(client, email=WRONG, next="/organisations/inscription/")
    change(client, RIGHT)
    assert link(RIGHT).endswith("?next=%2Forganisations%2Finscription%2F")
    assert client.post(link(RIGHT)).url == "/organisations/inscription/"


def test_an_address_that_has_an_account_is_not_told_on_the_screen(client):
    owner = UserFactory(email="occupee@exemple.test")
    pages = []
    for email in ("libre@exemple.test", owner.email):
        browser = client.__class__()
        register(browser, email=WRONG.replace("eloise", email.split("@")[0]))
        answer = change(browser, email)
        assert answer.redirect_chain == [(SENT, 302)]
        page = re.sub(r'value="[^"]{20,}"', "", shown(answer)).replace(email, "")
        pages.append(page)
    assert pages[0] == pages[1]
    mail = Email.objects.filter(to=owner.email).get()
    assert "/compte/connexion/" in mail.message
    assert "/compte/adresse/" not in mail.message
    owner.refresh_from_db()
    assert owner.email == "occupee@exemple.test"


def test_who_typed_an_address_that_is_taken_may_mend_it_as_anybody(client):
    UserFactory(email=RIGHT)
    register(client, email=RIGHT)
    assert RIGHT in shown(client.get(SENT))
    answer = change(client, "nouvelle@exemple.test")
    assert "nouvelle@exemple.test" in shown(answer)
    client.post(SENT, {"again": "1"})
    written = Email.objects.filter(to="nouvelle@exemple.test")
    assert [mail.subject for mail in written] == ["Cette adresse n’a pas de compte"] * 2
    assert all("/compte/inscription/" in mail.message for mail in written)
    assert User.objects.count() == 1


def test_nobody_makes_us_write_often_to_an_address_that_has_no_account(client):
    UserFactory(email=RIGHT)
    register(client, email=RIGHT)
    for number in range(5):
        answer = change(client, "victime@exemple.test")
        change(client, f"detour-{number}@exemple.test")
    assert Email.objects.filter(to="victime@exemple.test").count() == 3
    assert "réessayez dans une heure" in shown(answer)


@pytest.mark.parametrize("email", ["", "pas une adresse", "a@b"])
def test_an_address_that_is_none_is_refused_beside_its_field(client, email):
    register(client, email=WRONG)
    answer = client.post(SENT, {"email": email})
    assert answer.status_code == 422
    assert answer.context["form"].errors["email"]
    assert recipients() == [[WRONG]]
    assert User.objects.get().email == WRONG


def test_nothing_waits_for_a_stranger(client):
    assert "Ouvrez votre messagerie" in shown(client.get(SENT))
    for data in ({"again": "1"}, {"email": RIGHT}):
        assert client.post(SENT, data).url == "/compte/connexion/"
    assert not Email.objects.exists()


def test_what_was_verified_elsewhere_is_mended_no_more(client):
    register(client, email=RIGHT)
    client.__class__().post(link(RIGHT))
    for answer in (client.get(SENT), client.post(SENT, {"email": "autre@exemple.test"})):
        assert answer.url == "/compte/connexion/"
    assert User.objects.get().email == RIGHT
    assert pending.replace_unverified_address(user=User.objects.get(), email="x@y.fr") is False


def test_a_verified_address_is_never_replaced_by_one_that_is_taken():
    owner, other = UserFactory(email=RIGHT), UserFactory(email="autre@exemple.test")
    assert pending.replace_unverified_address(user=other, email=owner.email) is False


def test_the_correction_has_the_limit_of_registering(client):
    register(client, email=WRONG)
    for _ in range(limits.REGISTRATIONS.most - 2):
        assert limits.REGISTRATIONS.allows(subscriber("127.0.0.1"))
    statuses = [
        client.post(SENT, {"email": f"adresse-{number}@exemple.test"}).status_code
        for number in range(3)
    ]
    assert statuses == [302, 429, 429]


def test_a_wrong_field_keeps_the_password_which_is_not_stored(client):
    answer = register(client, first_name="")
    assert f'value="{PASSWORD}"' in shown(answer)
    assert "no-store" in answer["Cache-Control"]
    assert f'value="{PASSWORD}"' in shown(register(client, email="rien"))


@pytest.mark.parametrize("password", ["court", "q1w2e3r4t5y6"])
def test_a_password_that_is_refused_is_not_given_back(client, password):
    answer = register(client, first_name="", password1=password)
    assert f'value="{password}"' not in shown(answer)


def test_a_wrong_sign_in_never_gives_a_password_back(client):
    UserFactory(email=RIGHT)
    answer = client.post("/compte/connexion/", {"login": RIGHT, "password": "pas-le-bon-du-tout"})
    assert "pas-le-bon-du-tout" not in shown(answer)


@pytest.mark.parametrize("address", ["/compte/connexion/", "/compte/inscription/"])
def test_every_password_can_be_shown(client, address):
    page = shown(client.get(address))
    assert page.count('type="password"') == page.count("Afficher le mot de passe") == 1
