"""Taking a place or a rank, and leaving it."""

from datetime import timedelta

import pytest
from post_office.models import Email

from portal.accounts.actors import AUTOMATIC, SITE
from portal.participation.models import CallBack
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.ranks import rank_of
from portal.recruitment.services import cancelling, offers, registering
from portal.recruitment.states import Status
from tests.factories import OrganisationFactory, UserFactory
from tests.portal.participation.people import make_phone_guest
from tests.portal.recruitment.lists import (
    MANAGER,
    NOW,
    PERSON,
    at,
    enrol,
    fill,
    fresh,
    make_roster,
    open_offers,
    statuses,
)

pytestmark = pytest.mark.django_db
S = Status


def test_places_then_ranks_then_nothing_more():
    roster = make_roster(waiting_list_size=1)
    fill(roster, 3)
    assert statuses(roster) == [S.CONFIRMED, S.CONFIRMED, S.WAITLISTED]
    with pytest.raises(FullError, match="liste d’attente est complète"):
        enrol(roster)
    assert roster.registrations.count() == 3


def test_who_does_not_want_to_wait_is_told_that_it_is_full():
    roster = make_roster()
    fill(roster, 2)
    with pytest.raises(FullError):
        enrol(roster, may_wait=False)


def test_a_second_registration_of_one_person_is_refused_and_changes_nothing():
    roster = make_roster()
    first = enrol(roster)
    with pytest.raises(RecruitmentError, match="déjà inscrite"):
        enrol(roster, participant=first.participant)
    assert statuses(roster) == [S.CONFIRMED]


@pytest.mark.parametrize(
    ("fields", "now", "words"),
    [
        ({"opens_at": at(5, 8)}, NOW, "pas encore ouvertes"),
        ({}, at(14, 12), "fermées"),
        ({}, at(14, 18), "n’a pas lieu"),
        ({"status": "cancelled"}, NOW, "n’a pas lieu"),
        ({"status": "postponed"}, NOW, "n’a pas lieu"),
        ({"taken_down_at": NOW}, NOW, "n’a pas lieu"),
    ],
)
def test_registration_that_is_not_open_says_so(fields, now, words):
    with pytest.raises(RecruitmentError, match=words):
        enrol(make_roster(**fields), now=now)


def test_a_manager_registers_after_the_closing_and_not_after_the_end():
    roster = make_roster()
    assert enrol(roster, role=MANAGER, now=at(14, 15)).status == S.CONFIRMED
    with pytest.raises(RecruitmentError):
        enrol(roster, role=MANAGER, now=at(14, 17))


def test_each_hour_has_its_places_and_a_full_one_is_refused_at_its_field():
    roster = make_roster(slots=2, at_once=2)
    first, second = roster.slots.all()
    with pytest.raises(RecruitmentError) as error:
        enrol(roster)
    assert error.value.field == "slot"
    enrol(roster, slot=first)
    enrol(roster, slot=first)
    with pytest.raises(FullError, match="plus de place à 14\u00a0h") as error:
        enrol(roster, slot=first)
    assert error.value.field == "slot"
    assert enrol(roster, slot=second).slot == second


def test_the_hour_of_another_session_is_refused():
    other = make_roster(slots=1).slots.get()
    with pytest.raises(RecruitmentError, match="n’est pas proposée"):
        enrol(make_roster(slots=1), slot=other)


def test_a_free_place_is_for_who_waits_not_for_who_comes():
    roster = make_roster(capacity=1)
    held, _ = fill(roster, 2)
    # At night: nothing is offered yet.
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(4, 22))
    assert enrol(roster, now=at(4, 23)).status == S.WAITLISTED


def test_a_guest_takes_neither_place_nor_rank_before_the_proof():
    roster = make_roster(capacity=1)
    guest = enrol(roster, must_confirm=True)
    assert (guest.status, guest.arrival) == (S.TO_CONFIRM, None)
    other = enrol(roster)
    assert other.status == S.CONFIRMED
    confirmed = registering.confirm(registration=guest, actor=SITE, role=PERSON, now=NOW)
    assert (confirmed.status, confirmed.arrival) == (S.WAITLISTED, 2)
    again = registering.confirm(registration=guest, actor=SITE, role=PERSON, now=NOW)
    assert (again.status, again.changes.count()) == (S.WAITLISTED, 2)


def test_an_hour_taken_before_the_proof_is_chosen_again_with_it():
    roster = make_roster(slots=2)
    first, second = roster.slots.all()
    guest = enrol(roster, must_confirm=True, slot=first)
    enrol(roster, slot=first)
    with pytest.raises(FullError):
        registering.confirm(registration=guest, actor=SITE, role=PERSON, now=NOW)
    done = registering.confirm(registration=guest, actor=SITE, role=PERSON, slot=second, now=NOW)
    assert (done.status, done.slot) == (S.CONFIRMED, second)


def test_unproved_for_seven_days_is_closed_by_the_site_without_a_word():
    roster = make_roster()
    guest = enrol(roster, must_confirm=True, participant=make_phone_guest())
    call = CallBack.objects.create(
        participant=guest.participant,
        phone=guest.participant.phone,
        purpose="registration",
        subject_id=guest.pk,
    )
    confirmed = enrol(roster, must_confirm=True)
    registering.confirm(registration=confirmed, actor=SITE, role=PERSON, now=NOW)
    assert cancelling.close_unconfirmed(now=NOW + timedelta(days=6, hours=23)) == 0
    assert cancelling.close_unconfirmed(now=NOW + timedelta(days=7)) == 1
    assert cancelling.close_unconfirmed(now=NOW + timedelta(days=8)) == 0
    assert statuses(roster) == [S.CANCELLED, S.CONFIRMED]
    assert guest.changes.last().actor_name == AUTOMATIC
    assert fresh(call).result == "no_longer"
    assert not Email.objects.exists()


def test_who_left_comes_back_as_the_last_and_a_guest_proves_it_again():
    roster = make_roster(capacity=1)
    held, waiting = fill(roster, 2)
    cancelling.cancel(registration=waiting, role=PERSON, actor=SITE, now=NOW)
    enrol(roster)
    back = enrol(roster, participant=waiting.participant)
    assert (back.status, rank_of(back)) == (S.WAITLISTED, 2)
    cancelling.cancel(registration=back, role=PERSON, actor=SITE, now=NOW)
    asked = enrol(roster, must_confirm=True, participant=waiting.participant)
    assert asked.status == S.TO_CONFIRM
    done = registering.confirm(registration=asked, actor=SITE, role=PERSON, now=NOW)
    assert (done.status, rank_of(done)) == (S.WAITLISTED, 2)
    with pytest.raises(RecruitmentError):
        enrol(roster, participant=held.participant)


def test_only_the_departement_registers_somebody_for_a_session_of_rsa():
    roster = make_roster(audience="rsa")
    officer = UserFactory()
    outside = registering.Helper(officer, OrganisationFactory())
    with pytest.raises(RecruitmentError, match="avec le Département"):
        enrol(roster, helper=outside)
    made = enrol(roster, helper=registering.Helper(officer), shares_identity=True)
    assert not made.shares_identity


def test_leaving_frees_the_place_at_once_and_offers_it_to_the_first_who_waits():
    roster = make_roster(capacity=1)
    held, first, second = fill(roster, 3)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=NOW)
    assert statuses(roster) == [S.CANCELLED, S.OFFERED_PLACE, S.WAITLISTED]
    (offer,) = open_offers(roster)
    assert (offer.registration, offer.deadline) == (first, NOW + timedelta(days=1))
    assert rank_of(fresh(second)) == 1
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=NOW)
    assert held.changes.count() == 3


def test_several_free_places_go_to_several_people_one_each():
    roster = make_roster(capacity=3)
    people = fill(roster, 6)
    for registration in people[:2]:
        cancelling.cancel(registration=registration, role=PERSON, actor=SITE, now=at(4, 21))
    assert open_offers(roster) == []
    offers.tick(at(5, 7, 59))
    assert open_offers(roster) == []
    offers.tick(at(5, 8))
    assert [offer.registration for offer in open_offers(roster)] == people[3:5]
    offers.tick(at(5, 8, 1))
    assert len(open_offers(roster)) == 2


def test_nobody_leaves_a_session_that_is_over():
    roster = make_roster()
    (held,) = fill(roster, 1)
    with pytest.raises(RecruitmentError, match="passée"):
        cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(14, 17))


def test_nothing_is_offered_at_the_cut_off_nor_once_registration_is_closed():
    roster = make_roster(capacity=1, closes_at=at(14, 14))
    held, _ = fill(roster, 2)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(14, 10, 31))
    assert open_offers(roster) == []
    closed = make_roster(capacity=1)
    held, _ = fill(closed, 2)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(13, 18, 1))
    assert open_offers(closed) == []
