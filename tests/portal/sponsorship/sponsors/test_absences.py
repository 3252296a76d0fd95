"""Pausing, leaving, losing the level: what a sponsor is follows, whoever acts."""

import pytest
from django.test import Client
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.accounts.level_names import LevelName
from portal.accounts.services.grants import end_grant
from portal.sponsorship.errors import SponsorshipError
from portal.sponsorship.signals import sponsor_left, sponsor_paused
from portal.sponsorship.sponsors.models import Sponsor
from portal.sponsorship.sponsors.services import absences
from portal.sponsorship.sponsors.services.signing import sign_charter
from portal.sponsorship.sponsors.states import Role
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import first_administrator, join, signed_in
from tests.portal.sponsorship.people import coordinator, make_sponsor
from tests.states import fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What the other themes are told."""
    found = []

    def hear(sender, sponsor, **kwargs):
        found.append(sponsor.state)

    for signal in (sponsor_left, sponsor_paused):
        signal.connect(hear)
    yield found
    for signal in (sponsor_left, sponsor_paused):
        signal.disconnect(hear)


def test_a_pause_proposes_nobody_and_keeps_the_level(heard):
    sponsor = make_sponsor()
    assert sponsor in Sponsor.objects.pairable()
    browser = signed_in(sponsor.user)
    assert "en pause" in browser.post("/parrainage/pause/", follow=True).content.decode()
    assert heard == ["paused"]
    assert sponsor not in Sponsor.objects.pairable()
    assert sponsor.user.grants.active().filter(level=LevelName.SPONSOR).exists()
    browser.post("/parrainage/reprendre/")
    assert sponsor in Sponsor.objects.pairable()


def test_who_leaves_loses_the_level_with_every_session(heard):
    sponsor = make_sponsor()
    here, elsewhere = signed_in(sponsor.user), signed_in(sponsor.user)
    assert "déconnecté·e" in here.get("/parrainage/partir/").content.decode()
    page = here.post("/parrainage/partir/")
    assert page.status_code == 200
    assert "Merci pour votre temps" in page.content.decode()
    for browser in (here, elsewhere):
        assert browser.get("/parrainage/").status_code == 302
    found = fresh(sponsor)
    assert found.state == "left"
    grant = found.user.grants.get(level=LevelName.SPONSOR)
    assert (grant.is_active, grant.end_reason) == (False, absences.OWN_LEAVING)
    assert heard == ["left"]
    assert Email.objects.filter(dispatch__key="sponsor_left", to=sponsor.user.email).count() == 1


def test_who_takes_their_application_back_stays_signed_in():
    sponsor = make_sponsor("contacted")
    browser = signed_in(sponsor.user)
    page = browser.post("/parrainage/partir/", follow=True).content.decode()
    assert "Votre candidature est retirée." in page
    assert fresh(sponsor).state == "withdrawn"


def test_the_coordinator_pauses_and_ends_with_a_reason_that_is_told_as_any():
    sponsor, actor = make_sponsor(), Actor(coordinator())
    for act in (absences.pause, absences.leave):
        with pytest.raises(SponsorshipError, match="pourquoi"):
            act(sponsor=sponsor, role=Role.COORDINATOR, reason=" ", actor=actor)
        with pytest.raises(SponsorshipError, match="coordination"):
            act(sponsor=sponsor, role=Role.COORDINATOR, reason="X", actor=Actor(UserFactory()))
    absences.pause(sponsor=sponsor, role=Role.COORDINATOR, reason="Absente", actor=actor)
    absences.leave(sponsor=sponsor, role=Role.COORDINATOR, reason="Plainte", actor=actor)
    grant = sponsor.user.grants.get(level=LevelName.SPONSOR)
    assert (grant.ended_by, grant.end_reason) == (actor.user, "Plainte")


def test_an_administrator_who_ends_the_level_ends_the_sponsor(heard):
    sponsor, administrator = make_sponsor("paused"), first_administrator()
    grant = sponsor.user.grants.get(level=LevelName.SPONSOR)
    end_grant(grant=grant, reason="Erreur", actor=Actor(administrator))
    found = fresh(sponsor)
    assert found.state == "left"
    step = found.steps.get()
    assert (step.by, step.reason) == (administrator, "Erreur")
    assert heard == ["left"]


def test_the_end_of_another_level_leaves_the_sponsor():
    sponsor = make_sponsor()
    other = coordinator().grants.get()
    other.user = sponsor.user
    other.save()
    end_grant(grant=other, reason="Départ", actor=SITE)
    assert fresh(sponsor).state == "accepted"


def test_a_new_version_of_the_charter_is_to_be_signed_before_any_pair():
    sponsor = make_sponsor(signed=False)
    assert sponsor not in Sponsor.objects.pairable()
    browser = signed_in(sponsor.user)
    assert "signer la charte" in browser.get("/parrainage/").content.decode()
    old = browser.post("/parrainage/charte/", {"version": "2025-01", "agreed": "on"})
    assert old.status_code == 422
    assert "La charte a changé" in old.content.decode()
    page = browser.get("/parrainage/charte/").context["charter"]
    unsigned = browser.post("/parrainage/charte/", {"version": page.version})
    assert unsigned.status_code == 422
    for _ in range(2):
        browser.post("/parrainage/charte/", {"version": page.version, "agreed": "on"})
    signature = sponsor.signatures.get()
    assert (signature.version, signature.text) == (page.version, page.text)
    assert sponsor in Sponsor.objects.pairable()
    sponsor.signatures.update(version="2025-01")
    assert sponsor not in Sponsor.objects.pairable()
    assert "La charte a changé" in browser.get("/parrainage/").content.decode()


def test_who_is_not_welcomed_signs_nothing():
    sponsor = make_sponsor("applied")
    with pytest.raises(SponsorshipError, match="acceptée"):
        sign_charter(sponsor=sponsor, version="2026-11", agreed=True, actor=Actor(sponsor.user))


def test_whom_they_recruit_for_is_what_they_said_and_where_they_are_members():
    member = join(OrganisationFactory(name="Bois de l’Est"))
    sponsor = make_sponsor(user=member.user)
    said = OrganisationFactory(name="Fonderie Roy", kind=Organisation.Kind.COMPANY)
    sponsor.employers.add(said)
    assert set(sponsor.recruits_for()) == {member.organisation, said}
    assert Client().get("/parrainage/").status_code == 302
