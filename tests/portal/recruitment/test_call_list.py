"""From the moment when nothing is offered by itself until the door opens, the officer calls."""

import pytest
from post_office.models import Email

from portal.accounts.actors import SITE
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.services import call_list, cancelling
from portal.recruitment.states import Status
from tests.portal.recruitment.lists import (
    PERSON,
    at,
    fill,
    fresh,
    make_roster,
    open_offers,
    statuses,
)

pytestmark = pytest.mark.django_db
S = Status
# Registration is closed since the evening before, the session starts at 14:00.
MORNING = at(14, 9)


@pytest.fixture
def to_call():
    """One place is free, three wait."""
    roster = make_roster(capacity=1)
    held, *people = fill(roster, 4)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(13, 19))
    assert open_offers(roster) == []
    return roster, people


def called(roster, now=MORNING):
    return call_list.people_to_call(roster, now)


def say(registration, *, accepts, now=MORNING, **fields):
    return call_list.answer(
        registration=registration, accepts=accepts, actor=SITE, now=now, **fields
    )


def test_in_order_of_arrival_and_who_was_not_reached_goes_behind_but_stays(to_call):
    roster, (first, second, third) = to_call
    assert called(roster) == [first, second, third]
    say(first, accepts=None)
    assert called(roster) == [second, third, first]
    say(second, accepts=None, now=at(14, 9, 5))
    assert called(roster) == [third, first, second]
    assert fresh(first).changes.last().note == "Appelée, non jointe"
    say(first, accepts=None, now=at(14, 9, 10))
    assert called(roster) == [third, second, first]


def test_a_no_leaves_the_list_and_a_yes_takes_the_place(to_call):
    roster, (first, second, third) = to_call
    say(first, accepts=False)
    assert called(roster) == [second, third]
    Email.objects.all().delete()
    say(second, accepts=True)
    assert statuses(roster) == [S.CANCELLED, S.DECLINED, S.CONFIRMED, S.WAITLISTED]
    assert Email.objects.get().to == [second.participant.email]
    # No place is left: nobody is to be called.
    assert called(roster) == []
    with pytest.raises(FullError):
        say(third, accepts=True)
    with pytest.raises(RecruitmentError, match="pas en liste d’attente"):
        say(second, accepts=False)


def test_it_opens_when_offers_end_and_closes_with_the_door(to_call):
    roster, (first, *_) = to_call
    assert called(roster, at(13, 17)) == []
    with pytest.raises(RecruitmentError, match="encore proposées"):
        say(first, accepts=True, now=at(13, 17))
    assert called(roster, at(14, 13, 59))
    assert called(roster, at(14, 14)) == []
    with pytest.raises(RecruitmentError, match="a commencé"):
        say(first, accepts=True, now=at(14, 14))


def test_a_session_open_until_its_start_is_called_for_from_the_cut_off():
    roster = make_roster(capacity=1, closes_at=at(14, 14))
    held, waits = fill(roster, 2)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(14, 10, 45))
    assert open_offers(roster) == []
    assert called(roster, at(14, 10, 45)) == [waits]


def test_who_has_an_offer_that_waits_is_left_out():
    roster = make_roster(capacity=2, closes_at=at(13, 18))
    one, two, first, second = fill(roster, 4)
    cancelling.cancel(registration=one, role=PERSON, actor=SITE, now=at(13, 17))
    assert [offer.registration for offer in open_offers(roster)] == [first]
    cancelling.cancel(registration=two, role=PERSON, actor=SITE, now=at(13, 19))
    assert called(roster, at(13, 19)) == [second]


def test_the_hour_is_chosen_at_the_phone_among_those_that_are_free():
    roster = make_roster(slots=2)
    held, other, waits = fill(roster, 3)
    cancelling.cancel(registration=held, role=PERSON, actor=SITE, now=at(13, 19))
    with pytest.raises(RecruitmentError) as error:
        say(waits, accepts=True)
    assert error.value.field == "slot"
    with pytest.raises(FullError):
        say(waits, accepts=True, slot=other.slot)
    assert say(waits, accepts=True, slot=held.slot).slot == held.slot


def test_a_session_that_is_not_held_calls_nobody(to_call):
    roster, _ = to_call
    roster.status = "cancelled"
    roster.save()
    assert called(roster) == []
