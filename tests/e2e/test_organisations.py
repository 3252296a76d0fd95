"""An organisation from its registration to the departure of a colleague, on a phone."""

import re
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import expect
from post_office.models import Email

from portal.accounts.models import Membership
from snippets.models import Organisation
from tests.e2e import browser as tools
from tests.factories import CommuneFactory, UserFactory, valid_siret
from tests.portal.accounts.people import officer

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

NAME = "Menuiserie du Lion"
COLLEAGUE = "lina.petit@exemple.test"


@pytest.fixture
def visit(live_server, chromium):
    """Open a page as somebody signed in, or as nobody; its console must stay silent."""

    @contextmanager
    def opened(user=None):
        with tools.context(chromium, tools.PHONE, base_url=live_server.url) as visitor:
            if user:
                client = Client()
                client.force_login(user)
                cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
                visitor.add_cookies(
                    [
                        {
                            "name": settings.SESSION_COOKIE_NAME,
                            "value": cookie,
                            "url": live_server.url,
                        }
                    ]
                )
            page = visitor.new_page()
            with tools.no_errors(page) as complaints:
                yield page
            # The browser itself reports a form that comes back with its errors.
            assert complaints == []

    return opened


def check(page):
    """No axe finding, nothing wider than the screen."""
    assert tools.axe_findings(page) == []
    assert not tools.is_wider_than_the_screen(page)


def register(page):
    page.goto("/organisations/inscription/")
    check(page)
    page.get_by_role("button", name="Inscrire mon organisation").click()
    expect(page.locator("#erreurs")).to_contain_text("Choisissez le type de votre organisation.")
    check(page)
    page.get_by_label("Entreprise").check()
    page.get_by_label("Nom", exact=True).fill(NAME)
    page.get_by_label("Numéro SIRET").fill(valid_siret(7))
    page.get_by_label("Commune (").select_option(label="Belfort (90000)")
    page.get_by_role("button", name="Inscrire mon organisation").click()
    expect(page.get_by_role("status")).to_contain_text("est inscrite")


def verify(page):
    page.goto("/organisations/verifier/")
    check(page)
    tools.follow(page.get_by_role("link", name=f"Ouvrir {NAME}"))
    check(page)
    page.get_by_label("Vérifier").check()
    page.get_by_role("button", name="Envoyer ma réponse").click()
    expect(page.get_by_text("L’organisation est vérifiée.")).to_be_visible()
    expect(page.get_by_text("Aucune organisation n’attend de vérification.")).to_be_visible()


def invite(page):
    tools.follow(page.get_by_role("link", name="Inviter un ou une collègue"))
    check(page)
    page.get_by_label("Adresse e-mail").fill(COLLEAGUE)
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text(COLLEAGUE)
    check(page)


def accept(page):
    body = Email.objects.get(to=COLLEAGUE).message
    page.goto(re.search(r"/invitation/[\w-]+/", body).group())
    page.get_by_label(re.compile("^Prénom")).fill("Lina")
    page.get_by_label(re.compile("^Nom")).fill("Petit")
    page.get_by_label("Mot de passe").fill("une-phrase-que-je-retiens")
    page.get_by_role("button", name="Créer mon compte et accepter").click()
    page.wait_for_url(lambda url: "/invitation/" not in url)


def test_an_organisation_is_registered_verified_and_managed(visit, screenshot):
    CommuneFactory(belfort=True)
    agent, founder = officer(), UserFactory(first_name="Marc", last_name="Vauthier")
    with visit(founder) as page:
        register(page)
    organisation = Organisation.objects.get(name=NAME)
    space = f"/mon-organisation/{organisation.slug}"
    with visit(founder) as page:
        page.goto(f"{space}/fiche/")
        expect(page.get_by_text("En attente de vérification")).to_be_visible()
        check(page)
        screenshot(page, "waiting")
    with visit(agent) as page:
        verify(page)
    with visit(founder) as manager, visit() as colleague:
        manager.goto(f"{space}/membres/")
        invite(manager)
        accept(colleague)
        colleague.goto(f"{space}/fiche/")
        expect(colleague.get_by_text("Organisation vérifiée")).to_be_visible()
        check(colleague)
        manager.goto(f"{space}/membres/")
        screenshot(manager, "members")
        tools.follow(manager.get_by_role("link", name="Retirer Lina Petit"))
        check(manager)
        manager.get_by_label("Motif").fill("Départ de l’entreprise")
        manager.get_by_role("button", name=re.compile("^Retirer .* de l’organisation$")).click()
        expect(manager.get_by_role("status")).to_contain_text("ne fait plus partie")
        check(manager)
        colleague.reload()
        expect(colleague.get_by_text("Organisation vérifiée")).to_have_count(0)
        assert "login" in colleague.url or "connexion" in colleague.url
    assert Membership.objects.active().get(organisation=organisation).user == founder


def test_a_known_siret_leads_to_a_request(visit):
    there = Organisation.objects.create(name="Bois de l’Est", siret=valid_siret(7))
    with visit(UserFactory()) as page:
        page.goto("/organisations/inscription/")
        page.get_by_label("Entreprise").check()
        page.get_by_label("Nom", exact=True).fill("Bois de l’Est")
        page.get_by_label("Numéro SIRET").fill(there.siret)
        page.get_by_role("button", name="Inscrire mon organisation").click()
        expect(page.get_by_text("Bois de l’Est est déjà inscrite")).to_be_visible()
        check(page)
        tools.follow(page.get_by_role("link", name="Demander à la rejoindre"))
        check(page)
        page.get_by_role("button", name="Envoyer ma demande").click()
        expect(page.get_by_role("status")).to_contain_text("Votre demande est envoyée")
        check(page)
    assert there.join_requests.waiting().count() == 1
