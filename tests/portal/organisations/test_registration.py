"""Registering: one organisation for a number, a manager, a verification to come."""

import threading

import pytest
from django.contrib.messages import get_messages
from django.db import connection, connections, transaction
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, Membership, VerificationRequest
from portal.organisations.services.registration import (
    MAX_WAITING,
    AlreadyKnownError,
    register_organisation,
)
from snippets.models import Organisation
from tests.factories import CommuneFactory, OrganisationFactory, UserFactory, valid_siret
from tests.portal.accounts.people import manager_of, officer

URL = "/organisations/inscription/"


def unsaved(number=1, **fields):
    values = {"name": f"Atelier {number}", "siret": valid_siret(number), "email": "a@exemple.test"}
    return Organisation(**{**values, **fields})


def register(person, number=1, **fields):
    return register_organisation(organisation=unsaved(number, **fields), actor=Actor(person))


def typed(**fields):
    values = {
        "kind": "company",
        "name": "Menuiserie du Lion",
        "siret": valid_siret(7),
        "email": "contact@exemple.test",
    }
    return {**values, **fields}


@pytest.mark.django_db
def test_registering_gives_a_managed_unverified_organisation_and_tells_officers():
    agent, person = officer(), UserFactory()
    organisation = register(person)
    assert organisation.verified_at is None
    assert Membership.objects.managers().get(organisation=organisation).user == person
    assert VerificationRequest.objects.waiting().get().organisation == organisation
    actions = AuditEntry.objects.filter(organisation=organisation).values_list("action", flat=True)
    assert {"organisation_registered", "member_joined"} <= set(actions)
    message = Email.objects.get()
    assert message.to == [agent.email]
    assert f"/organisations/verifier/{organisation.slug}/" in message.message


@pytest.mark.django_db
def test_without_an_officer_the_service_is_told():
    register(UserFactory())
    assert len(Email.objects.get().to) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("number", [{"siret": valid_siret(5)}, {"siret": "", "rna": "W901000123"}])
def test_a_number_that_is_taken_names_who_has_it_and_changes_nothing(number):
    there = OrganisationFactory(name="Bois de l’Est", **number)
    with pytest.raises(AlreadyKnownError, match=r"Bois de l’Est.*Belfort.*rejoindre") as caught:
        register(UserFactory(), 5, kind="association", **number)
    assert caught.value.organisation == there
    assert Organisation.objects.count() == 1
    assert not Membership.objects.exists()


@pytest.mark.django_db
def test_a_service_of_the_departement_is_not_registered_here():
    with pytest.raises(AccountError, match="type"):
        register(UserFactory(), kind="department")


@pytest.mark.django_db
def test_one_person_does_not_fill_the_queue():
    person = UserFactory()
    for number in range(MAX_WAITING):
        register(person, number)
    with pytest.raises(AccountError, match="attendent leur vérification"):
        register(person, 50)
    register(UserFactory(), 50)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_register_the_same_siret_at_once_get_one_organisation():
    """The second insert waits for the first transaction: the check before it saw nothing."""
    people = [UserFactory(), UserFactory()]
    inserted, outcomes = threading.Event(), {}

    def first():
        try:
            with transaction.atomic():
                outcomes["first"] = register(people[0], 1, name="Menuiserie du Lion")
                inserted.set()
                wait_until_somebody_is_blocked()
        finally:
            connections.close_all()

    def second():
        try:
            inserted.wait(timeout=20)
            register(people[1], 1, name="Menuiserie du Lion (bis)")
        except AlreadyKnownError as error:
            outcomes["second"] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for run in (first, second)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=40)
    assert outcomes["second"].organisation == outcomes["first"]
    assert Organisation.objects.count() == 1
    assert Membership.objects.get().user == people[0]


def wait_until_somebody_is_blocked():
    """Return once another session waits for a lock: it has met our uncommitted row."""
    for _ in range(100_000):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
    message = "nobody waits"
    raise AssertionError(message)


@pytest.mark.django_db
def test_the_screen_registers_for_somebody_without_any_level(client):
    commune = CommuneFactory(belfort=True)
    person = UserFactory(email="marc@exemple.test")
    client.force_login(person)
    assert "marc@exemple.test" in client.get(URL).content.decode()
    response = client.post(URL, typed(commune=commune.pk, description="Nous posons des fenêtres."))
    organisation = Organisation.objects.get()
    assert response.url.startswith(f"/mon-organisation/{organisation.slug}/")
    assert organisation.commune == commune
    person = type(person).objects.get(pk=person.pk)
    assert LevelName.ORGANISATION_MANAGER in person.levels
    page = client.get(response.url).content.decode()
    assert "est inscrite" in page
    assert "En attente de vérification" in page
    assert next(iter(get_messages(response.wsgi_request)), None) is not None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"siret": ""}, "Donnez le SIRET de votre organisation."),
        ({"siret": "12345678901234"}, "Ce numéro SIRET n’est pas valable"),
        ({"kind": "association", "siret": "", "rna": ""}, "Donnez le SIRET ou le RNA"),
        ({"kind": "association", "siret": "", "rna": "X1"}, "RNA commence par W"),
        ({"kind": "department"}, "Choisissez le type"),
        ({"kind": ""}, "Choisissez le type"),
        ({"name": ""}, "Écrivez le nom"),
        ({"email": ""}, "Écrivez une adresse e-mail"),
        ({"email": "x"}, "Cette adresse e-mail"),
        ({"naf_code": "zz"}, "code NAF"),
        ({"commune": "99999"}, "Choisissez une commune de la liste"),
        ({"website": "javascript:alert(1)"}, "https://www.exemple.fr"),
        ({"phone": "appelez-moi"}, "téléphone"),
    ],
)
def test_wrong_input_is_said_and_kept_on_the_screen(client, fields, said):
    client.force_login(UserFactory())
    response = client.post(URL, typed(**{"description": "Nos métiers", **fields}))
    page = response.content.decode()
    assert response.status_code == 422
    assert said in page
    assert "Nos métiers" in page
    assert not Organisation.objects.exists()


@pytest.mark.django_db
def test_the_screen_offers_to_join_the_organisation_that_has_the_number(client):
    there = OrganisationFactory(name="Bois de l’Est", siret=valid_siret(7))
    client.force_login(UserFactory())
    response = client.post(URL, typed())
    page = response.content.decode()
    assert response.status_code == 422
    assert "Bois de l’Est est déjà inscrite" in page
    assert f"/organisations/{there.slug}/rejoindre/" in page
    client.force_login(manager_of(there))
    page = client.post(URL, typed()).content.decode()
    assert "Vous en faites déjà partie" in page
    assert f"/organisations/{there.slug}/rejoindre/" not in page


@pytest.mark.django_db
def test_signed_out_people_are_led_to_sign_in(client):
    assert client.get(URL).status_code == 302
    assert client.post(URL, typed()).status_code == 302
    assert not Organisation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Inscription", "Vérifier"])
def test_no_organisation_takes_the_address_of_a_screen(name):
    assert Organisation.objects.create(name=name).slug not in {"inscription", "verifier"}
