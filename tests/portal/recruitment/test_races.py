"""A crowd at the same second: no place is sold twice, whoever comes and goes."""

from collections import Counter

import pytest
from django.db.models import Count

from portal.accounts.actors import SITE
from portal.recruitment.models import PlaceOffer, Registration, RegistrationChange
from portal.recruitment.services import call_list, cancelling, moving, offers
from portal.recruitment.states import HOLDING, Role, Status
from tests.portal.recruitment.crowd import register_all
from tests.portal.recruitment.lists import (
    NOW,
    at,
    fill,
    fresh,
    make_roster,
    open_offers,
    statuses,
)
from tests.portal.recruitment.register_at_once import NO_LOCK
from tests.races import at_once, errors_at_once
from tests.sizes import at_size

pytestmark = pytest.mark.django_db(transaction=True)
# Thrice as many as there are places, in the full run eight times.
PEOPLE, PLACES = at_size(150, 400), 50
S = Status


def test_a_crowd_at_once_for_fifty_places():
    roster = make_roster(slots=10, at_once=5, waiting_list_size=PEOPLE)
    register_all(roster, mode="locked", people=PEOPLE)
    rows = list(roster.registrations.order_by("arrival").values_list("status", "arrival", "pk"))
    assert Counter(status for status, _, _ in rows) == {
        S.CONFIRMED: PLACES,
        S.WAITLISTED: PEOPLE - PLACES,
    }
    # The first to arrive have the places, the others wait in that order, and nobody is forgotten.
    assert [arrival for _, arrival, _ in rows] == list(range(1, PEOPLE + 1))
    assert {status for status, _, _ in rows[:PLACES]} == {S.CONFIRMED}
    said = RegistrationChange.objects.exclude(to_status=S.TO_CONFIRM).order_by("pk")
    assert list(said.values_list("registration", flat=True)) == [pk for _, _, pk in rows]
    held = roster.slots.annotate(held=Count("registrations"))
    assert [slot.held for slot in held] == [5] * 10
    assert fresh(roster).arrivals == PEOPLE


def test_the_same_without_the_lock_sells_places_twice():
    roster = make_roster(slots=10, at_once=5, waiting_list_size=PEOPLE)
    register_all(roster, mode=NO_LOCK, people=PEOPLE)
    held = roster.registrations.filter(status__in=HOLDING)
    over = roster.slots.annotate(held=Count("registrations")).filter(held__gt=5)
    assert held.count() > PLACES or over.exists()


@pytest.fixture
def full():
    """One place, ten who wait."""
    roster = make_roster(capacity=1, waiting_list_size=20)
    held, *line = fill(roster, 11)
    return roster, held, line


def test_a_freed_place_goes_to_one_person_whoever_frees_it_and_whoever_looks(full):
    roster, held, line = full

    def cancel():
        return cancelling.cancel(registration=held, role=Role.PERSON, actor=SITE, now=NOW)

    def tick():
        return offers.tick(NOW)

    assert errors_at_once(*[cancel, tick] * 4) == []
    assert [offer.registration for offer in open_offers(roster)] == [line[0]]
    assert PlaceOffer.objects.count() == 1
    assert held.changes.filter(to_status=S.CANCELLED).count() == 1


def test_a_late_offer_is_closed_once_and_goes_to_one(full):
    roster, held, line = full
    cancelling.cancel(registration=held, role=Role.PERSON, actor=SITE, now=NOW)
    assert errors_at_once(*[lambda: offers.tick(at(5, 10))] * 8) == []
    assert [offer.registration for offer in open_offers(roster)] == [line[1]]
    assert line[0].changes.filter(to_status=S.OFFER_EXPIRED).count() == 1


def test_an_answer_against_the_deadline_is_one_or_the_other(full):
    roster, held, line = full
    cancelling.cancel(registration=held, role=Role.PERSON, actor=SITE, now=NOW)
    (offer,) = open_offers(roster)

    def accept():
        return offers.accept(offer=offer, actor=SITE, role=Role.PERSON, now=at(5, 9, 59))

    at_once(*[accept, lambda: offers.tick(at(5, 10))] * 4)
    holding = Registration.objects.filter(roster=roster).holding()
    assert holding.count() == 1
    assert fresh(line[0]).status in {S.CONFIRMED, S.OFFER_EXPIRED}


def test_the_last_place_is_given_once_on_the_phone_by_hand_and_by_registration(full):
    roster, held, line = full
    night, morning = at(13, 21), at(14, 9)
    cancelling.cancel(registration=held, role=Role.PERSON, actor=SITE, now=night)

    def say_yes(row):
        return lambda: call_list.answer(registration=row, accepts=True, actor=SITE, now=morning)

    def promote(row):
        return lambda: offers.promote(registration=row, slot=None, actor=SITE, now=morning)

    acts = [act(row) for row, act in zip(line[:8], [say_yes, promote] * 4, strict=True)]
    assert len(errors_at_once(*acts)) == 7
    assert statuses(roster).count(S.CONFIRMED) == 1


def test_one_free_hour_is_had_by_one_of_those_who_move_there():
    roster = make_roster(slots=9)
    people = fill(roster, 8)
    free = roster.slots.last()
    moves = [
        lambda row=row: moving.move(
            registration=row, slot=free, role=Role.PERSON, actor=SITE, now=NOW
        )
        for row in people
    ]
    assert len(errors_at_once(*moves)) == 7
    assert free.registrations.count() == 1
    assert Registration.objects.filter(roster=roster).values("slot").distinct().count() == 8
