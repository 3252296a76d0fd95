"""Several devices at one door, or one that sends again: nobody is counted twice, nobody is lost."""

import threading
from uuid import uuid4

import pytest

from portal.accounts.actors import Actor
from portal.participation.models import Participant
from portal.recruitment.checkin import services
from portal.recruitment.checkin.incoming import WalkInForm
from portal.recruitment.models import RegistrationChange, Roster, Scan
from portal.recruitment.states import Status
from tests.portal.accounts.people import officer
from tests.portal.recruitment.checkin.door import (
    NOW,
    STARTS,
    make_people,
    make_registration,
    make_roster,
    scan_of,
)
from tests.races import ROUNDS, at_once, errors_at_once

pytestmark = pytest.mark.django_db(transaction=True)

AT_ONCE = 8


def sending(roster, actor, *scans):
    return lambda: services.record_scans(roster=roster, scans=scans, actor=actor, now=NOW)


@pytest.fixture
def roster():
    return make_roster(starts_at=STARTS)


@pytest.fixture
def actor():
    return Actor(officer())


@pytest.mark.parametrize("turn", ROUNDS)
def test_the_same_scan_sent_eight_times_at_once_is_one_presence(roster, actor, turn):
    registration = make_registration(roster)
    scan = scan_of(registration)
    found = at_once(*[sending(roster, actor, scan)] * AT_ONCE)
    assert {one.result for [one] in found} == {Scan.Result.PRESENT}
    assert Scan.objects.count() == 1
    assert RegistrationChange.objects.filter(to_status=Status.PRESENT).count() == 1


@pytest.mark.parametrize("turn", ROUNDS)
def test_eight_devices_that_scan_one_person_write_one_presence(roster, actor, turn):
    registration = make_registration(roster)
    found = at_once(*(sending(roster, actor, scan_of(registration)) for _ in range(AT_ONCE)))
    answers = sorted(one.result for [one] in found)
    assert answers == [Scan.Result.ALREADY] * (AT_ONCE - 1) + [Scan.Result.PRESENT]
    assert RegistrationChange.objects.filter(to_status=Status.PRESENT).count() == 1


@pytest.mark.parametrize("turn", ROUNDS)
def test_twenty_people_scanned_by_four_devices_are_twenty_presences(roster, actor, turn):
    people = make_people(roster, 20)
    errors = errors_at_once(
        *(sending(roster, actor, *map(scan_of, people[device::4])) for device in range(4))
    )
    assert errors == []
    assert roster.registrations.filter(status=Status.PRESENT).count() == 20


@pytest.mark.parametrize("turn", ROUNDS)
def test_somebody_who_says_it_to_two_devices_is_one_person(roster, actor, turn):
    def walk_in():
        form = WalkInForm(
            {"first_name": "Inès", "last_name": "Roux", "phone": "0612345678", "agreed": True}
        )
        assert form.is_valid()
        return scan_of(nonce=uuid4(), how=Scan.How.WALK_IN, code="", walk_in=form)

    errors = errors_at_once(*(sending(roster, actor, walk_in()) for _ in range(4)))
    assert errors == []
    assert (Participant.objects.count(), roster.registrations.count()) == (1, 1)
    assert roster.registrations.get().status == Status.PRESENT


def test_without_the_lock_the_same_scan_is_refused_by_the_database_alone(
    roster, actor, monkeypatch
):
    """Shows that the race happens: without the lock, two find that nothing was received."""
    barrier = threading.Barrier(2, timeout=20)
    received = services._received

    def read_together(*args):
        found = received(*args)
        barrier.wait()
        return found

    monkeypatch.setattr(services, "_received", read_together)
    monkeypatch.setattr(services, "lock_roster", lambda roster: Roster.objects.get(pk=roster.pk))
    scan = scan_of(make_registration(roster))
    errors = errors_at_once(*[sending(roster, actor, scan)] * 2)
    assert [type(error).__name__ for error in errors] == ["IntegrityError"]
    assert Scan.objects.count() == 1
