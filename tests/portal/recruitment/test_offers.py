"""What becomes of the offer of a place that is free."""

import pytest
from post_office.models import Email

from portal.accounts.actors import SITE, Actor
from portal.participation.models import CallBack
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import RegistrationChange
from portal.recruitment.services import cancelling, offers, places, registering
from portal.recruitment.states import Status
from tests.factories import UserFactory
from tests.portal.accounts.people import officer
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
    offered,
    open_offers,
    statuses,
)

pytestmark = pytest.mark.django_db
S = Status


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
