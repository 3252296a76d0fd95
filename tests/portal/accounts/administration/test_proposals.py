"""Levels that wait for a second administrator: what each screen shows and does."""

import pytest
from django.test import Client

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, GrantProposal, User
from portal.accounts.services.invitations import invite_to_level
from portal.accounts.services.proposals import give_level
from tests.factories import UserFactory
from tests.portal.accounts.people import queries_of, signed_in, token_of
from tests.sign_in import prove

LIST = "/habilitations/validations/"


@pytest.fixture
def lea():
    return UserFactory(first_name="Léa", last_name="Martin")


@pytest.fixture
def proposal(nadia, paul, lea):
    return propose(lea, nadia)


@pytest.fixture
def colleague(paul):
    """Paul's browser."""
    return signed_in(paul)


def propose(user, by):
    return give_level(user=user, level=LevelName.ADVISER, reason="Recrutée", actor=Actor(by))


def text(response):
    return response.content.decode()


def test_a_level_of_two_is_proposed_then_approved(admin, colleague, lea):
    address = f"/habilitations/personnes/{lea.pk}/"
    data = {"level": "adviser", "reason": "Recrutée", "ends_on": ""}
    said = text(admin.post(f"{address}donner/", data, follow=True))
    assert "un ou une collègue doit le valider" in said
    assert "Retirer ma proposition" in said
    proposal = GrantProposal.objects.get()
    assert "Vos propositions" in text(admin.get("/habilitations/"))
    assert "Valider" not in text(admin.get(LIST)).replace("valider", "")
    assert "Niveaux à valider" in text(colleague.get("/habilitations/"))
    assert "Recrutée" in text(colleague.get(LIST))
    said = text(colleague.post(f"{LIST}{proposal.pk}/valider/", follow=True))
    assert "Le niveau est donné" in said
    assert "Aucun niveau n’attend" in said
    assert "validé par Paul Girardot" in text(admin.get(address))


def test_one_s_own_proposal_is_taken_back_and_never_approved(admin, nadia, lea, proposal):
    said = text(admin.post(f"{LIST}{proposal.pk}/valider/", follow=True))
    assert "collègue valide ce que vous proposez" in said
    assert AuditEntry.objects.get(action="level_refused").actor == nadia
    assert not lea.grants.exists()
    assert "est retirée" in text(admin.post(f"{LIST}{proposal.pk}/retirer/", follow=True))
    assert not GrantProposal.objects.waiting().exists()


def test_a_refusal_asks_why(colleague, proposal):
    address = f"{LIST}{proposal.pk}/refuser/"
    assert "reçoit votre motif" in text(colleague.get(address))
    assert "Écrivez le motif" in text(colleague.post(address, {"reason": ""}))
    assert colleague.post(address, {"reason": "Pas encore"}).url == LIST
    again = text(colleague.post(address, {"reason": "Encore"}))
    assert "refusée par Paul" in again


def test_nobody_is_offered_to_give_themselves_a_level(admin, nadia):
    page = text(admin.get(f"/habilitations/personnes/{nadia.pk}/"))
    assert "donner/" not in page
    assert "un ou une collègue peut vous donner un niveau" in page
    data = {"level": "communication", "reason": "Renfort"}
    refused = admin.post(f"/habilitations/personnes/{nadia.pk}/donner/", data)
    assert "Personne ne se donne un niveau" in text(refused)


def test_who_accepts_an_invitation_to_such_a_level_knows_that_it_waits(nadia, paul):
    invitation = invite_to_level(
        email="ines@exemple.test", level=LevelName.ADVISER, reason="Recrutée", actor=Actor(nadia)
    )
    browser = Client()
    account = {"first_name": "Inès", "last_name": "Colin", "password": "une-phrase-assez-longue"}
    browser.post(f"/invitation/{token_of(invitation)}/", account)
    prove(browser.session, User.objects.get(email="ines@exemple.test"))
    page = text(browser.get("/bienvenue/"))
    assert "Une seconde personne doit le valider" in page
    assert "une seconde personne doit encore valider ce niveau" in page


def test_the_list_costs_the_same_for_one_and_twenty(colleague, nadia, paul):
    propose(UserFactory(), nadia)
    for_one = queries_of(colleague, LIST)
    for _ in range(19):
        propose(UserFactory(), nadia)
    assert queries_of(colleague, LIST) == for_one
