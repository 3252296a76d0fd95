"""Registering: the address is verified by a button, and nobody learns who has an account."""

import html
import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import get_user
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import signing
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from post_office.models import Email
from procrastinate.contrib.django.models import ProcrastinateJob

from portal.accounts.consents import TERMS
from portal.accounts.level_names import LevelName
from portal.accounts.models import LevelGrant, User
from portal.accounts.sign_in.signup import NameForm
from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
SIGN_UP = "/compte/inscription/"


def register(client, **fields):
    values = {
        "first_name": "Éloïse",
        "last_name": "Martin",
        "email": "Eloise@Exemple.test",
        "password1": PASSWORD,
    }
    return client.post(SIGN_UP, {**values, **fields})


def link(email="eloise@exemple.test"):
    body = Email.objects.filter(to=email).latest("pk").message
    return re.search(r"(/compte/adresse/\S+)", body).group(1)


def is_signed_in(client):
    return get_user(client).is_authenticated


def test_registration_is_verified_by_a_button_then_signed_in_as_candidate(client):
    answer = register(client)
    assert answer.url == "/compte/inscription/message/"
    assert not is_signed_in(client)
    mail = Email.objects.get()
    assert mail.subject == "Vérifiez votre adresse pour ouvrir votre compte"
    address = link()
    for _ in range(2):
        page = client.get(address)
        assert "eloise@exemple.test" in page.content.decode()
        assert not EmailAddress.objects.get().verified, "reading the page verifies nothing"
    assert client.post(address).url == "/mon-espace/"
    assert is_signed_in(client)
    assert "Bonjour Éloïse" in client.get("/mon-espace/").content.decode()
    user = User.objects.get()
    grant = LevelGrant.objects.get(user=user)
    assert (grant.level, grant.granted_by) == (LevelName.CANDIDATE, None)
    assert user.levels == {"candidate"}
    assert "Éloïse Martin" in client.get("/compte/").content.decode()


def test_a_typed_name_carries_no_message_to_somebody_else_s_address(client):
    register(client, first_name="Gagnez de l’argent", last_name="Vite")
    mail = Email.objects.get()
    assert "argent" not in mail.subject + mail.message + mail.html_message


def test_registering_records_the_rules_that_were_accepted(client):
    register(client)
    consent = User.objects.get().consents.get()
    assert (consent.purpose, consent.version) == (TERMS.purpose, TERMS.version)
    assert html.unescape(client.get(SIGN_UP).text).count(TERMS.text) == 1


def test_page_asked_first_is_opened_after_verification(client):
    client.post(
        SIGN_UP,
        {
            "first_name": "É",
            "last_name": "M",
            "email": "eloise@exemple.test",
            "password1": PASSWORD,
            "next": "/agenda/",
        },
    )
    assert client.post(link()).url == "/agenda/"


def test_link_verifies_in_another_browser_without_signing_in(client):
    register(client)
    other = client.__class__()
    answer = other.post(link())
    assert answer.url == "/compte/connexion/"
    assert EmailAddress.objects.get().verified
    assert not is_signed_in(other)


@pytest.mark.parametrize("wanted", ["/mon-espace/cv/", "/offres/?ou=Belfort&rayon=10"])
def test_link_in_another_browser_leads_by_the_sign_in_page_to_the_page_asked_first(client, wanted):
    register(client, next=wanted)
    other = client.__class__()
    sign_in = other.post(link()).url
    assert sign_in == f"/compte/connexion/?{urlencode({'next': wanted})}"
    assert f'name="next" value="{wanted}"' in html.unescape(other.get(sign_in).text)


@pytest.mark.parametrize(
    "wanted", ["https://ailleurs.test/", "//ailleurs.test/", "javascript:alert(1)", "/" + "a" * 500]
)
def test_link_carries_no_address_that_is_not_ours(client, wanted):
    register(client, next=wanted)
    assert "?" not in link()
    other = client.__class__()
    assert other.post(f"{link()}?{urlencode({'next': '//ailleurs.test/'})}").url == (
        "/compte/connexion/"
    )


def test_link_serves_once(client):
    register(client)
    client.post(link())
    client.logout()
    page = client.get(link())
    assert "Ce lien ne fonctionne plus" in page.content.decode()
    assert client.post(link()).status_code == 404
    assert not is_signed_in(client)


def test_link_expires_in_three_days(client, monkeypatch):
    register(client)
    later = (timezone.now() + timedelta(days=3, minutes=1)).timestamp()
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.post(link()).status_code == 404
    assert not EmailAddress.objects.get().verified


def test_forged_link_verifies_nothing(client):
    register(client)
    forged = signing.dumps(EmailAddress.objects.get().pk, key="another key", salt="account")
    assert client.post(f"/compte/adresse/{forged}/").status_code == 404
    assert not EmailAddress.objects.get().verified


def test_address_with_an_account_gets_the_same_answer_and_a_mail_of_its_own(client):
    user = UserFactory(email="eloise@exemple.test", first_name="Autre")
    fresh = client.__class__()
    known, unknown = register(client), register(fresh, email="nouvelle@exemple.test")
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    pages = [
        re.sub(
            r'name="csrfmiddlewaretoken" value="\w+"', "", one.get(known.url).content.decode()
        ).replace("nouvelle@exemple.test", user.email)
        for one in (client, fresh)
    ]
    assert pages[0] == pages[1]
    user.refresh_from_db()
    assert user.first_name == "Autre"
    assert user.check_password(PASSWORD)
    mail = Email.objects.get(to=user.email)
    assert mail.subject == "Vous avez déjà un compte"
    assert "/compte/mot-de-passe/oublie/" in mail.message


def work_of(action) -> tuple[int, int, int, list[str], int]:
    """Passwords hashed, messages and jobs queued, tables written to, and queries."""
    hashed = []
    encode = MD5PasswordHasher.encode

    def counted(*args, **kwargs):
        hashed.append(args)
        return encode(*args, **kwargs)

    mails, jobs = Email.objects.count(), ProcrastinateJob.objects.count()
    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as queries:
        patch.setattr(MD5PasswordHasher, "encode", counted)
        action()
    written = [
        " ".join(query["sql"].split()[:3])
        for query in queries
        if query["sql"].lstrip().startswith(("INSERT", "UPDATE"))
    ]
    sent = Email.objects.count() - mails, ProcrastinateJob.objects.count() - jobs
    return len(hashed), *sent, written, len(queries)


def test_registering_does_the_same_work_whether_the_address_has_an_account(client):
    UserFactory(email="eloise@exemple.test")
    register(client.__class__(), email="avant@exemple.test")
    *known, known_queries = work_of(lambda: register(client.__class__()))
    *unknown, unknown_queries = work_of(
        lambda: register(client.__class__(), email="nouvelle@exemple.test")
    )
    assert known == unknown
    assert known[:3] == [1, 1, 1]
    assert abs(known_queries - unknown_queries) <= 4
    assert set(User.objects.values_list("email", flat=True)) == {
        "eloise@exemple.test",
        "avant@exemple.test",
        "nouvelle@exemple.test",
    }
    assert EmailAddress.objects.count() == 3


def test_mail_to_an_address_with_an_account_leads_by_the_sign_in_page_to_the_page_asked_first(
    client,
):
    UserFactory(email="eloise@exemple.test")
    register(client, next="/mon-espace/cv/?retour=1")
    body = Email.objects.get().message
    assert f"/compte/connexion/?{urlencode({'next': '/mon-espace/cv/?retour=1'})}" in body


def test_mail_to_an_address_with_an_account_carries_no_address_that_is_not_ours(client):
    UserFactory(email="eloise@exemple.test")
    register(client, next="//ailleurs.test/")
    assert "ailleurs" not in Email.objects.get().message


def test_two_registrations_at_once_make_one_account(client, monkeypatch):
    def taken(*args):
        raise IntegrityError

    monkeypatch.setattr(NameForm, "signup", taken)
    assert register(client).url == "/compte/inscription/message/"
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("password", "complaint"),
    [("onze-lettre", "12"), ("123456789abc", "courant"), ("eloise@exemple.test", "adresse")],
)
def test_weak_password_is_refused_with_the_reason(client, password, complaint):
    page = register(client, password1=password)
    assert page.status_code == 422
    assert complaint in page.content.decode()
    assert not User.objects.exists()


def test_wrong_address_is_refused_with_an_example(client):
    page = register(client, email="eloise")
    assert page.status_code == 422
    assert "prenom.nom@exemple.fr" in html.unescape(page.content.decode())


def test_registration_fails_as_a_whole(client, monkeypatch):
    def fails(*args):
        message = "no level"
        raise RuntimeError(message)

    monkeypatch.setattr(NameForm, "signup", fails)
    with pytest.raises(RuntimeError):
        register(client)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "name", ["Gagnez 900 €", "voir www.exemple", "https://exemple.test", "a@exemple.test", "<b>"]
)
def test_name_that_carries_a_message_is_refused(client, name):
    page = register(client, first_name=name)
    assert "Écrivez un nom" in page.content.decode()
    assert not User.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize("name", ["Jean-Paul", "D’Aubigné", "N’Guyễn Thị", "J.-P.", "Ó Neill"])
def test_name_as_people_have_them_is_kept(client, name):
    register(client, first_name=name)
    assert User.objects.get().first_name == name
