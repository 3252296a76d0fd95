"""The rows of somebody without an account join the account that proves the same address."""

import pytest
from django.utils import timezone

from portal.accounts.actors import SITE
from portal.accounts.models import User
from portal.accounts.services.addresses import verify_address
from portal.applications.models import Application
from portal.applications.states import Status as ApplicationStatus
from portal.participation.errors import ParticipationError
from portal.participation.models import (
    About,
    Agreement,
    CallBack,
    FrozenCv,
    Outcome,
    OutcomeQuestion,
    Participant,
    Side,
)
from portal.participation.services.joining import guests_of, join, proposed_to, say_somebody_else
from portal.participation.services.outcomes import record_outcome
from portal.participation.services.participants import participant_of
from portal.participation.services.questions import plan
from portal.recruitment.models import Registration
from tests.factories import CommuneFactory, JobOfferPageFactory, UserFactory
from tests.portal.accounts.people import signed_in
from tests.portal.candidates.things import candidate
from tests.portal.participation.people import (
    make_agreement,
    make_application,
    make_frozen_cv,
    make_guest,
    make_phone_guest,
)
from tests.portal.recruitment.met import came, held

pytestmark = pytest.mark.django_db
ADDRESS = "nadia@exemple.test"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def guest():
    return make_guest(first_name="Nadia", last_name="Benali", email=ADDRESS)


def account(**fields):
    return candidate(**{"email": ADDRESS, "first_name": "Nadia", "last_name": "BÉNALI", **fields})


class TestByName:
    def test_the_same_name_at_the_same_address_is_the_same_person(self, guest):
        application, registration = (
            make_application(participant=guest),
            came(held(), participant=guest),
        )
        user = account()
        assert list(Application.objects.owned_by(user)) == [application]
        assert list(Registration.objects.owned_by(user)) == [registration]
        person = Participant.objects.get(user=user)
        # The name and the address are the account's own from now on.
        assert (person.first_name, person.email, person.name) == ("", "", "Nadia BÉNALI")

    @pytest.mark.parametrize(
        "names",
        [
            {"first_name": "Karim"},
            {"first_name": "", "last_name": ""},
            {"email": "autre@exemple.test"},
        ],
    )
    def test_another_name_no_name_or_another_address_joins_nothing(self, guest, names):
        make_application(participant=guest)
        user = account(**names)
        assert not Application.objects.owned_by(user).exists()
        guest.refresh_from_db()
        assert guest.user is None

    def test_not_before_the_address_is_verified(self, guest):
        make_application(participant=guest)
        user = User.objects.create_user(ADDRESS, "x", first_name="Nadia", last_name="Benali")
        assert not guests_of(user).exists()
        assert not Application.objects.owned_by(user).exists()
        verify_address(user)
        assert Application.objects.owned_by(user).exists()

    def test_the_others_of_the_address_stay(self, guest):
        other = make_guest(first_name="Karim", last_name="Benali", email=ADDRESS)
        mine, theirs = make_application(participant=guest), make_application(participant=other)
        user = account()
        assert list(Application.objects.owned_by(user)) == [mine]
        theirs.refresh_from_db()
        assert theirs.participant == other

    def test_a_phone_alone_joins_nobody(self):
        guest = make_phone_guest(first_name="Nadia", last_name="Benali")
        account()
        guest.refresh_from_db()
        assert guest.user is None


class TestTwoSidesOfOnePerson:
    """The account has applied as well."""

    @pytest.fixture
    def user(self):
        # Another name first, so that nothing joins by itself.
        return account(first_name="N.")

    def test_what_only_the_guest_has_moves_with_its_proof_and_cv(self, user, guest):
        own = participant_of(user=user)
        cv = make_frozen_cv(guest)
        application = make_application(participant=guest, cv=cv)
        registration = came(held(), participant=guest)
        CallBack.objects.create(participant=guest, phone="06 12 34 56 78", purpose="help")
        fact = record_outcome(
            participant=guest,
            organisation=application.organisation,
            about=About.APPLICATION,
            about_id=application.pk,
            kind="hired",
            side=Side.PERSON,
            actor=SITE,
        )
        join(user=user, guest=guest)
        for row in (application, registration, cv, fact, application.agreement):
            row.refresh_from_db()
            assert row.participant == own
        assert CallBack.objects.get().participant == own
        assert set(OutcomeQuestion.objects.values_list("participant", flat=True)) == {own.pk}
        assert not Participant.objects.filter(pk=guest.pk).exists()

    def test_what_one_of_the_two_said_answers_what_the_other_was_asked(self, user, guest):
        own, application = participant_of(user=user), make_application(participant=guest)
        plan(
            participant=guest,
            organisation=application.organisation,
            about=About.SESSION,
            about_id=1,
            met_on=timezone.localdate(),
            sides=(Side.ORGANISATION,),
        )
        record_outcome(
            participant=own,
            organisation=application.organisation,
            about=About.SESSION,
            about_id=2,
            kind="second_interview",
            side=Side.ORGANISATION,
            actor=SITE,
        )
        join(user=user, guest=guest)
        waiting = OutcomeQuestion.objects.filter(participant=own, closed_at=None)
        # The fact lasts for thirty days.
        assert set(waiting.values_list("day", flat=True)) == {30, 90}

    def test_how_to_be_reached_follows_unless_the_account_says_it(self, user, guest):
        own, commune = participant_of(user=user), CommuneFactory()
        guest.phone, guest.commune = "06 12 34 56 78", commune
        guest.save()
        join(user=user, guest=guest)
        own.refresh_from_db()
        assert (own.phone, own.commune) == ("06 12 34 56 78", commune)

    def test_the_account_s_own_wins_and_the_guest_s_is_kept_apart(self, user, guest):
        own, offer, roster = participant_of(user=user), JobOfferPageFactory.row(), held()
        for person in (own, guest):
            make_application(participant=person, page=offer, cv=make_frozen_cv(person))
            came(roster, participant=person)
        other = make_application(participant=guest)
        join(user=user, guest=guest)
        other.refresh_from_db()
        assert other.participant == own
        for model in (Application, Registration):
            assert model.objects.filter(participant=guest).count() == 1
        for row in (*Application.objects.all(), *Registration.objects.all()):
            assert row.agreement.participant == row.participant
        assert FrozenCv.objects.filter(participant=guest).count() == 1
        assert Agreement.objects.filter(participant=guest).count() == 2

    def test_one_that_was_withdrawn_is_no_conflict(self, user, guest):
        own, offer = participant_of(user=user), JobOfferPageFactory.row()
        make_application(participant=own, page=offer)
        make_application(participant=guest, page=offer, status=ApplicationStatus.WITHDRAWN)
        join(user=user, guest=guest)
        assert Application.objects.filter(participant=own).count() == 2

    def test_the_facts_are_still_append_only_afterwards(self, user, guest):
        participant_of(user=user)
        join(user=user, guest=guest)
        fact = record_outcome(
            participant=participant_of(user=user),
            organisation=None,
            about=About.SESSION,
            about_id=1,
            kind="hired",
            side=Side.PERSON,
            actor=SITE,
        )
        with pytest.raises(Exception, match="ne se modifie pas"):
            Outcome.objects.filter(pk=fact.pk).update(kind="refused")


class TestIsItYou:
    def test_proposed_until_one_says(self, guest):
        user = account(first_name="Nad")
        browser = signed_in(user)
        make_application(participant=guest)
        assert "Est-ce vous" in browser.get("/mon-espace/").content.decode()
        assert "Nadia Benali" in browser.get("/mon-espace/est-ce-vous/").content.decode()
        browser.post(f"/mon-espace/est-ce-vous/{guest.pk}/oui/")
        assert Application.objects.owned_by(user).exists()
        assert "Est-ce vous" not in browser.get("/mon-espace/").content.decode()

    def test_no_is_remembered_and_changes_nothing(self, guest):
        application = make_application(participant=guest)
        user = account(first_name="Karim")
        browser = signed_in(user)
        browser.post(f"/mon-espace/est-ce-vous/{guest.pk}/non/")
        assert list(proposed_to(user)) == []
        application.refresh_from_db()
        assert application.participant == guest

    def test_nobody_of_another_address(self, guest):
        stranger = candidate()
        browser = signed_in(stranger)
        for act in ("oui", "non"):
            assert browser.post(f"/mon-espace/est-ce-vous/{guest.pk}/{act}/").status_code == 404
        for act in (join, say_somebody_else):
            with pytest.raises(ParticipationError):
                act(user=stranger, guest=guest)

    def test_most_accounts_pay_one_query(self, django_assert_max_num_queries):
        user = UserFactory()
        with django_assert_max_num_queries(6):
            verify_address(user)


def test_proofs_that_were_replaced_follow_too(guest):
    user = account(first_name="N.")
    participant_of(user=user)
    old = make_agreement(guest)
    make_application(participant=guest)
    join(user=user, guest=guest)
    old.refresh_from_db()
    assert old.participant.user == user
