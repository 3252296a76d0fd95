"""Asking to join: who is told, who answers, once."""

import threading

import pytest
from django.db import connections
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.models import AuditEntry, JoinRequest, Membership, VerificationRequest
from portal.accounts.services.memberships import add_member
from portal.organisations.services.joining import (
    MAX_A_DAY,
    MAX_PENDING,
    accept_join,
    ask_to_join,
    cancel_join,
    refuse_join,
)
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import MANAGER, MEMBER, join, manager_of, officer


@pytest.fixture
def organisation(db):
    return OrganisationFactory(name="Bois de l’Est")


@pytest.fixture
def manager(organisation):
    return manager_of(organisation)


@pytest.fixture
def asker(db):
    return UserFactory(first_name="Paul", last_name="Richard")


def ask(organisation, person, message="Je recrute pour l’atelier."):
    return ask_to_join(organisation=organisation, message=message, actor=Actor(person))


def test_managers_are_told_and_accept(organisation, manager, asker):
    join(organisation)
    request = ask(organisation, asker)
    message = Email.objects.get()
    assert message.to == [manager.email]
    assert "Je recrute pour l’atelier." in message.message
    accept_join(join_request=request, role=MEMBER, actor=Actor(manager))
    assert Membership.objects.active().get(user=asker).role == MEMBER
    assert Email.objects.filter(to=asker.email).get().subject == "Bienvenue dans Bois de l’Est"
    actions = AuditEntry.objects.filter(subject=asker).values_list("action", flat=True)
    assert set(actions) == {"join_asked", "member_joined"}


def test_a_refusal_has_a_reason_that_the_person_reads(organisation, manager, asker):
    request = ask(organisation, asker)
    with pytest.raises(AccountError, match="Dites pourquoi"):
        refuse_join(join_request=request, reason=" ", actor=Actor(manager))
    refuse_join(join_request=request, reason="Je ne vous connais pas.", actor=Actor(manager))
    assert "Je ne vous connais pas." in Email.objects.get(to=asker.email).message
    assert not Membership.objects.filter(user=asker).exists()
    with pytest.raises(AccountError, match="déjà une réponse"):
        accept_join(join_request=request, role=MEMBER, actor=Actor(manager))
    assert ask(organisation, asker).pk != request.pk


def test_officers_answer_where_nobody_manages_and_the_first_member_does(organisation, asker):
    agent = officer()
    request = ask(organisation, asker)
    assert Email.objects.get().to == [agent.email]
    accept_join(join_request=request, role=MEMBER, actor=Actor(agent))
    assert Membership.objects.managers().get(organisation=organisation).user == asker
    waiting = VerificationRequest.objects.waiting().get(organisation=organisation)
    assert waiting.asked_by == asker


def test_a_manager_of_another_organisation_answers_nothing(organisation, manager, asker):
    request = ask(organisation, asker)
    stranger = manager_of(OrganisationFactory())
    for person in (stranger, asker, join(organisation).user):
        with pytest.raises(AccountError, match="ne gérez plus"):
            accept_join(join_request=request, role=MANAGER, actor=Actor(person))
        with pytest.raises(AccountError, match="ne gérez plus"):
            refuse_join(join_request=request, reason="Non", actor=Actor(person))
    request.refresh_from_db()
    assert request.decided_at is None


def test_asking_is_refused_when_it_makes_no_sense(organisation, manager, asker):
    with pytest.raises(AccountError, match="déjà dans"):
        ask(organisation, manager)
    ask(organisation, asker)
    with pytest.raises(AccountError, match="attend déjà"):
        ask(organisation, asker)
    with pytest.raises(AccountError, match="Département"):
        ask(OrganisationFactory(kind="department"), asker)
    for _ in range(MAX_PENDING - 1):
        ask(OrganisationFactory(), asker)
    with pytest.raises(AccountError, match="attendent une réponse"):
        ask(OrganisationFactory(), asker)
    assert JoinRequest.objects.count() == MAX_PENDING


def test_who_came_in_by_invitation_keeps_their_role(organisation, manager, asker):
    request = ask(organisation, asker)
    add_member(organisation=organisation, user=asker, role=MANAGER, actor=Actor(manager))
    accept_join(join_request=request, role=MEMBER, actor=Actor(manager))
    assert Membership.objects.active().get(user=asker).role == MANAGER


def test_a_person_takes_back_their_own_request_alone(client, organisation, manager, asker):
    request = ask(organisation, asker)
    with pytest.raises(AccountError, match="autre personne"):
        cancel_join(join_request=request, actor=Actor(manager))
    url = f"/mon-organisation/demandes/{request.pk}/annuler/"
    client.force_login(manager)
    assert client.post(url).status_code == 404
    client.force_login(asker)
    assert "en attente de réponse" in client.get("/mon-organisation/").content.decode()
    assert client.get(url).status_code == 405
    client.post(url)
    request.refresh_from_db()
    assert request.outcome == "cancelled"
    assert "déjà une réponse" in client.post(url, follow=True).content.decode()


@pytest.mark.django_db(transaction=True)
def test_asking_twice_at_once_leaves_one_request():
    organisation, asker = OrganisationFactory(), UserFactory()
    together, outcomes = threading.Barrier(2, timeout=20), []

    def run():
        try:
            together.wait()
            ask(organisation, asker)
            outcomes.append("asked")
        except AccountError as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["Votre demande attend déjà une réponse.", "asked"]
    assert JoinRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_answer_at_once_give_one_answer():
    organisation = OrganisationFactory()
    managers = [manager_of(organisation), manager_of(organisation)]
    request = ask(organisation, UserFactory())
    together, outcomes = threading.Barrier(2, timeout=20), []

    def run(act):
        try:
            own = JoinRequest.objects.get(pk=request.pk)
            together.wait()
            act(own)
            outcomes.append("answered")
        except AccountError as error:
            outcomes.append(str(error))
        finally:
            connections.close_all()

    def accept(own):
        accept_join(join_request=own, role=MEMBER, actor=Actor(managers[0]))

    def refuse(own):
        refuse_join(join_request=own, reason="Inconnu", actor=Actor(managers[1]))

    threads = [threading.Thread(target=run, args=[act]) for act in (accept, refuse)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["Cette demande a déjà une réponse.", "answered"]
    request.refresh_from_db()
    entered = Membership.objects.active().filter(user=request.user).exists()
    assert entered is (request.outcome == "accepted")


def test_the_screen_asks_and_says_what_is_refused(client, organisation, asker):
    url = f"/organisations/{organisation.slug}/rejoindre/"
    client.force_login(asker)
    assert "Rejoindre Bois de l’Est" in client.get(url).content.decode()
    response = client.post(url, {"message": "Bonjour"}, follow=True)
    assert "Votre demande est envoyée" in response.content.decode()
    response = client.post(url, {"message": "Bonjour"})
    assert response.status_code == 422
    assert "attend déjà une réponse" in response.content.decode()
    assert client.get("/organisations/inconnue/rejoindre/").status_code == 404


def test_a_manager_answers_on_the_screen(client, organisation, manager, asker):
    request = ask(organisation, asker)
    url = f"/mon-organisation/{organisation.slug}/demandes/{request.pk}/"
    client.force_login(manager)
    members = client.get(f"/mon-organisation/{organisation.slug}/membres/").content.decode()
    assert url in members
    assert "Je recrute pour l’atelier." in client.get(url).content.decode()
    for wrong in ({}, {"answer": "emperor"}, {"answer": "refuse"}):
        assert client.post(url, wrong).status_code == 422
    response = client.post(url, {"answer": "manager"}, follow=True)
    assert "Paul Richard fait maintenant partie" in response.content.decode()
    assert "a déjà une réponse" in client.get(url).content.decode()
    response = client.post(url, {"answer": "refuse", "reason": "Non"})
    assert response.status_code == 422
    assert "déjà une réponse" in response.content.decode()


def test_a_request_is_not_found_through_another_organisation(client, organisation, manager, asker):
    request = ask(organisation, asker)
    other = OrganisationFactory()
    stranger = manager_of(other)
    client.force_login(stranger)
    for slug in (organisation.slug, other.slug):
        url = f"/mon-organisation/{slug}/demandes/{request.pk}/"
        assert client.get(url).status_code == 404
        assert client.post(url, {"answer": "member"}).status_code == 404
    assert list(JoinRequest.objects.managed_by(stranger)) == []
    assert list(JoinRequest.objects.managed_by(manager)) == [request]
    assert list(JoinRequest.objects.managed_by(officer())) == [request]


def test_asking_and_cancelling_again_and_again_stops(organisation, manager, asker):
    for _ in range(MAX_A_DAY):
        cancel_join(join_request=ask(organisation, asker), actor=Actor(asker))
    with pytest.raises(AccountError, match="réessayez demain"):
        ask(organisation, asker)
    assert Email.objects.filter(to=manager.email).count() == MAX_A_DAY
