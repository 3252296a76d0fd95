"""Another hour, the marks of the day; what changes beside a list."""

import pytest
from django.db import transaction

from portal.accounts.actors import SITE
from portal.recruitment.errors import FullError, RecruitmentError
from portal.recruitment.models import PlaceOffer
from portal.recruitment.services import cancelling, changing, moving, offers, places
from portal.recruitment.services.places import lock_roster
from portal.recruitment.states import Role, Status
from tests.factories import CommuneFactory, OrganisationFactory, UserFactory
from tests.portal.participation.people import make_guest
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
    open_offers,
)
from tests.races import at_once, until_held, until_somebody_waits

pytestmark = pytest.mark.django_db
S = Status


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
