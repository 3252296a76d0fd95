"""Opening hours are cut into slots; what is taken, closed or a holiday is not offered."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from portal.followup.booking.models import OpeningHours, Unavailability
from portal.followup.booking.slots import AHEAD, NOTICE, free_slots
from portal.followup.models import Appointment
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.booking.diaries import at, make_category, open_diary
from tests.portal.followup.cast import make_appointment
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    replace,
)

pytestmark = pytest.mark.django_db
# A Monday without a holiday within four weeks.
MONDAY = date(2027, 2, 1)
NOW = at(MONDAY, 8)


@pytest.fixture(scope="module")
def adviser(lasting):
    return make_professional()


@pytest.fixture(scope="module")
def category(lasting):
    return make_category(minutes=45)


def hours(professional=None, **fields):
    values = {
        "weekday": 1,
        "starts_at": time(9),
        "ends_at": time(12),
        "valid_from": MONDAY,
        "professional": professional,
    }
    with system_scope(Scope.TEST):
        return OpeningHours.unscoped.create(**(values | fields))


def offered(professional, category, now=NOW, **options):
    with system_scope(Scope.TEST):
        return free_slots(professional, category, now=now, **options)


def keys(slots):
    return [slot.key for slot in slots]


def test_a_morning_is_cut_by_the_duration_of_the_category(adviser, category):
    hours(adviser)
    found = offered(adviser, category)
    tuesday = MONDAY + timedelta(days=1)
    assert keys(found)[:4] == [
        f"{tuesday}T09:00",
        f"{tuesday}T09:45",
        f"{tuesday}T10:30",
        f"{tuesday}T11:15",
    ]
    # Four Tuesdays, no slot that would end after the hours.
    assert len(found) == 16
    assert all(NOW + NOTICE <= slot.starts_at <= NOW + AHEAD for slot in found)
    assert len(offered(adviser, make_category("Longue", minutes=100))) == 4


def test_slots_keep_their_hour_when_the_clock_changes(adviser, category):
    hours(adviser, weekday=0)
    # Summer time begins on Sunday 28 March 2027.
    found = offered(adviser, category, now=at(date(2027, 3, 16), 8))
    assert {key[11:] for key in keys(found)} == {"09:00", "09:45", "10:30", "11:15"}
    assert len({slot.starts_at.utcoffset() for slot in found}) == 2


def test_what_is_too_near_or_too_far_is_not_offered(adviser, category):
    hours(adviser, weekday=0)
    assert keys(offered(adviser, category, now=at(MONDAY, 8)))[0] == "2027-02-08T09:00"
    assert "2027-02-01T11:15" in keys(offered(adviser, category, now=at(date(2027, 1, 31), 22)))


def test_hours_count_from_a_day_to_another(adviser, category):
    hours(adviser, valid_from=date(2027, 2, 9), valid_until=date(2027, 2, 23))
    assert {key[:10] for key in keys(offered(adviser, category))} == {"2027-02-09", "2027-02-16"}


def test_hours_kept_for_a_category_are_offered_for_it_alone(adviser, category):
    hours(adviser, category=make_category("Bilan"))
    assert offered(adviser, category) == []
    assert offered(adviser, make_category("Bilan")) != []


def test_hours_of_the_structure_count_for_who_has_none(adviser, category):
    hours(structure=adviser.structure, unit=adviser.unit, weekday=3)
    colleague = make_professional(unit=adviser.unit)
    assert {slot.starts_at.weekday() for slot in offered(colleague, category)} == {3}
    hours(colleague, weekday=4)
    assert {slot.starts_at.weekday() for slot in offered(colleague, category)} == {4}
    # Another unit of the same structure has its own.
    assert offered(make_professional(), category) == []


@pytest.mark.parametrize(
    ("start", "minutes", "lost"),
    [
        ((9, 0), 45, ["09:00"]),
        ((8, 50), 15, ["09:00"]),
        ((9, 30), 30, ["09:00", "09:45"]),
        ((8, 0), 60, []),
        ((12, 0), 60, []),
        ((7, 0), 480, ["09:00", "09:45", "10:30", "11:15"]),
    ],
)
def test_whatever_is_planned_takes_the_slots_that_it_meets(adviser, category, start, minutes, lost):
    hours(adviser)
    tuesday = MONDAY + timedelta(days=1)
    other = make_beneficiary()
    make_appointment(other, adviser, at(tuesday, *start), minutes=minutes)
    make_appointment(other, adviser, at(tuesday, 10, 30), state=Appointment.State.CANCELLED)
    left = {key[11:] for key in keys(offered(adviser, category)) if key[:10] == str(tuesday)}
    assert left == {"09:00", "09:45", "10:30", "11:15"} - set(lost)


def test_a_slot_that_one_holds_is_free_for_oneself_when_one_moves(adviser, category):
    hours(adviser)
    row = make_appointment(make_beneficiary(), adviser, at(MONDAY + timedelta(days=1), 9))
    key = "2027-02-02T09:00"
    assert key not in keys(offered(adviser, category))
    assert key in keys(offered(adviser, category, besides=row))


def test_absences_and_closures_close_the_diary(adviser, category):
    hours(adviser)
    replace(
        adviser,
        make_professional(unit=adviser.unit),
        starts_at=at(date(2027, 2, 2), 0),
        ends_at=at(date(2027, 2, 3), 0),
    )
    with system_scope(Scope.TEST):
        Unavailability.unscoped.create(
            professional=adviser,
            starts_at=at(date(2027, 2, 9), 10),
            ends_at=at(date(2027, 2, 9), 11),
        )
        Unavailability.unscoped.create(
            structure=adviser.structure,
            unit=adviser.unit,
            starts_at=at(date(2027, 2, 16), 0),
            ends_at=at(date(2027, 2, 17), 0),
        )
    found = keys(offered(adviser, category))
    assert "2027-02-02" not in {key[:10] for key in found}
    assert [key for key in found if key.startswith("2027-02-09")] == [
        "2027-02-09T09:00",
        "2027-02-09T11:15",
    ]
    assert "2027-02-16" not in {key[:10] for key in found}
    assert "2027-02-23T09:00" in found


def test_nobody_is_received_on_a_holiday(adviser, category):
    hours(adviser, weekday=0)
    # Easter Monday 2027 is 29 March.
    found = {key[:10] for key in keys(offered(adviser, category, now=at(date(2027, 3, 20), 8)))}
    assert found == {"2027-03-22", "2027-04-05", "2027-04-12"}


def test_two_hours_that_overlap_offer_a_time_once(adviser, category):
    hours(adviser)
    hours(adviser, place="Ailleurs")
    found = keys(offered(adviser, category))
    assert len(found) == len(set(found)) == 16


def test_who_left_offers_nothing(adviser, category):
    gone = make_professional()
    open_diary(gone)
    assert offered(gone, category, now=timezone.now())
    gone.left_on = timezone.localdate()
    assert offered(gone, category, now=timezone.now()) == []


def test_the_key_of_a_slot_is_said_in_the_zone_of_the_site(adviser, category):
    hours(adviser)
    (first, *_) = offered(adviser, category)
    assert first.key == "2027-02-02T09:00"
    assert first.starts_at == datetime.fromisoformat("2027-02-02T09:00+01:00")
