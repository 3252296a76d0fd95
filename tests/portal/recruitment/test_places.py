"""Taking a place, a rank, another hour; leaving; what an offer becomes."""

from datetime import timedelta

import pytest
from django.db import transaction
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.participation.models import CallBack
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import PlaceOffer, RegistrationChange
from portal.recruitment.ranks import rank_of
from portal.recruitment.services import cancelling, changing, moving, offers, places, registering
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import Role, Status
from tests.factories import CommuneFactory, OrganisationFactory, UserFactory
from tests.portal.accounts.people import officer
from tests.portal.participation.people import make_guest, make_phone_guest
from tests.portal.recruitment.lists import (
    MANAGER,
    NOW,
    PERSON,
    at,
    begin_at_night,
    enrol,
    fill,
    fresh,
    make_roster,
    offered,
    open_offers,
    statuses,
)
from tests.races import at_once, until_held, until_somebody_waits

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
    assert guest.changes.last().actor_name == "Déclic"
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


# Leaving


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


# Offers


@pytest.fixture
def waiting():
    """Two who wait; the first has an offer, until tomorrow at 10:00."""
    roster = make_roster(capacity=1)
    held, *people = fill(roster, 3)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=NOW)
    return roster, people, open_offers(roster)[0]


def test_accepted_once_however_often_it_is_said(waiting):
    roster, (first, _), offer = waiting
    for _ in range(2):
        done = offers.accept(offer=offer, actor=SITE, role=PERSON, now=at(5, 9))
        assert done.status == S.CONFIRMED
    assert fresh(offer).answer == "accepted"
    assert fresh(first).changes.filter(to_status=S.CONFIRMED).count() == 1
    assert statuses(roster) == [S.CANCELLED, S.CONFIRMED, S.WAITLISTED]


def test_declined_the_place_goes_to_the_next_at_once_and_never_back(waiting):
    roster, (_first, _second), offer = waiting
    offers.decline(offer=offer, actor=SITE, role=PERSON, now=at(4, 11))
    assert statuses(roster) == [S.CANCELLED, S.DECLINED, S.OFFERED_PLACE]
    offers.decline(offer=open_offers(roster)[0], actor=SITE, role=PERSON, now=at(4, 12))
    offers.tick(at(4, 13))
    assert statuses(roster) == [S.CANCELLED, S.DECLINED, S.DECLINED]
    with pytest.raises(RecruitmentError, match="n’est plus proposée"):
        offers.accept(offer=offer, actor=SITE, role=PERSON, now=at(4, 12))


def test_silence_gives_the_place_to_the_next(waiting):
    roster, (first, _second), offer = waiting
    offers.tick(at(5, 9, 59))
    assert fresh(first).status == S.OFFERED_PLACE
    offers.tick(at(5, 10))
    assert statuses(roster) == [S.CANCELLED, S.OFFER_EXPIRED, S.OFFERED_PLACE]
    assert fresh(offer).answer == "expired"
    with pytest.raises(RecruitmentError, match="délai"):
        offers.accept(offer=offer, actor=SITE, role=PERSON, now=at(5, 10, 1))


def test_an_answer_after_the_deadline_is_too_late_even_before_the_job_runs(waiting):
    _, (first, _), offer = waiting
    with pytest.raises(RecruitmentError, match="délai"):
        offers.accept(offer=offer, actor=SITE, role=PERSON, now=at(5, 10))
    assert fresh(first).status == S.OFFERED_PLACE


def test_who_accepts_then_cancels_frees_the_place_at_once(waiting):
    roster, (first, _), offer = waiting
    offers.accept(offer=offer, actor=SITE, role=PERSON, now=at(4, 11))
    cancelling.cancel(registration=first, role=PERSON, actor=SITE, now=at(4, 12))
    assert statuses(roster) == [S.CANCELLED, S.CANCELLED, S.OFFERED_PLACE]


def test_who_let_an_offer_pass_may_come_back_as_the_last(waiting):
    roster, (first, second), _ = waiting
    offers.tick(at(5, 10))
    back = enrol(roster, participant=first.participant, now=at(5, 11))
    assert back.status == S.WAITLISTED
    assert back.arrival > fresh(second).arrival


def test_a_late_job_closes_nothing_at_night_and_all_of_it_in_the_morning(waiting):
    _roster, (first, _), _ = waiting
    offers.tick(at(5, 20))
    assert fresh(first).status == S.OFFERED_PLACE
    offers.tick(at(6, 8))
    assert fresh(first).status == S.OFFER_EXPIRED


def test_the_place_of_an_hour_is_offered_and_another_free_one_may_be_taken():
    roster = make_roster(slots=3)
    people = fill(roster, 4)
    first, second, third = roster.slots.all()
    cancelling.cancel(registration=people[1], role=PERSON, actor=SITE, now=NOW)
    (offer,) = open_offers(roster)
    assert offer.slot == second
    with pytest.raises(FullError, match="Choisissez une autre heure"):
        offers.accept(offer=offer, slot=third, actor=SITE, role=PERSON, now=at(4, 11))
    cancelling.cancel(registration=people[0], role=PERSON, actor=SITE, now=at(4, 11))
    done = offers.accept(offer=offer, slot=first, actor=SITE, role=PERSON, now=at(4, 12))
    assert (done.slot, done.status) == (first, S.CONFIRMED)


def test_more_places_are_offered_and_fewer_throw_nobody_out():
    roster = make_roster(capacity=2)
    fill(roster, 4)
    roster.capacity = 1
    roster.save()
    held = roster.registrations.filter(status=S.CONFIRMED)
    assert (places.occupancy(roster).left, held.count()) == (0, 2)
    cancelling.cancel(registration=held[0], role=PERSON, actor=SITE, now=NOW)
    assert open_offers(roster) == []
    roster.capacity = 3
    roster.save()
    assert len(offered(roster, NOW)) == 2


def test_somebody_without_an_address_is_called_or_told_by_who_registered_them():
    roster = make_roster(capacity=1)
    held = fill(roster, 1)[0]
    enrol(roster, participant=make_phone_guest(last_name="Petit"))
    helper = registering.Helper(officer(email="nadia@declic.test"))
    helped = make_phone_guest(last_name="Grand")
    enrol(roster, participant=helped, helper=helper)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=NOW)
    call = CallBack.objects.get()
    assert "à proposer avant mardi 5 janvier 2027 à 10\u00a0h" in call.about
    Email.objects.all().delete()
    offers.decline(offer=open_offers(roster)[0], actor=SITE, role=MANAGER, now=at(4, 11))
    mail = Email.objects.get()
    assert mail.to == ["nadia@declic.test"]
    assert "une place est libre pour elle" in mail.message
    # Answered, there is nobody to call any more.
    assert fresh(call).result == "no_longer"
    assert CallBack.objects.count() == 1


def test_a_manager_gives_a_free_place_by_hand_and_never_one_more():
    roster = make_roster(capacity=1)
    held, _first, second = fill(roster, 3)
    with pytest.raises(FullError):
        offers.promote(registration=second, slot=None, actor=SITE, now=NOW)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(4, 21))
    manager = UserFactory(first_name="Inès", last_name="Roy")
    offers.promote(registration=second, slot=None, actor=Actor(manager), now=at(4, 21))
    assert statuses(roster) == [S.CANCELLED, S.WAITLISTED, S.CONFIRMED]
    assert RegistrationChange.objects.last().actor_name == "Inès Roy"
    with pytest.raises(RecruitmentError, match="pas en liste d’attente"):
        offers.promote(registration=second, slot=None, actor=SITE, now=at(4, 21))


# Moving and marking


def test_another_hour_is_had_before_the_former_one_is_left():
    roster = make_roster(slots=2)
    first, second = roster.slots.all()
    one, two = fill(roster, 2)
    with pytest.raises(FullError):
        moving.move(registration=one, slot=second, role=PERSON, actor=SITE, now=NOW)
    assert fresh(one).slot == first
    cancelling.cancel(registration=two, role=PERSON, actor=SITE, now=NOW)
    moved = moving.move(registration=one, slot=second, role=PERSON, actor=SITE, now=NOW)
    assert (moved.slot, moved.changes.last().note) == (second, "Autre heure de passage")
    moving.move(registration=one, slot=second, role=PERSON, actor=SITE, now=NOW)
    assert moved.changes.count() == 3


def test_who_waits_has_no_hour_to_change_and_the_person_moves_until_the_start_only():
    roster = make_roster(slots=2)
    one, two, waits = fill(roster, 3)
    with pytest.raises(RecruitmentError, match="pas d’heure"):
        moving.move(registration=waits, slot=roster.slots.first(), role=PERSON, actor=SITE, now=NOW)
    cancelling.cancel(registration=two, role=MANAGER, actor=SITE, now=at(14, 13))
    late = {"registration": one, "slot": two.slot, "actor": SITE, "now": at(14, 14, 5)}
    with pytest.raises(RecruitmentError, match="a commencé"):
        moving.move(role=PERSON, **late)
    assert moving.move(role=MANAGER, **late).slot == two.slot


def test_marks_follow_the_day_and_are_taken_back():
    roster = make_roster(capacity=1)
    held, waits = fill(roster, 2)
    mark = {"registration": held, "actor": SITE}
    with pytest.raises(RecruitmentError, match="pas lieu aujourd’hui"):
        moving.mark(to=S.PRESENT, now=at(13, 14), **mark)
    with pytest.raises(RecruitmentError, match="trop tôt"):
        moving.mark(to=S.ABSENT, now=at(14, 13), **mark)
    assert moving.mark(to=S.PRESENT, now=at(14, 13, 50), **mark).came_at == at(14, 13, 50)
    back = moving.undo_presence(role=Role.DOOR, now=at(14, 13, 51), **mark)
    assert (back.status, back.came_at) == (S.CONFIRMED, None)
    moving.mark(to=S.ABSENT, now=at(14, 14, 30), **mark)
    assert moving.mark(to=S.CONFIRMED, now=at(14, 14, 31), **mark).status == S.CONFIRMED
    with pytest.raises(RecruitmentError, match="Rechargez"):
        moving.mark(registration=waits, to=S.ABSENT, actor=SITE, now=at(14, 15))


@pytest.mark.parametrize("before", ["waiting", "left", "unproved"])
def test_who_comes_without_a_place_takes_none_and_is_put_back_where_they_were(before):
    roster = make_roster(capacity=1)
    fill(roster, 1)
    comes = enrol(roster, must_confirm=before == "unproved")
    if before == "left":
        cancelling.cancel(registration=comes, role=PERSON, actor=SITE, now=NOW)
    present = moving.mark(registration=comes, to=S.PRESENT, actor=SITE, now=at(14, 14))
    assert present.came_unexpected
    assert present.arrival is not None
    assert places.occupancy(roster).held == 1
    absent = moving.mark(registration=comes, to=S.ABSENT, actor=SITE, now=at(14, 14, 1))
    assert (places.occupancy(roster).held, absent.came_unexpected) == (1, True)
    back = moving.mark(registration=comes, to=S.CONFIRMED, actor=SITE, now=at(14, 14, 2))
    assert back.status == (S.WAITLISTED if before == "waiting" else S.CANCELLED)
    assert not back.came_unexpected
    for mark in (S.PRESENT, S.INTERVIEWED, S.CONFIRMED):
        again = moving.mark(registration=comes, to=mark, actor=SITE, now=at(14, 14, 3))
    assert again.status == back.status


def test_the_hour_of_the_door_is_kept_and_takes_no_place_either():
    roster = make_roster(capacity=1)
    _, waits = fill(roster, 2)
    found = places.locked(waits)
    found.came_at = at(14, 13, 40)
    changing.change(found, S.PRESENT, role=Role.DOOR, actor=SITE, now=at(14, 14))
    assert (found.came_at, found.came_unexpected) == (at(14, 13, 40), True)
    assert places.occupancy(roster).held == 1


def test_a_list_that_fails_holds_no_other_back(monkeypatch, caplog):
    broken, sound = make_roster(capacity=1), make_roster(capacity=1)
    for roster in (broken, sound):
        held, _ = fill(roster, 2)
        cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(4, 21))
    tell = offers.telling.place_offered

    def fails_once(offer):
        if offer.registration.roster == broken:
            message = "no text"
            raise RuntimeError(message)
        return tell(offer)

    monkeypatch.setattr(offers.telling, "place_offered", fails_once)
    assert offers.tick(at(5, 8)) == 1
    assert (len(open_offers(broken)), len(open_offers(sound))) == (0, 1)
    assert f"places of list {broken.pk}" in caplog.text


def test_who_comes_while_a_place_is_offered_to_them_has_it():
    roster = make_roster(capacity=1)
    held, first = fill(roster, 2)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(13, 17))
    present = moving.mark(registration=first, to=S.PRESENT, actor=SITE, now=at(14, 8))
    assert not present.came_unexpected
    assert PlaceOffer.objects.get().answer == "accepted"


def test_the_places_of_who_erases_an_account_are_offered(monkeypatch):
    begin_at_night(monkeypatch)
    from portal.participation.services.participants import participant_of
    from portal.personal_data.signals import account_erasing

    roster = make_roster(capacity=1, starts_at=at(14, 14).replace(year=2037))
    user = UserFactory()
    gone = enrol(roster, participant=participant_of(user=user))
    waits = enrol(roster)
    account_erasing.send(sender=None, user=user)
    assert fresh(gone).status == S.CANCELLED
    offers.tick(NOW)
    assert fresh(waits).status == S.OFFERED_PLACE


def test_the_people_of_a_guest_who_was_erased_are_cancelled_by_the_job():
    roster = make_roster()
    guest = make_guest()
    gone = enrol(roster, participant=guest)
    guest.erased_at = NOW
    guest.save()
    assert cancelling.cancel_of_erased(now=NOW) == 1
    assert fresh(gone).status == S.CANCELLED


@pytest.mark.django_db(transaction=True)
def test_a_list_whose_place_or_organiser_changes_is_waited_for_and_found():
    """Locked with its relations, it would be no list, or one without a place."""
    roster, company, commune = make_roster(), OrganisationFactory(), CommuneFactory()

    def changes():
        with transaction.atomic():
            found = lock_roster(roster)
            until_somebody_waits()
            found.organisation, found.commune = company, commune
            found.save()

    def reads():
        until_held(roster)
        with transaction.atomic():
            return lock_roster(roster)

    changed, found = at_once(changes, reads)
    assert changed is None
    assert (found.organisation, found.commune) == (company, commune)
