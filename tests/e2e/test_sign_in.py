"""Registering, signing in with a code, signing in with a security key, in a real browser."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page, expect
from post_office.models import Email

from portal.accounts.models import User
from portal.accounts.sign_in.codes import code_of_the_moment, give_application
from tests.e2e import browser, cms
from tests.factories import PASSWORD, UserFactory, job_offer_index

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def agent(transactional_db: None) -> User:
    """An agent who has no second factor yet."""
    job_offer_index()
    user = UserFactory()
    user.groups.add(Group.objects.get(name="communication"))
    return user


def enter(page: Page, base_url: str, user: User) -> None:
    """Ask for the CMS, be led to the form and post it."""
    page.goto(f"{base_url}/cms/")
    page.get_by_label("Adresse e-mail").fill(user.email)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def link_in_mail(email: str, base_url: str) -> str:
    """The last link sent to somebody, on the server of the test."""

    def read() -> str:
        message = Email.objects.filter(to=email).latest("pk").message
        found = re.search(r"https?://[^/]+(/compte/adresse/\S+/)", message)
        assert found
        return found[1]

    return f"{base_url}{cms.in_database(read)}"


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])
def test_person_registers_and_verifies_their_address(
    chromium: Browser,
    live_server: Any,
    screenshot: Any,
    javascript: bool,
) -> None:
    cms.in_database(job_offer_index)
    url = live_server.url
    with browser.context(chromium, browser.PHONE, javascript=javascript) as context:
        page = context.new_page()
        page.goto(f"{url}/compte/connexion/")
        if javascript:
            assert browser.axe_findings(page) == []
        page.get_by_role("link", name="S’inscrire").click()
        page.get_by_label("Prénom").fill("Éloïse")
        page.get_by_label("Nom", exact=True).fill("Martin")
        page.get_by_label("Adresse e-mail").fill("eloise@exemple.test")
        page.get_by_label("Mot de passe", exact=True).fill("court")
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.get_by_role("alert")).to_contain_text("12 caractères")
        if javascript:
            assert browser.axe_findings(page) == []
        screenshot(page, "refused")
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="S’inscrire").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Ouvrez votre messagerie")
        page.goto(link_in_mail("eloise@exemple.test", url))
        page.get_by_role("button", name="Oui, c’est mon adresse").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bonjour Éloïse")
        expect(page.get_by_text("Votre adresse eloise@exemple.test est vérifiée.")).to_be_visible()
        if javascript:
            assert browser.axe_findings(page) == []
        screenshot(page, "account")


def test_agent_enters_the_cms_with_password_and_code(
    chromium: Browser,
    live_server: Any,
    agent: User,
    screenshot: Any,
) -> None:
    cms.in_database(lambda: give_application(agent, SECRET))
    with browser.context(chromium, browser.PHONE) as context:
        page = context.new_page()
        enter(page, live_server.url, agent)
        expect(page.get_by_role("heading", level=1)).to_have_text("Seconde vérification")
        assert browser.axe_findings(page) == []
        screenshot(page, "code")
        page.get_by_label("Code", exact=True).fill("000000")
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("alert")).to_contain_text("Ce code n’est pas le bon")
        code = cms.in_database(lambda: code_of_the_moment(agent))
        page.get_by_label("Code", exact=True).fill(code)
        page.get_by_role("button", name="Se connecter").click()
        page.wait_for_url("**/cms/")
        page.goto(f"{live_server.url}/compte/deconnexion/")
        browser.follow(page.get_by_role("button", name="Se déconnecter"))
        page.goto(f"{live_server.url}/cms/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Se connecter")


def add_virtual_key(page: Page) -> None:
    """A security key that answers by itself, as Chromium's developer tools have."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "usb",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_agent_is_led_to_a_security_key_and_signs_in_with_it(
    chromium: Browser,
    live_server: Any,
    agent: User,
    screenshot: Any,
) -> None:
    url = live_server.url
    with browser.context(chromium, browser.PHONE) as context:
        page = context.new_page()
        add_virtual_key(page)
        with browser.no_errors(page) as complaints:
            enter(page, url, agent)
            expect(page.get_by_text("ajoutez une seconde vérification")).to_be_visible()
            assert browser.axe_findings(page) == []
            screenshot(page, "set-up")
            page.get_by_role("link", name="Ajouter une clé").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Confirmer que c’est vous")
            page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
            page.get_by_role("button", name="Continuer").click()
            page.get_by_label("Nom de cet appareil").fill("Clé bleue")
            assert browser.axe_findings(page) == []
            screenshot(page, "key")
            page.get_by_role("button", name="Ajouter la clé").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Codes de secours")
            assert browser.axe_findings(page) == []
            screenshot(page, "recovery-codes")
            page.get_by_role("link", name="J’ai gardé mes codes, continuer").click()
            page.wait_for_url("**/cms/")
        assert complaints == []
        assert cms.in_database(lambda: Authenticator.objects.get(type="webauthn").user) == agent
        page.goto(f"{url}/compte/deconnexion/")
        browser.follow(page.get_by_role("button", name="Se déconnecter"))
        enter(page, url, agent)
        page.get_by_role("button", name="Utiliser ma clé ou mon appareil").click()
        page.wait_for_url("**/cms/")


def test_agent_adds_an_application(
    chromium: Browser,
    live_server: Any,
    agent: User,
    screenshot: Any,
) -> None:
    with browser.context(chromium, browser.PHONE) as context:
        page = context.new_page()
        enter(page, live_server.url, agent)
        page.get_by_role("link", name="Ajouter une application").click()
        page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Continuer").click()
        square = page.get_by_role("img", name="Code à photographier avec l’application")
        expect(square).to_be_visible()
        assert square.evaluate("image => image.naturalWidth") > 0, "the policy lets the square show"
        assert browser.axe_findings(page) == []
        screenshot(page, "application")
        for path in ("", "appareils/", "adresse/", "mot-de-passe/"):
            page.goto(f"{live_server.url}/compte/{path}")
            expect(page.get_by_role("heading", level=1)).to_have_text("Seconde vérification")
