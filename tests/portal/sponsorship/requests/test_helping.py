"""Asking for somebody: who may, for whom, with which proof, and what nobody learns of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import SITE
from portal.accounts.level_names import LevelName as L
from portal.accounts.models import Membership
from portal.accounts.services.memberships import add_member
from portal.participation.models import Participant
from portal.participation.services.guest_data import KEPT, erase_old_guests
from portal.participation.services.joining import join as join_account
from portal.participation.services.participants import participant_of
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.requests.people import people_asked_for
from portal.sponsorship.requests.services.closing import withdraw
from portal.sponsorship.requests.states import Role
from snippets.models import Organisation
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.accounts.people import join, person_with, signed_in
from tests.portal.candidates.things import candidate
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.people import coordinator, make_request
from tests.states import fresh

pytestmark = pytest.mark.django_db
ASK_FOR, ASKED = "/parrainage/demander/pour-quelqu-un/", "/parrainage/demandes/"
SAID = {"goal": "Un emploi dans la vente.", "how": "in_person", "agreed": "on"}
TYPED = {**SAID, "first_name": "Nadia", "last_name": "Benali", "email": "nadia@exemple.test"}


def partner(**fields):
    """A member of a verified employment partner."""
    organisation = OrganisationFactory(
        **{
            "kind": Organisation.Kind.EMPLOYMENT_PARTNER,
            "name": "Mission locale",
            "verified_at": timezone.now(),
            "verified_by": UserFactory(),
            **fields,
        }
    )
    return join(organisation, first_name="Camille", last_name="Petit").user


@pytest.fixture
def followed():
    """A linked person, their adviser, the manager of the unit, and another unit's."""
    adviser = make_professional(first_name="Inès", last_name="Roy")
    person = candidate(email="eloise@exemple.test")
    link_account(make_beneficiary(adviser), person)
    return person, adviser, make_professional(L.UNIT_MANAGER, unit=adviser.unit)


def test_an_adviser_and_the_manager_ask_for_their_people_and_for_nobody_else(followed):
    person, adviser, manager = followed
    for helper in (adviser, manager):
        assert list(people_asked_for(helper.user)) == [person]
    others = [make_professional(), make_professional(L.UNIT_MANAGER)]
    for other in others:
        assert not people_asked_for(other.user).exists()
        page = signed_in(other.user).post(ASK_FOR, {**SAID, "person": person.pk})
        assert page.status_code == 422
    # Names are typed by partners alone.
    assert signed_in(adviser.user).post(ASK_FOR, TYPED).status_code == 422
    browser = signed_in(manager.user)
    page = browser.post(ASK_FOR, {**SAID, "person": person.pk}, follow=True).content.decode()
    assert "qui reçoit un message avec son accord" in page
    request = SponsorshipRequest.objects.get()
    assert (request.helped_by, request.helped_for, request.channel) == (
        manager.user,
        None,
        "adviser",
    )
    assert (request.agreement.how, request.agreement.recorded_by) == ("in_person", manager.user)
    again = signed_in(adviser.user).post(ASK_FOR, {**SAID, "person": person.pk})
    assert "déjà en cours pour cette personne" in again.content.decode()


def test_the_person_learns_by_whom_and_everybody_else_that_they_had_help(followed):
    person, adviser, _ = followed
    signed_in(adviser.user).post(ASK_FOR, {**SAID, "person": person.pk})
    (mail,) = Email.objects.filter(dispatch__key="sponsorship_asked_for")
    assert (mail.to, "Inès Roy" in mail.message) == ([person.email], True)
    request = SponsorshipRequest.objects.get()
    helped_by_partner = make_request(by=partner())
    browser = signed_in(coordinator())
    pages = [browser.get("/parrainage/coordination/demandes/").content.decode()]
    pages += [
        browser.get(f"/parrainage/coordination/demandes/{one.pk}/").content.decode()
        for one in (request, helped_by_partner)
    ]
    for page in pages:
        assert "avec une aide" in page
        assert not [word for word in ("Inès", "Roy", "RSA", "Camille", "conseill") if word in page]


def test_a_partner_asks_for_somebody_without_an_account_who_takes_it_back_by_a_link(client):
    helper = partner()
    browser = signed_in(helper)
    assert browser.post(ASK_FOR, {**TYPED, "agreed": ""}).status_code == 422
    assert browser.post(ASK_FOR, {**TYPED, "email": helper.email}).status_code == 422
    nowhere = browser.post(ASK_FOR, {**TYPED, "email": ""}).content.decode()
    assert "Donnez une adresse e-mail ou un numéro" in nowhere
    browser.post(ASK_FOR, TYPED)
    request = SponsorshipRequest.objects.get()
    assert request.participant.user is None
    assert request.helped_for.name == "Mission locale"
    assert request not in SponsorshipRequest.objects.pairable()
    assert "Nadia Benali" in browser.get(ASKED).content.decode()
    (mail,) = Email.objects.filter(dispatch__key="sponsorship_asked_for")
    assert "Camille Petit (Mission locale)" in mail.message
    path = next(word for word in mail.message.split() if "/mes-donnees/" in word)
    path = path[path.index("/mes-donnees/") :]
    page = client.get(path)
    assert page.status_code == 200
    assert "Un emploi dans la vente." in page.content.decode()


def test_what_becomes_of_it_is_not_the_helper_s_to_read():
    helper = partner()
    request = make_request(by=helper, helped_for=Organisation.objects.get(name="Mission locale"))
    browser = signed_in(helper)
    before = browser.get(ASKED).content
    for state in ("proposed", "paired", "ended"):
        SponsorshipRequest.objects.filter(pk=request.pk).update(state=state)
        assert browser.get(ASKED).content == before
    request.agreement.withdrawn_at = timezone.now()
    request.agreement.save()
    assert request.participant.name not in browser.get(ASKED).content.decode()


def test_a_company_or_an_unverified_partner_asks_for_nobody():
    for fields in ({"kind": Organisation.Kind.COMPANY}, {"verified_at": None, "verified_by": None}):
        browser = signed_in(partner(**fields))
        assert browser.get(ASK_FOR).status_code == 403
        assert browser.post(ASK_FOR, TYPED).status_code == 403
    assert signed_in(person_with(L.EMPLOYMENT_OFFICER)).get(ASK_FOR).status_code == 403
    assert not SponsorshipRequest.objects.exists()


def test_the_request_of_a_guest_follows_them_to_their_account():
    user = candidate(email="nadia@exemple.test", first_name="Nadia", last_name="Benali")
    guest = make_guest(first_name="Nadia", last_name="Benali", email=user.email)
    own, request = make_request(user), make_request(participant=guest)
    join_account(user=user, guest=guest)
    # The account waits itself: its own request stays, the guest's is taken back and kept with it.
    assert fresh(own).state == "waiting"
    found = fresh(request)
    assert (found.state, found.participant.user) == ("withdrawn", user)
    assert found.agreement.participant.user == user
    assert found.agreement.withdrawn_at
    later = make_request(
        participant=make_guest(first_name="Nadia", last_name="Benali", email=user.email)
    )
    withdraw(request=own, actor=SITE, role=Role.SITE)
    join_account(user=user, guest=later.participant)
    assert (fresh(later).state, fresh(later).participant.user) == ("waiting", user)


def test_a_guest_who_waits_for_two_years_is_erased_as_any():
    long_ago = timezone.now() - KEPT - timedelta(days=1)
    old = make_request(participant=make_guest(), asked_at=long_ago, by=partner())
    lately = make_request(participant=make_guest(), by=partner())
    people = [old.participant_id, lately.participant_id]
    Participant.objects.filter(pk__in=people).update(created_at=long_ago)
    erase_old_guests()
    assert (fresh(old).state, fresh(old).goal) == ("withdrawn", "")
    assert (fresh(lately).state, fresh(lately).participant.erased_at) == ("waiting", None)


def test_the_number_that_a_helper_typed_is_kept_with_the_request_alone(followed):
    person, adviser, _ = followed
    own = participant_of(user=person)
    own.phone = "06 00 00 00 01"
    own.save()
    typed = {**SAID, "person": person.pk, "phone": "06 22 33 44 55"}
    signed_in(adviser.user).post(ASK_FOR, typed)
    request = SponsorshipRequest.objects.get()
    assert (request.phone, fresh(own).phone) == ("06 22 33 44 55", "06 00 00 00 01")
    page = signed_in(coordinator()).get(f"/parrainage/coordination/demandes/{request.pk}/")
    assert "06 22 33 44 55" in page.content.decode()
    assert "06 00 00 00 01" not in page.content.decode()


def test_an_adviser_who_is_a_member_of_a_partner_types_names_for_it(followed):
    person, adviser, _ = followed
    mission = Organisation.objects.get(pk=partner().memberships.get().organisation_id)
    member = Membership.Role.MEMBER
    add_member(organisation=mission, user=adviser.user, role=member, actor=SITE)
    browser = signed_in(adviser.user)
    assert browser.post(ASK_FOR, TYPED).status_code == 302
    assert browser.post(ASK_FOR, {**SAID, "person": person.pk}).status_code == 302
    typed, listed = SponsorshipRequest.objects.order_by("pk")
    assert (typed.helped_for, listed.helped_for) == (mission, None)
