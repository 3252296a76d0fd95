"""Verifying: officers alone, on what they have read, in step with the CMS."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, VerificationRequest
from portal.accounts.rules import can_draft_for, can_submit_for
from portal.organisations.services.details import change_details
from portal.organisations.services.registration import register_organisation
from portal.organisations.services.verification import decide_verification
from portal.organisations.standing import Stand, Standing, standing
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory, valid_siret
from tests.portal.accounts.people import join, manager_of, officer, person_with

pytestmark = pytest.mark.django_db
QUEUE = "/organisations/verifier/"
MESSAGE = "Ce SIRET est celui d’un autre établissement."


@pytest.fixture
def agent():
    return officer(first_name="Sophie", last_name="Kessler")


@pytest.fixture
def manager(agent):
    return UserFactory(email="marc@exemple.test")


@pytest.fixture
def organisation(manager):
    return register_organisation(
        organisation=Organisation(name="Bois de l’Est", siret=valid_siret(1), email="a@b.test"),
        actor=Actor(manager),
    )


def decide(organisation, agent, outcome="verified", message="", seen=None):
    return decide_verification(
        organisation=organisation,
        outcome=outcome,
        message=message,
        seen=standing(organisation).seen if seen is None else seen,
        actor=Actor(agent),
    )


def test_a_verified_organisation_may_submit_and_its_managers_are_told(organisation, manager, agent):
    assert can_draft_for(manager, organisation, "job")
    assert not can_submit_for(manager, organisation, "job")
    decide(organisation, agent)
    organisation.refresh_from_db()
    assert organisation.verified_by == agent
    assert can_submit_for(manager, organisation, "job")
    assert "est vérifiée" in Email.objects.get(to=manager.email).subject
    line = AuditEntry.objects.get(action="organisation_verified")
    assert (line.actor, line.organisation) == (agent, organisation)
    assert standing(organisation).stand == Stand.VERIFIED


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [
        ("company", {"job", "session"}),
        ("employment_partner", {"session", "volunteering"}),
        ("association", {"volunteering"}),
        ("department", set()),
    ],
)
def test_what_may_be_submitted_depends_on_the_kind_of_organisation(kind, kinds, agent):
    mine = OrganisationFactory(kind=kind)
    member = join(mine).user
    assert not any(can_submit_for(member, mine, each) for each in ("job", "session"))
    decide(mine, agent)
    mine.refresh_from_db()
    every = ("job", "session", "volunteering", "forged")
    assert {each for each in every if can_submit_for(member, mine, each)} == kinds
    stranger = join(OrganisationFactory(kind=kind)).user
    assert not any(can_submit_for(stranger, mine, each) for each in every)
    assert not can_submit_for(member, None, "job")


def test_a_correction_is_asked_made_and_read_again(organisation, manager, agent):
    with pytest.raises(AccountError, match="Dites ce qui ne va pas"):
        decide(organisation, agent, "correction", " ")
    decide(organisation, agent, "correction", MESSAGE)
    assert MESSAGE in Email.objects.get(to=manager.email).message
    assert standing(organisation) == Standing(Stand.CORRECTION, MESSAGE)
    Email.objects.all().delete()
    change_details(
        organisation=organisation, details={"siret": valid_siret(2)}, actor=Actor(manager)
    )
    assert standing(organisation).stand == Stand.WAITING
    assert Email.objects.get().to == [agent.email]


def test_a_refusal_takes_the_organisation_out_of_the_queue(organisation, manager, agent, client):
    decide(organisation, agent, "refused", "Cette entreprise a fermé.")
    assert "Cette entreprise a fermé." in Email.objects.get(to=manager.email).message
    client.force_login(agent)
    assert "Aucune organisation n’attend" in client.get(QUEUE).content.decode()
    client.force_login(manager)
    sheet = client.get(f"/mon-organisation/{organisation.slug}/fiche/").content.decode()
    assert "Organisation non acceptée" in sheet
    decide(organisation, agent)
    organisation.refresh_from_db()
    assert organisation.verified_at


def test_the_second_of_two_officers_is_told_and_changes_nothing(organisation, agent):
    seen = standing(organisation).seen
    decide(organisation, agent, "correction", MESSAGE, seen)
    with pytest.raises(AccountError, match="a changé depuis"):
        decide(organisation, officer(), "verified", "", seen)
    decide(organisation, agent)
    with pytest.raises(AccountError, match="déjà vérifiée"):
        decide(organisation, agent, "refused", "Non", seen)
    organisation.refresh_from_db()
    assert organisation.verified_at


def test_an_officer_does_not_verify_what_changed_under_their_eyes(organisation, manager, agent):
    request = standing(organisation).request
    change_details(organisation=organisation, details={"name": "Autre"}, actor=Actor(manager))
    with pytest.raises(AccountError, match="a changé depuis"):
        decide(organisation, agent, seen=str(request.pk))
    assert standing(organisation).request.asked_at == request.asked_at


@pytest.mark.parametrize("level", [LevelName.COMMUNICATION, LevelName.RIGHTS_ADMINISTRATOR])
def test_nobody_else_verifies(organisation, manager, level, client):
    for person in (manager, person_with(level)):
        with pytest.raises(AccountError, match="service emploi"):
            decide(organisation, person)
        client.force_login(person)
        for path in ("", f"{organisation.slug}/", f"{organisation.slug}/suspendre/"):
            assert client.get(f"{QUEUE}{path}").status_code == 403
            assert client.post(f"{QUEUE}{path}", {"outcome": "verified"}).status_code == 403
    organisation.refresh_from_db()
    assert organisation.verified_at is None


def test_the_box_of_the_cms_and_the_queue_say_the_same(organisation, manager, agent, client):
    client.force_login(agent)
    url = f"/cms/snippets/snippets/organisation/edit/{organisation.pk}/"
    fields = {"kind": "company", "name": organisation.name, "siret": organisation.siret}
    assert client.post(url, {**fields, "is_verified": "on"}).status_code == 302
    assert not VerificationRequest.objects.waiting().exists()
    assert AuditEntry.objects.filter(action="organisation_verified").count() == 1
    assert "est vérifiée" in Email.objects.get(to=manager.email).subject
    client.post(url, {**fields, "is_verified": "on", "description": "Autre chose"})
    assert AuditEntry.objects.filter(action="organisation_verified").count() == 1
    client.post(url, fields)
    assert VerificationRequest.objects.waiting().get().organisation == organisation
    assert AuditEntry.objects.filter(action="organisation_unverified").count() == 1
    assert "Bois de l’Est" in client.get(QUEUE).content.decode()


def test_the_screen_shows_what_to_check_and_answers(organisation, manager, agent, client):
    twin = OrganisationFactory(name="BOIS DE L’EST", commune=None)
    client.force_login(agent)
    assert "Bois de l’Est" in client.get(QUEUE).content.decode()
    url = f"{QUEUE}{organisation.slug}/"
    page = client.get(url)
    assert manager.email in page.content.decode()
    seen = page.context["form"]["seen"].value()
    for wrong in ({}, {"outcome": "x"}, {"outcome": "correction"}, {"outcome": "verified"}):
        assert client.post(url, wrong).status_code == 422
    response = client.post(
        url, {"outcome": "correction", "message": MESSAGE, "seen": seen}, follow=True
    )
    assert "La demande de correction est envoyée" in response.content.decode()
    assert MESSAGE in client.get(url).content.decode()
    assert "Bois de l’Est" in client.get(f"{QUEUE}?etat=a-corriger").content.decode()
    assert twin.name in client.get(f"{QUEUE}?q=bois").content.decode()
    assert client.get(f"{QUEUE}?etat=forged&page=999").status_code == 200
    assert client.get(f"{QUEUE}inconnue/").status_code == 404


def test_possible_duplicates_have_the_same_name_in_the_same_commune(agent, client):
    there = OrganisationFactory(name="Éts Müller")
    mine = OrganisationFactory(name="ETS MULLER")
    OrganisationFactory(name="Éts Müller", commune=None)
    client.force_login(agent)
    page = client.get(f"{QUEUE}{mine.slug}/")
    assert list(page.context["twins"]) == [there]
    listed = client.get(f"{QUEUE}?etat=toutes&q=muller").content.decode()
    assert listed.count("Doublon possible") == 2


def test_the_queue_costs_the_same_with_1_and_20_rows(agent, client):
    client.force_login(agent)

    def register(number):
        register_organisation(
            organisation=Organisation(
                name=f"Atelier {number}", siret=valid_siret(number), email="a@b.test"
            ),
            actor=Actor(UserFactory()),
        )

    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get(QUEUE).status_code == 200
        return len(captured)

    register(100)
    queries()
    one = queries()
    for number in range(19):
        register(number)
    assert queries() == one
    assert VerificationRequest.objects.waiting().count() == 20


def test_officers_find_the_queue_in_the_cms_menu(agent, client):
    client.force_login(agent)
    assert QUEUE in client.get("/cms/").content.decode()
    other = UserFactory()
    other.groups.add(Group.objects.get(name="communication"))
    client.force_login(other)
    assert QUEUE not in client.get("/cms/").content.decode()


def test_a_member_who_manages_nothing_is_not_told(organisation, agent):
    colleague = join(organisation).user
    manager_of(organisation, email="second@exemple.test")
    decide(organisation, agent)
    assert not Email.objects.filter(to=colleague.email).exists()
    assert Email.objects.filter(to="second@exemple.test").count() == 1
