"""The administrator opens two accesses; the company's offer reaches the map; its access ends."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from portal.accounts.level_names import LevelName
from portal.accounts.models import Invitation, User
from portal.accounts.sign_in.codes import code_for
from snippets.models import Organisation
from tests.e2e import browser, cms
from tests.e2e.test_publish_and_find import TILES, show_map, signed_in
from tests.e2e.test_submissions import SPACE, TITLE, refuse, send, write
from tests.factories import (
    CommuneFactory,
    OccupationFactory,
    OrganisationFactory,
    job_offer_index,
)
from tests.portal.accounts.people import person_with, token_of
from tests.sizes import IS_FULL

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

ADVISER, MANAGER = "lea.martin@exemple.test", "gerant@exemple.test"
CLOSED = ("/cms/", "/habilitations/", SPACE, "/bienvenue/", "/compte/mes-donnees/")


@pytest.fixture
def company(transactional_db: None) -> Organisation:
    """A verified company that nobody manages yet."""
    job_offer_index()
    CommuneFactory(belfort=True)
    OccupationFactory(code="H2913", label="Soudeur / Soudeuse")
    return OrganisationFactory(
        name="Atelier Rémond",
        slug="atelier-remond",
        kind="company",
        verified_at=timezone.now(),
    )


@contextmanager
def windows(chromium: Browser, *viewports: dict[str, int]) -> Iterator[list[Any]]:
    """A browser for each person, the tile layer out of reach."""
    with ExitStack() as stack:
        contexts = [stack.enter_context(browser.context(chromium, size)) for size in viewports]
        for context in contexts:
            context.route(TILES, lambda route: route.abort())
        yield contexts


def invite(page: Page, base: str) -> None:
    """Open an access to an adviser, and to the manager of the company."""
    page.goto(f"{base}/habilitations/invitations/agent/")
    page.get_by_label("Adresse e-mail").fill(ADVISER)
    page.get_by_label("Niveau").select_option(label="Conseiller·ère RSA")
    page.get_by_label("Motif").fill("Recrutée au 1er juin")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text("L’invitation est envoyée")
    page.goto(f"{base}/habilitations/invitations/organisation/")
    page.get_by_label("Nom ou SIRET").fill("rémond")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_label("Atelier Rémond").check()
    page.get_by_label("Adresse e-mail").fill(MANAGER)
    page.get_by_label("Rôle").select_option(label="Gestionnaire")
    page.get_by_role("button", name="Envoyer l’invitation").click()
    expect(page.get_by_role("status")).to_contain_text("L’invitation est envoyée")


def accept(page: Page, base: str, email: str, first_name: str) -> None:
    """Open the link of the mail, and choose a password."""
    token = cms.in_database(lambda: token_of(Invitation.objects.get(email=email)))
    page.goto(f"{base}/invitation/{token}/")
    page.get_by_label("Prénom").fill(first_name)
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Mot de passe").fill("une-phrase-de-passe-neuve")
    page.get_by_role("button", name="Créer mon compte et accepter").click()


def set_second_factor_up(page: Page) -> None:
    """Give the page's key to an application, and the application's code to the page."""
    browser.follow(page.get_by_role("link", name="Ajouter une application"))
    secret = page.locator(".totp-secret").inner_text()
    page.get_by_label("Code").fill(code_for(secret))
    page.get_by_role("button", name="Enregistrer l’application").click()


def publish(manager: Page, visitor: Page, reviewer: Page, base: str) -> None:
    """The manager's offer is refused, corrected, approved, and found on the map."""
    browser.follow(manager.get_by_role("link", name="Voir tout le formulaire sur une page"))
    write(manager)
    send(manager)
    refuse(reviewer, base)
    manager.goto(f"{base}{SPACE}")
    manager.get_by_role("link", name=TITLE).first.click()
    expect(manager.get_by_text("Dites avec qui on travaille.").first).to_be_visible()
    manager.get_by_role("link", name="Corriger").click()
    manager.get_by_label("Ce que la personne fera").fill("Vous travaillez à quatre.")
    send(manager)
    cms.approve(reviewer, f"{base}/cms/offres-emploi/", TITLE, "l’offre")
    visitor.goto(f"{base}/offres/?q=soudeuse&lieu=Belfort&rayon=100")
    expect(visitor.get_by_role("link", name=TITLE)).to_be_visible()
    show_map(visitor, browser.PHONE)
    expect(visitor.locator(".leaflet-marker-icon.pin-one")).to_have_count(1)


def test_from_invitation_to_the_map_and_out(
    chromium: Browser, live_server: Any, company: Organisation, screenshot: Any
) -> None:
    base = live_server.url
    rights = LevelName.RIGHTS_ADMINISTRATOR
    nadia = cms.in_database(lambda: person_with(rights).email)
    moderator = cms.in_database(lambda: person_with(LevelName.COMMUNICATION).email)
    sizes = (browser.DESKTOP, browser.DESKTOP, browser.PHONE, browser.DESKTOP)
    with windows(chromium, *sizes) as (hers, advisers, managers, moderators):
        admin, adviser, manager = hers.new_page(), advisers.new_page(), managers.new_page()
        cms.enter(admin, base, nadia)
        invite(admin, base)

        accept(adviser, base, ADVISER, "Léa")
        for address in CLOSED:
            adviser.goto(f"{base}{address}")
            expect(adviser.get_by_role("heading", level=1)).to_have_text("Seconde vérification")
        set_second_factor_up(adviser)
        adviser.goto(f"{base}/bienvenue/")
        expect(adviser.get_by_role("heading", level=1)).to_have_text("Bienvenue, Léa")
        assert adviser.goto(f"{base}/habilitations/").status == 403

        accept(manager, base, MANAGER, "Malik")
        expect(manager.get_by_role("heading", level=1)).to_have_text("Bienvenue, Malik")
        manager.get_by_role("link", name="Ouvrir l’espace de mon organisation").click()
        browser.follow(manager.get_by_role("link", name="Proposer une offre d’emploi"))
        # In the full run to the map: `test_submissions.py` goes that way as well.
        if IS_FULL:
            publish(manager, managers.new_page(), signed_in(moderators, base, moderator), base)

        number = cms.in_database(lambda: User.objects.get(email=MANAGER).pk)
        admin.goto(f"{base}/habilitations/personnes/{number}/")
        screenshot(admin, "person")
        admin.get_by_role("link", name="Retirer de l’organisation").click()
        admin.get_by_label("Motif").fill("A quitté l’entreprise")
        admin.get_by_role("button", name=re.compile("^Retirer .* de l’organisation$")).click()
        expect(admin.get_by_role("status")).to_contain_text("ne fait plus partie")
        manager.goto(f"{base}{SPACE}")
        expect(manager).to_have_url(re.compile("/compte/connexion/"))
