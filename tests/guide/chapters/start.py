"""Premiers pas: invitation, application of codes, sign-in, lost phone, dashboard, menu, account."""

import re

from playwright.sync_api import Page, expect

from demo.accounts import DEMO_PASSWORD
from tests.e2e import cms
from tests.guide.walker import CLAIRE, NADIA, Guide

EMMA = "emma.petitjean@declic.example"


def walk(guide: Guide) -> None:
    """Emma is invited, loses her phone; Claire signs in, looks around, and leaves."""
    invite(guide)
    with guide.person() as page:
        code = first_time(guide, page)
        leave(guide, page)
        lost_phone(guide, page, code)
    with guide.person() as page:
        sign_in(guide, page)
        look_around(guide, page)
        leave(guide, page)


def invite(guide: Guide) -> None:
    """Nadia, who administers the rights, sends the mail."""
    with guide.person() as page:
        cms.enter(page, guide.url, NADIA)
        page.goto(f"{guide.url}/habilitations/invitations/agent/")
        page.get_by_label("Adresse e-mail").fill(EMMA)
        page.get_by_label("Niveau").select_option(label="Communication")
        page.get_by_label("Motif").fill("Prise de poste")
        page.get_by_role("button", name="Envoyer l’invitation").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Invitations")


def first_time(guide: Guide, page: Page) -> str:
    """From the link of the mail to the dashboard; return a recovery code."""
    from post_office.models import Email

    from portal.accounts.sign_in.codes import code_for

    body = cms.in_database(lambda: Email.objects.filter(to=EMMA).latest("pk").message)
    link = re.search(r"https?://\S+/invitation/\S+", body)
    assert link
    page.goto(link[0])
    page.get_by_label("Prénom").fill("Emma")
    page.get_by_label("Nom", exact=True).fill("Petitjean")
    page.get_by_label("Mot de passe").fill(DEMO_PASSWORD)
    button = page.get_by_role("button", name="Créer mon compte et accepter")
    guide.shot(page, "invitation", page.locator("main .reading"), point=(button,))
    button.click()
    button = page.get_by_role("link", name="Ajouter une application")
    guide.shot(page, "seconde-verification", page.locator("main .reading"), point=(button,))
    button.click()
    box = page.get_by_label("Code", exact=True)
    box.fill(code_for(page.locator(".totp-secret").inner_text()))
    guide.shot(page, "application", page.locator("main .reading"), point=(box,))
    page.get_by_role("button", name="Enregistrer l’application").click()
    button = page.get_by_role("link", name="Télécharger")
    guide.shot(page, "codes-secours", page.locator("main .reading"), point=(button,))
    code = page.locator(".recovery-codes code").first.inner_text()
    page.get_by_role("link", name="J’ai gardé mes codes, continuer").click()
    guide.read(page)
    page.get_by_role("link", name="Relire les annonces").click()
    page.wait_for_url("**/cms/")
    return code


def enter(guide: Guide, page: Page, email: str) -> None:
    """The first screen: address and password."""
    page.goto(f"{guide.url}/cms/")
    page.get_by_label("Adresse e-mail").fill(email)
    page.get_by_label("Mot de passe", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()


def lost_phone(guide: Guide, page: Page, code: str) -> None:
    """A recovery code opens; then Nadia takes the lost application away; then all over again."""
    enter(guide, page, EMMA)
    page.get_by_label("Code", exact=True).fill("000000")
    page.get_by_role("button", name="Se connecter", exact=True).click()
    guide.read(page)
    page.get_by_label("Code", exact=True).fill(code)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/cms/")
    with guide.person() as office:
        cms.enter(office, guide.url, NADIA)
        office.goto(guide.url)
        office.get_by_role("link", name="Habilitations").click()
        office.get_by_role("link", name="Personnes", exact=True).click()
        guide.read(office)
        # The list has several pages.
        office.locator("form.filters input[type=search], form.filters input[type=text]").first.fill(
            "Petitjean"
        )
        office.get_by_role("button", name="Chercher").click()
        office.get_by_role("link", name="Emma Petitjean").click()
        button = office.get_by_role("link", name="Retirer le second facteur")
        person = office.get_by_role("heading", level=1)
        guide.shot(
            office, "second-facteur", person, office.locator("main .actions"), point=(button,)
        )
        button.click()
        office.get_by_label("Motif").fill("Téléphone perdu")
        guide.read(office)
        office.get_by_role("button", name="Retirer le second facteur").click()
        expect(office.get_by_text("Absent", exact=True)).to_be_visible()
    enter(guide, page, EMMA)
    expect(page.get_by_role("link", name="Ajouter une application")).to_be_visible()


def sign_in(guide: Guide, page: Page) -> None:
    """As every day: address, password, code."""
    from portal.accounts.models import User
    from portal.accounts.sign_in.codes import code_of_the_moment

    page.goto(f"{guide.url}/cms/")
    page.get_by_role("link", name="Mot de passe oublié").click()
    guide.read(page)
    page.go_back()
    page.get_by_label("Adresse e-mail").fill(CLAIRE)
    page.get_by_label("Mot de passe", exact=True).fill(DEMO_PASSWORD)
    button = page.get_by_role("button", name="Se connecter", exact=True)
    guide.shot(page, "connexion", page.locator("main .reading"), point=(button,))
    button.click()
    code = cms.in_database(lambda: code_of_the_moment(User.objects.get(email=CLAIRE)))
    page.get_by_label("Code", exact=True).fill(code)
    guide.shot(page, "code", page.locator("main .reading"), point=(button,))
    button.click()
    page.wait_for_url("**/cms/")


def look_around(guide: Guide, page: Page) -> None:
    """The dashboard, the menu, one's own pages."""
    guide.shot(page, "tableau-de-bord")
    for name in ("Annonces", "Rapports", "Paramètres"):
        page.goto(f"{guide.url}/cms/")
        page.locator(".sidebar").get_by_role("button", name=name, exact=True).click()
        if name == "Annonces":
            opened = page.locator(".sidebar-panel--open")
            guide.shot(page, "menu-annonces", page.locator(".sidebar"), opened, height=520)
        guide.read(page)
    page.goto(f"{guide.url}/compte/")
    guide.read(page)


def leave(guide: Guide, page: Page) -> None:
    """By one's first name, at the foot of the menu."""
    page.goto(f"{guide.url}/cms/")
    page.locator(".sidebar .sidebar-footer").get_by_role("button").click()
    guide.read(page)
    page.locator(".sidebar .sidebar-footer").get_by_text("Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté·e.")).to_be_visible()
    guide.read(page)
