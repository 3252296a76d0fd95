"""Suspending: members read and propose nothing; announcements are withdrawn when chosen."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email

from pages.models import JobOfferPage
from portal.accounts.actors import Actor
from portal.accounts.errors import AccountError
from portal.accounts.models import AuditEntry, Membership
from portal.accounts.rules import can_draft_for, can_propose_for, can_submit_for
from portal.accounts.services.invitations import invite_to_organisation
from portal.accounts.services.memberships import add_member
from portal.organisations.services.details import change_details
from portal.organisations.services.joining import ask_to_join
from portal.organisations.services.suspension import (
    restore_organisation,
    suspend_organisation,
)
from search.models import Opportunity
from snippets.models import Organisation
from tests.factories import (
    JobOfferPageFactory,
    OrganisationFactory,
    RecruitmentSessionPageFactory,
    UserFactory,
)
from tests.portal.accounts.people import MEMBER, manager_of, officer

pytestmark = pytest.mark.django_db
REASON = "Plusieurs candidats ont signalé une demande d’argent."


@pytest.fixture
def agent():
    return officer()


@pytest.fixture
def organisation():
    return OrganisationFactory(name="Bois de l’Est", verified_at=timezone.now())


@pytest.fixture
def manager(organisation):
    return manager_of(organisation, email="marc@exemple.test")


def suspend(organisation, agent, *, reason=REASON, withdraw=False):
    return suspend_organisation(
        organisation=organisation,
        reason=reason,
        withdraw_opportunities=withdraw,
        actor=Actor(agent),
    )


def test_members_read_and_propose_nothing_until_it_is_restored(
    organisation, manager, agent, client
):
    suspend(organisation, agent)
    organisation.refresh_from_db()
    assert can_propose_for(manager, organisation)
    assert not can_draft_for(manager, organisation, "job")
    assert not can_submit_for(manager, organisation, "job")
    assert REASON in Email.objects.get(to=manager.email).message
    client.force_login(manager)
    sheet = client.get(f"/mon-organisation/{organisation.slug}/fiche/").content.decode()
    assert REASON in sheet
    assert "Modifier la fiche" not in sheet
    restore_organisation(organisation=organisation, reason="Malentendu", actor=Actor(agent))
    organisation.refresh_from_db()
    assert can_submit_for(manager, organisation, "job")
    assert Email.objects.filter(to=manager.email).count() == 2
    actions = list(AuditEntry.objects.filter(organisation=organisation).values_list("action"))
    assert ("organisation_suspended",) in actions
    assert ("organisation_restored",) in actions


def test_nobody_enters_and_nothing_is_changed_meanwhile(organisation, manager, agent):
    suspend(organisation, agent)
    organisation.refresh_from_db()
    person, actor = UserFactory(), Actor(manager)
    for act in (
        lambda: ask_to_join(organisation=organisation, message="", actor=Actor(person)),
        lambda: add_member(organisation=organisation, user=person, role=MEMBER, actor=actor),
        lambda: invite_to_organisation(
            email="x@exemple.test", organisation=organisation, role=MEMBER, actor=actor
        ),
        lambda: change_details(organisation=organisation, details={"name": "X"}, actor=actor),
    ):
        with pytest.raises(AccountError, match=r"suspendue|ne reçoit pas"):
            act()
    assert Membership.objects.filter(organisation=organisation).count() == 1


def test_its_announcements_are_withdrawn_with_it_when_the_officer_says_so(organisation, agent):
    offer = JobOfferPageFactory(organisation=organisation)
    session = RecruitmentSessionPageFactory(organisation=organisation)
    joint = RecruitmentSessionPageFactory()
    joint.partners.create(organisation=organisation)
    draft = JobOfferPageFactory(organisation=organisation, live=False)
    other = JobOfferPageFactory.row()
    assert suspend(organisation, agent, withdraw=True) == 2
    assert set(Opportunity.objects.values_list("pk", flat=True)) == {joint.pk, other.pk}
    for page in (offer, session):
        page.refresh_from_db()
        assert not page.live
        assert page.withdrawal_reason == "L’organisation est suspendue."
    draft.refresh_from_db()
    assert draft.withdrawn_at is None
    assert AuditEntry.objects.get(action="organisation_suspended").details == {"withdrawn": 2}


def test_they_stay_online_otherwise(organisation, agent):
    offer = JobOfferPageFactory.row(organisation=organisation)
    assert suspend(organisation, agent) == 0
    assert JobOfferPage.objects.get(pk=offer.pk).live


def test_its_public_page_goes_unless_something_is_online(organisation, agent, client):
    url = f"/organisations/{organisation.slug}/"
    assert client.get(url).status_code == 200
    suspend(organisation, agent)
    assert client.get(url).status_code == 404
    assert client.get(f"/api/v1/organisations/{organisation.slug}/").status_code == 404
    JobOfferPageFactory.row(organisation=organisation)
    assert client.get(url).status_code == 200


def test_a_suspension_needs_an_officer_a_reason_and_happens_once(organisation, manager, agent):
    with pytest.raises(AccountError, match="service emploi"):
        suspend(organisation, manager)
    with pytest.raises(AccountError, match="Dites pourquoi"):
        suspend(organisation, agent, reason=" ")
    with pytest.raises(AccountError, match="n’est pas suspendue"):
        restore_organisation(organisation=organisation, reason="x", actor=Actor(agent))
    suspend(organisation, agent)
    with pytest.raises(AccountError, match="déjà suspendue"):
        suspend(organisation, agent)
    with pytest.raises(AccountError, match="Dites pourquoi"):
        restore_organisation(organisation=organisation, reason=" ", actor=Actor(agent))


def test_the_database_keeps_date_author_and_reason_together(organisation, agent):
    now = timezone.now()
    for fields in (
        {"suspended_at": now},
        {"suspension_reason": REASON},
        {"suspended_at": now, "suspended_by": agent},
        {"suspended_by": agent, "suspension_reason": REASON},
    ):
        with pytest.raises(IntegrityError, match="suspension"), transaction.atomic():
            Organisation.objects.filter(pk=organisation.pk).update(**fields)


def test_the_screens_suspend_and_restore(organisation, manager, agent, client):
    JobOfferPageFactory(organisation=organisation)
    client.force_login(agent)
    url = f"/organisations/verifier/{organisation.slug}/"
    assert client.post(f"{url}suspendre/", {"reason": ""}).status_code == 422
    response = client.post(
        f"{url}suspendre/", {"reason": REASON, "withdraw_opportunities": "on"}, follow=True
    )
    page = response.content.decode()
    assert "Annonces retirées\u00a0: 1." in page
    assert REASON in page
    listed = client.get("/organisations/verifier/?etat=suspendues").content.decode()
    assert "Bois de l’Est" in listed
    cms = client.get(f"/cms/snippets/snippets/organisation/edit/{organisation.pk}/")
    assert REASON in cms.content.decode()
    again = client.post(f"{url}suspendre/", {"reason": REASON})
    assert again.status_code == 422
    assert "déjà suspendue" in again.content.decode()
    response = client.post(f"{url}retablir/", {"reason": "Malentendu"}, follow=True)
    assert "est rétablie" in response.content.decode()
