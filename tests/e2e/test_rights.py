"""Somebody is invited, accepts, is given a level more, loses it: their open session is out."""

import re

import pytest
from playwright.sync_api import expect

from portal.accounts.level_names import LevelName
from portal.accounts.models import Invitation, User
from portal.accounts.sign_in.codes import code_for, give_application
from tests.e2e import browser as tools
from tests.portal.accounts.people import person_with, signed_in, token_of

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

LEA = "lea.martin@exemple.test"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def nadia(live_server):
    """Who gives rights, beside a colleague."""
    person_with(LevelName.RIGHTS_ADMINISTRATOR)
    return person_with(
        LevelName.RIGHTS_ADMINISTRATOR,
        email="nadia@exemple.test",
        first_name="Nadia",
        last_name="Roussel",
    )


def sign_in(context, user, base_url):
    """Give a browser the session of a person."""
    for name, cookie in signed_in(user).cookies.items():
        context.add_cookies([{"name": name, "value": cookie.value, "url": base_url}])


@tools.with_and_without_scripts
def test_invite_accept_grant_end(live_server, nadia, chromium, screenshot, javascript):
    base = live_server.url

    def see(page, name):
        if javascript:
            tools.look(page, screenshot, name)

    with (
        tools.context(chromium, tools.PHONE, javascript=javascript) as hers,
        tools.context(chromium, tools.PHONE, javascript=javascript) as theirs,
    ):
        sign_in(hers, nadia, base)
        admin, lea = hers.new_page(), theirs.new_page()

        admin.goto(f"{base}/")
        if javascript:
            admin.get_by_role("button", name="Menu").click()
        admin.get_by_role("link", name="Habilitations").click()
        admin.get_by_role("link", name="Inviter un agent").click()
        admin.get_by_role("button", name="Envoyer l’invitation").click()
        expect(admin.get_by_role("alert")).to_contain_text("L’invitation n’est pas partie")
        see(admin, "invite-refused")
        admin.get_by_label("Adresse e-mail").fill(LEA)
        admin.get_by_label("Niveau").select_option(label="Communication")
        admin.get_by_label("Motif").fill("Recrutée au 1er juin")
        admin.get_by_role("button", name="Envoyer l’invitation").click()
        expect(admin.get_by_role("status")).to_contain_text("L’invitation est envoyée")
        see(admin, "invitations")

        lea.goto(f"{base}/invitation/{token_of(Invitation.objects.get())}/")
        expect(lea.get_by_role("heading", level=1)).to_have_text("Vous êtes invité·e")
        lea.get_by_label("Prénom").fill("Léa")
        lea.get_by_label("Nom", exact=True).fill("Martin")
        lea.get_by_label("Mot de passe").fill("une-phrase-de-passe-neuve")
        lea.get_by_role("button", name="Créer mon compte et accepter").click()
        expect(lea.get_by_role("heading", level=1)).to_have_text("Seconde vérification")
        # The set-up itself is tried with signing in.
        give_application(User.objects.get(email=LEA), SECRET)
        lea.goto(f"{base}/bienvenue/")
        lea.get_by_label("Code").fill(code_for(SECRET))
        lea.get_by_label("Code").press("Enter")
        expect(lea.get_by_role("heading", level=1)).to_have_text("Bienvenue, Léa")

        admin.get_by_role("link", name="Personnes", exact=True).click()
        admin.get_by_label("Nom ou adresse e-mail").fill("lea")
        admin.get_by_role("button", name="Chercher").click()
        admin.get_by_role("link", name="Léa Martin").click()
        admin.get_by_role("link", name="Donner un niveau").click()
        admin.get_by_label("Niveau").select_option(label="Parrain, marraine")
        admin.get_by_label("Motif").fill("Charte signée")
        admin.get_by_role("button", name="Donner le niveau").click()
        expect(admin.get_by_role("status")).to_contain_text("Le niveau est donné")
        assert User.objects.get(email=LEA).levels == {"communication", "sponsor"}
        see(admin, "person")

        admin.get_by_role("link", name=re.compile("Retirer le niveau Communication")).click()
        admin.get_by_label("Motif").fill("Changement de poste")
        admin.get_by_role("button", name="Retirer le niveau").click()
        expect(admin.get_by_role("status")).to_contain_text("Le niveau est retiré")
        lea.goto(f"{base}/bienvenue/")
        expect(lea).to_have_url(re.compile("next=/bienvenue/"))

        admin.get_by_role("link", name="Journal", exact=True).click()
        expect(admin.locator("tbody")).to_contain_text("Changement de poste")
        admin.get_by_role("link", name="Niveaux", exact=True).click()
        admin.get_by_role("link", name="Revue", exact=True).click()
