"""ProConnect and FranceConnect against a provider on this machine."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from post_office.models import Email
from pytest_httpserver import HTTPServer

from config.settings.sign_in import identity_providers, provider_origins
from portal.accounts.level_names import LevelName
from portal.accounts.models import User
from tests.factories import UserFactory
from tests.portal.accounts.people import place
from tests.portal.accounts.sign_in.conftest import code, is_signed_in, person, with_app
from tests.portal.accounts.sign_in.provider import SECRET, Provider, client_id

pytestmark = pytest.mark.django_db
ADDRESS = "eloise.martin@exemple.test"


@pytest.fixture
def provider(httpserver: HTTPServer, settings) -> Provider:
    """Both names lead to the same local provider."""
    found = Provider(httpserver)
    values = {
        "secret": SECRET,
        "server_url": found.url,
        "scope": ["openid", "email"],
        "acr_values": "eidas1",
    }
    settings.SOCIALACCOUNT_PROVIDERS = identity_providers(
        **{
            name.lower(): {"label": name, "client_id": client_id(name.lower()), **values}
            for name in ("ProConnect", "FranceConnect")
        }
    )
    return found


def test_buttons_are_shown_when_the_settings_have_providers(client, provider, settings):
    page = client.get("/compte/connexion/").content.decode()
    assert "Se connecter avec ProConnect" in page
    assert "Se connecter avec FranceConnect" in page
    settings.SOCIALACCOUNT_PROVIDERS = {}
    assert "ProConnect" not in client.get("/compte/connexion/").content.decode()
    assert client.post("/compte/connexion/proconnect/").status_code == 404


@pytest.mark.parametrize("name", ["proconnect", "franceconnect"])
def test_new_person_becomes_a_candidate(client, provider, name):
    back = provider.visit(client, name, next="/agenda/")
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["acr_values"] == "eidas1"
    assert len(provider.asked["nonce"]) > 30
    assert client.get(back).url == "/agenda/"
    user = User.objects.get()
    assert (user.email, user.get_full_name()) == (ADDRESS, "Éloïse Martin")
    assert user.levels == {LevelName.CANDIDATE}
    assert is_signed_in(client)
    assert SocialAccount.objects.get().extra_data == {}


def test_same_person_comes_back_to_their_account(client, provider):
    client.get(provider.visit(client))
    provider.person["email"] = "autre@exemple.test"
    other = Client()
    other.get(provider.visit(other))
    assert is_signed_in(other)
    assert User.objects.count() == 1


def test_verified_address_finds_its_account_and_tells_it(client, provider):
    user = UserFactory(email=ADDRESS)
    client.get(provider.visit(client))
    assert is_signed_in(client)
    assert SocialAccount.objects.get().user == user
    assert "relié" in Email.objects.get(to=ADDRESS).message


def test_address_that_would_be_several_is_asked_anew(client, provider):
    provider.person["email"] = '"x,victim@example.org,y"@ex.fr'
    provider.person["email_verified"] = True
    form = client.get(provider.visit(client)).url
    assert form == "/compte/inscription/identite/"
    names = {"first_name": "Éloïse", "last_name": "Martin"}
    answer = client.post(form, {"email": provider.person["email"], **names})
    assert "arobase" in answer.content.decode()
    assert not User.objects.exists()
    assert not Email.objects.exists()


@pytest.mark.parametrize("claim", [False, None, "true", "false"])
def test_address_that_is_not_verified_finds_no_account(client, provider, claim):
    UserFactory(email=ADDRESS)
    provider.person["email_verified"] = claim
    answer = client.get(provider.visit(client))
    assert answer.url == "/compte/inscription/message/"
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()


def test_account_that_somebody_prepared_with_a_strangers_address_loses_its_password(
    client, provider
):
    user = UserFactory(email=ADDRESS)
    EmailAddress.objects.update(verified=False)
    client.get(provider.visit(client))
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_agent_passes_the_second_step_after_the_provider(client, provider):
    with_app(person(LevelName.COMMUNICATION, email=ADDRESS))
    answer = client.get(provider.visit(client, next="/cms/"))
    assert answer.url == "/compte/connexion/verification/"
    assert not is_signed_in(client)
    assert client.post(answer.url, {"code": code()}).url == "/cms/"


def test_agent_without_second_factor_is_led_to_it_after_the_provider(client, provider):
    linked = person(LevelName.COMMUNICATION)
    SocialAccount.objects.create(user=linked, provider="proconnect", uid=provider.person["sub"])
    client.get(provider.visit(client))
    assert client.get("/cms/").url == "/compte/seconde-verification/"


def test_nothing_is_linked_by_address_to_an_agent_without_second_factor(client, provider):
    person(LevelName.COMMUNICATION, email=ADDRESS)
    answer = client.get(provider.visit(client))
    assert answer.status_code == 403
    assert "Reliez d’abord" in answer.content.decode()
    assert not SocialAccount.objects.exists()
    assert not is_signed_in(client)


def test_forms_may_be_redirected_to_the_providers(provider, settings):
    origins = provider_origins(settings.SOCIALACCOUNT_PROVIDERS)
    assert set(origins) == {re.match(r"https?://[^/]+", provider.url)[0]}
    assert provider_origins({}) == []


def test_closed_account_does_not_open_by_the_provider(client, provider):
    UserFactory(email=ADDRESS, is_active=False)
    client.get(provider.visit(client))
    assert not is_signed_in(client)


def refused(client, address):
    page = client.get(address)
    assert page.status_code == 401
    assert "Nous n’avons pas pu vérifier votre identité" in page.content.decode()
    assert not is_signed_in(client)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "une-autre-visite"},
        {"nonce": ""},
        {"iss": "https://mal.example"},
        {"aud": "un-autre-site"},
        {"exp": 1_700_000_000},
        {"sub": "quelqu-un-d-autre"},
    ],
    ids=str,
)
def test_wrong_identity_token_is_refused(client, provider, claims):
    back = provider.visit(client)
    provider.token_claims = claims
    refused(client, back)


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://mal.example"},
        {"aud": "un-autre-site"},
        {"exp": 1_700_000_000},
        {"sub": "quelqu-un-d-autre"},
    ],
    ids=str,
)
def test_wrong_userinfo_is_refused(client, provider, claims):
    back = provider.visit(client)
    provider.person_claims = claims
    refused(client, back)


def test_wrong_signature_is_refused(client, provider):
    back = provider.visit(client)
    provider.signing_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    refused(client, back)


def test_wrong_state_is_refused(client, provider):
    back = provider.visit(client)
    refused(client, back.replace("state=", "state=x"))
    other = Client()
    refused(other, back)


def test_answer_serves_once(client, provider):
    back = provider.visit(client)
    client.get(back)
    client.post("/compte/deconnexion/")
    assert client.get(back).status_code == 401
    assert not is_signed_in(client)


def test_refusing_there_is_no_fault(client, provider):
    back = provider.visit(client).replace("code=un-code", "error=access_denied")
    page = client.get(back, follow=True).content.decode()
    assert "Connexion annulée" in page


def test_next_page_after_the_provider_is_never_elsewhere(client, provider):
    assert client.get(provider.visit(client, next="https://mal.example/")).url == "/mon-espace/"


def test_provider_out_of_reach_gets_a_french_page(client, provider, httpserver):
    httpserver.clear()
    page = client.post("/compte/connexion/proconnect/")
    assert page.status_code == 401
    assert "n’a pas marché" in page.content.decode()


def test_reading_the_page_leaves_for_nowhere(client, provider):
    page = client.get("/compte/connexion/proconnect/")
    assert page.status_code == 200
    assert "Continuer vers ProConnect" in page.content.decode()


def test_identity_opens_the_page_where_the_persons_work_is(client, provider):
    place(UserFactory(email=ADDRESS), LevelName.ORGANISATION_MANAGER)
    assert client.get(provider.visit(client)).url == "/mon-organisation/"


def test_new_identity_opens_the_space_of_candidates(client, provider):
    assert client.get(provider.visit(client)).url == "/mon-espace/"
