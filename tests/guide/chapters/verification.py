"""Vérifier une organisation: its sheet, the answer, who asks to join, the suspension."""

from playwright.sync_api import Page, expect

from tests.e2e import cms
from tests.guide.walker import SOPHIE, Guide

WAITING = "Menuiserie du Salbert"
# An organisation that has no manager, and who asks to join it.
EMPTY, ASKER = "Boulangerie Perrichet", "paul.richard@vauclair-electricite.example"


def walk(guide: Guide) -> None:
    """Sophie lets somebody in, reads an organisation, asks for a correction."""
    cms.in_database(ask_to_join)
    with guide.person(SOPHIE) as page:
        guide.open(page, "Vérifications")
        let_in(guide, page)
        page.goto(f"{guide.url}/organisations/verifier/")
        button = page.get_by_role("link", name=f"Ouvrir {WAITING}")
        title = page.locator("main h1")
        guide.shot(page, "verifier-liste", title, page.locator("table.rows"), point=(button,))
        button.click()
        guide.shot(page, "verifier-fiche", title, page.locator(".two-columns"))
        page.get_by_role("link", name="Suspendre l’organisation").click()
        page.get_by_label("Motif").fill("L’entreprise a cessé son activité.")
        guide.shot(page, "verifier-suspendre", page.locator("main .reading"))
        page.get_by_role("link", name="Annuler").click()
        answer(guide, page)
        cms.in_database(register_again)
        find(guide, page, WAITING)
        find(guide, page, "Pose et dépose")


def ask_to_join() -> None:
    """Somebody asks for a place where nobody can answer."""
    from portal.accounts.actors import Actor
    from portal.accounts.models import User
    from portal.organisations.services import joining
    from snippets.models import Organisation

    joining.ask_to_join(
        organisation=Organisation.objects.get(name=EMPTY),
        message="Je tiens la caisse de la boulangerie depuis mars.",
        actor=Actor(User.objects.get(email=ASKER)),
    )


def register_again() -> None:
    """The same name in the same commune."""
    from snippets.models import Organisation

    first = Organisation.objects.get(name=WAITING)
    Organisation.objects.create(kind=first.kind, name=first.name, commune=first.commune)


def let_in(guide: Guide, page: Page) -> None:
    """Answer the request above the list."""
    button = page.get_by_role("link", name="Répondre")
    section = page.locator("section[aria-labelledby=orphelines]")
    guide.shot(page, "verifier-demande", page.locator("main h1"), section, point=(button,))
    button.click()
    page.get_by_label("Accepter comme gestionnaire").check()
    guide.read(page)
    page.get_by_role("button", name="Envoyer ma réponse").click()
    guide.read(page)


def answer(guide: Guide, page: Page) -> None:
    """Forget the message, be told so, then write it."""
    page.get_by_label("Demander une correction").check()
    button = page.get_by_role("button", name="Envoyer ma réponse")
    button.click()
    expect(page.get_by_role("alert")).to_contain_text("Dites ce qui ne va pas.")
    guide.read(page)
    page.get_by_label("Votre message").fill(
        "L’annuaire donne une autre adresse pour ce SIRET\u00a0: vérifiez le numéro."
    )
    guide.shot(page, "verifier-reponse", page.locator("main form", has=button), point=(button,))
    button.click()
    expect(page.get_by_text("La demande de correction est envoyée.")).to_be_visible()
    guide.read(page)


def find(guide: Guide, page: Page, name: str) -> None:
    """Any organisation, by its name."""
    page.goto(f"{guide.url}/organisations/verifier/")
    page.get_by_label("Nom, SIRET ou RNA").fill(name)
    page.get_by_label("Liste").select_option(label="Toutes")
    page.get_by_role("button", name="Afficher").click()
    page.get_by_role("link", name=f"Ouvrir {name}").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)
    guide.read(page)
