"""What a stranger, a spouse or a former helper may not do by typing somebody else's address."""

import pytest
from django.test import Client
from django.utils import timezone
from post_office.models import Email
from wagtail.models import PageViewRestriction

from portal.accounts.actors import SITE
from portal.accounts.models import Membership
from portal.participation.models import Agreement
from portal.recruitment import counting, person_messages
from portal.recruitment.models import Roster
from portal.recruitment.services import coming, telling
from portal.recruitment.states import Status
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.accounts.people import join, officer, signed_in
from tests.portal.participation.people import make_frozen_cv, make_guest
from tests.portal.recruitment.registering import (
    GUEST,
    candidate,
    form_path,
    last_mail,
    mails,
    make_session,
    path_in,
    register_guest,
    text_of,
)
from tests.portal.recruitment.session_lists import make_list, put

pytestmark = pytest.mark.django_db
ADDRESS = GUEST["email"]


def test_a_spouse_registers_with_the_address_of_an_account_that_is_registered():
    page, roster = make_session()
    owner = candidate(email=ADDRESS, first_name="Paul", last_name="Martin")
    signed_in(owner).post(form_path(page), {"agreed": "on"})
    register_guest(page)
    assert roster.registrations.filter(status=Status.CONFIRMED).count() == 2
    assert not any("déjà votre demande" in mail.message for mail in mails(ADDRESS))


@pytest.mark.parametrize("typed", ["Connard", "Grosse Vache"])
def test_what_a_stranger_calls_somebody_is_in_no_mail(typed):
    page, _ = make_session()
    Client().post(form_path(page), {**GUEST, "first_name": typed})
    assert typed not in last_mail(ADDRESS).message


def test_a_helper_may_name_the_person_whom_they_register():
    helper = join(OrganisationFactory(kind="employment_partner", verified_at=timezone.now())).user
    person = make_guest(first_name="Nadia", email_confirmed_at=None)
    row = put(make_list(), participant=person, by=helper)
    person_messages.registered(row)
    assert "Bonjour Nadia" in Email.objects.get().message


def test_the_page_that_confirms_says_what_was_asked_for():
    page, _ = make_session()
    Client().post(form_path(page), GUEST)
    path = path_in(last_mail(ADDRESS), "confirmer")
    hidden = text_of(Client().get(path))
    assert "Éloïse Martin" in hidden
    assert "votre nom, vos coordonnées" not in hidden
    # Somebody else types the same person, and that their name is shown.
    Client().post(form_path(page), {**GUEST, "shares_identity": "on"})
    assert "votre nom, vos coordonnées" in text_of(Client().get(path))


def test_what_was_agreed_before_is_withdrawn_by_what_replaces_it():
    page, roster = make_session()
    Client().post(form_path(page), GUEST)
    first = roster.registrations.get().agreement
    Client().post(form_path(page), GUEST)
    first.refresh_from_db()
    row = roster.registrations.get()
    assert row.agreement != first
    assert first.withdrawn_at is not None
    assert row.agreement.withdrawn_at is None


def test_a_link_gives_no_place_once_people_come_by_invitation_alone():
    page, roster = make_session()
    Client().post(form_path(page), GUEST)
    Roster.objects.filter(pk=roster.pk).update(audience="invitation")
    answer = Client().post(path_in(last_mail(ADDRESS), "confirmer"), follow=True)
    assert "sur invitation" in text_of(answer)
    assert roster.registrations.get().status == Status.TO_CONFIRM


def test_nobody_fills_a_mailbox_from_many_networks():
    sent = 0
    for hour in range(40):
        try:
            counting.count_request(address=ADDRESS, visitor=f"192.0.2.{hour}")
        except counting.TooManyRequestsError:
            break
        counting.BY_ADDRESS.forget(ADDRESS)
        sent += 1
    assert sent == 30


class TestFormerHelper:
    @pytest.fixture
    def partner(self):
        return OrganisationFactory(kind="employment_partner", verified_at=timezone.now())

    @pytest.fixture
    def row(self, partner):
        helper = join(partner).user
        person = make_guest(email="", phone="06 12 34 56 78")
        return put(make_list(), participant=person, by=helper, helped_for=partner)

    def test_who_helps_is_told_of_who_has_no_address(self, row):
        assert telling.slot_changed(row)
        assert Email.objects.get().to == [row.helped_by.email]

    def leaves(self, row):
        Membership.objects.filter(user=row.helped_by).update(ended_at=timezone.now())

    def is_no_longer_verified(self, row):
        Organisation.objects.filter(pk=row.helped_for_id).update(verified_at=None)

    def loses_the_agreement(self, row):
        Agreement.objects.filter(pk=row.agreement_id).update(withdrawn_at=timezone.now())

    def reads_no_such_list(self, row):
        Roster.objects.filter(pk=row.roster_id).update(audience="rsa")

    @pytest.mark.parametrize(
        "happens", ["leaves", "is_no_longer_verified", "loses_the_agreement", "reads_no_such_list"]
    )
    def test_who_may_not_follow_them_any_more_is_told_nothing(self, row, happens):
        getattr(self, happens)(row)
        row.refresh_from_db()
        assert not telling.slot_changed(row)
        assert not Email.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_session_whose_page_is_not_everybodys_says_nothing_to_a_stranger(method):
    page, roster = make_session()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="mot")
    answer = getattr(Client(), method)(form_path(page), GUEST)
    assert answer.status_code == 404
    assert not roster.registrations.exists()


@pytest.mark.parametrize("status", [Status.CONFIRMED, Status.PRESENT])
def test_who_takes_their_agreement_back_leaves_neither_cv_nor_needs(status, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    person = make_guest()
    row = put(
        make_list(),
        participant=person,
        status=status,
        cv=make_frozen_cv(person),
        accessibility_needs="Fauteuil roulant",
    )
    coming.withdraw(registration=row, actor=SITE)
    row.refresh_from_db()
    assert row.accessibility_needs == ""
    assert row.cv.erased_at is not None
    desk = signed_in(officer())
    assert desk.get(f"/rencontres/inscription/{row.pk}/cv/").status_code == 404
