"""Inviting from screens, and what the invited person sees of it."""

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Invitation, LevelGrant, User
from portal.accounts.services.grants import end_grant
from portal.accounts.services.invitations import invite_to_level
from tests.factories import PASSWORD, OrganisationFactory, UserFactory
from tests.portal.accounts.people import person_with, queries_of, signed_in, token_of
from tests.sign_in import prove

LIST = "/habilitations/invitations/"
LEA = "lea.martin@exemple.test"
ACCOUNT = {"first_name": "Léa", "last_name": "Martin", "password": "une-phrase-de-passe-neuve"}


@pytest.fixture
def invitation(nadia):
    return invite(nadia)


def invite(nadia, email=LEA, level=LevelName.COMMUNICATION):
    return invite_to_level(email=email, level=level, reason="Recrutée", actor=Actor(nadia))


def link(invitation):
    return f"/invitation/{token_of(invitation)}/"


def test_an_agent_is_invited_to_a_level(admin, nadia):
    data = {"email": LEA, "level": "adviser", "reason": "Recrutée", "ends_on": ""}
    assert admin.post(f"{LIST}agent/", data).url == LIST
    invitation = Invitation.objects.get()
    assert (invitation.invited_by, invitation.level) == (nadia, "adviser")
    assert LEA in admin.get(LIST).content.decode()


def test_a_refused_invitation_says_why_and_is_logged(admin):
    data = {"email": LEA, "level": "adviser", "reason": "?", "ends_on": "2020-01-01"}
    assert "déjà passé" in admin.post(f"{LIST}agent/", data).content.decode()
    assert not Invitation.objects.exists()
    assert AuditEntry.objects.get(action="level_refused").level == "adviser"


def test_an_organisation_is_found_then_somebody_invited_into_it(admin):
    organisation = OrganisationFactory(name="Bois de l’Est")
    other = OrganisationFactory(name="Scierie")
    address = f"{LIST}organisation/?q=bois"
    text = admin.get(address).content.decode()
    assert "Bois de l’Est" in text
    assert other.name not in text
    admin.post(address, {"organisation": organisation.pk, "email": LEA, "role": "manager"})
    invitation = Invitation.objects.get()
    assert (invitation.organisation, invitation.role) == (organisation, "manager")


def test_sending_again_kills_the_first_link(admin, invitation):
    first = link(invitation)
    admin.post(f"{LIST}{invitation.pk}/renvoyer/")
    assert Client().get(first).status_code == 410
    again = Invitation.objects.pending().get()
    assert Client().get(link(again)).status_code == 200


def test_an_invitation_too_old_is_sent_again_and_one_that_served_is_not(admin, invitation):
    Invitation.objects.update(expires_at=timezone.now())
    assert "Trop ancienne" in admin.get(LIST).content.decode()
    admin.post(f"{LIST}{invitation.pk}/renvoyer/")
    assert Invitation.objects.pending().count() == 1
    Invitation.objects.update(accepted_at=timezone.now())
    response = admin.post(f"{LIST}{invitation.pk}/renvoyer/", follow=True)
    assert "a déjà servi" in response.content.decode()


def test_an_invitation_sent_again_leaves_no_old_line(admin, invitation):
    Invitation.objects.update(expires_at=timezone.now())
    admin.post(f"{LIST}{invitation.pk}/renvoyer/")
    assert len(admin.get(LIST).context["invitations"]) == 1


def test_a_revoked_link_says_so(admin, invitation):
    address = link(invitation)
    admin.post(f"{LIST}{invitation.pk}/annuler/")
    response = Client().get(address)
    assert response.status_code == 410
    assert "annulée" in response.content.decode()
    again = admin.post(f"{LIST}{invitation.pk}/annuler/", follow=True)
    assert "ne fonctionne déjà plus" in again.content.decode()


def test_the_list_costs_the_same_for_one_and_twenty(admin, nadia):
    invite(nadia, "0@exemple.test")
    for_one = queries_of(admin, LIST)
    for number in range(1, 20):
        invite(nadia, f"{number}@exemple.test")
    assert queries_of(admin, LIST) == for_one


def test_reading_the_link_changes_nothing_and_accepting_opens_the_account(invitation, client):
    address = link(invitation)
    assert client.get(address).status_code == 200
    assert not User.objects.filter(email=LEA).exists()
    response = client.post(address, ACCOUNT, follow=True)
    assert response.request["PATH_INFO"] == "/compte/seconde-verification/"
    prove(client.session, User.objects.get(email=LEA))
    text = client.get("/bienvenue/").content.decode()
    assert "Bienvenue, Léa" in text
    assert "Relire les annonces" in text
    assert "/mon-organisation/" not in text, "an agent has none, though they propose for all"
    assert User.objects.get(email=LEA).levels == {"communication"}
    used = Client().get(address)
    assert used.status_code == 410
    assert "déjà servi" in used.content.decode()


def test_a_weak_password_opens_nothing(invitation, client):
    response = client.post(link(invitation), {**ACCOUNT, "password": "court"})
    assert response.status_code == 422
    assert not User.objects.filter(email=LEA).exists()


def test_an_account_that_exists_signs_in_and_comes_back(invitation, client):
    user = UserFactory(email=LEA)
    address = link(invitation)
    text = client.get(address).content.decode()
    assert f"next={address.replace('/', '%2F')}" in text
    assert "first_name" not in text
    assert client.post(address, ACCOUNT).status_code == 422
    client.login(username=LEA, password=PASSWORD)
    client.post(address)
    assert LevelGrant.objects.get(user=user).level == "communication"


def test_somebody_else_is_offered_to_sign_out_and_come_back(invitation):
    address = link(invitation)
    browser = signed_in(UserFactory(email="autre@exemple.test"))
    assert "Me déconnecter" in browser.get(address).content.decode()
    refused = browser.post(address)
    assert refused.status_code == 422
    assert not LevelGrant.objects.filter(level="communication").exists()
    assert browser.post(address, {"sign_out": "1"}).url == address
    assert "Créer mon compte" in browser.get(address).content.decode()


def test_what_cannot_be_given_says_why_on_the_page(nadia):
    user = person_with(LevelName.ADVISER, email=LEA)
    address = link(invite(nadia, level=LevelName.RIGHTS_ADMINISTRATOR))
    response = signed_in(user).post(address)
    assert response.status_code == 422
    assert "ne va jamais avec" in response.content.decode()


def test_the_first_administrator_comes_from_the_command(db, capsys, client):
    call_command("invite_administrator", LEA, reason="Ouverture du site")
    address = capsys.readouterr().out.split()[-1].removeprefix("http://localhost:8000")
    assert LEA in Email.objects.get().to
    assert "Déclic" in client.get(address).content.decode()
    client.post(address, ACCOUNT)
    lea = User.objects.get(email=LEA)
    assert lea.levels == {"rights_administrator"}
    assert lea.grants.get().granted_by is None
    with pytest.raises(CommandError, match="habilitations"):
        call_command("invite_administrator", "autre@exemple.test", reason="Encore")


def test_the_link_of_the_command_dies_once_somebody_administers_rights(db, capsys, client):
    call_command("invite_administrator", LEA, reason="Ouverture du site")
    address = capsys.readouterr().out.split()[-1].removeprefix("http://localhost:8000")
    person_with(LevelName.RIGHTS_ADMINISTRATOR)
    assert client.post(address, ACCOUNT).status_code == 422
    assert not User.objects.filter(email=LEA).exists()


def test_home_tells_what_waits(admin, nadia, paul):
    invitation = invite(nadia)
    Invitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    OrganisationFactory(verified_at=None)
    text = admin.get("/habilitations/").content.decode()
    assert "d’ici deux jours" in text
    assert "Organisations à vérifier" in text
    assert "Une seule personne" not in text
    Invitation.objects.filter(pk=invitation.pk).update(expires_at=timezone.now())
    end_grant(grant=paul.grants.get(), reason="Départ", actor=Actor(nadia))
    text = admin.get("/habilitations/").content.decode()
    assert "trop ancienne" in text
    assert "Une seule personne" in text
