"""The times and places of a session, which its page shows and registration holds to."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from pages.models import RecruitmentSessionPage
from pages.session_times import (
    is_registration_open,
    places_per_slot,
    registration_closes,
    slot_times,
    total_places,
)

pytestmark = pytest.mark.django_db  # a page looks up its content type

START = datetime(2027, 1, 12, 14, 0, tzinfo=timezone.get_default_timezone())
HOUR = timedelta(hours=1)


def session(**fields: Any) -> RecruitmentSessionPage:
    return RecruitmentSessionPage(
        **{"starts_at": START, "ends_at": START + 3 * HOUR, "capacity": 10, **fields}
    )


def test_registration_closes_when_it_was_said_or_at_the_start() -> None:
    assert registration_closes(session()) == START
    assert registration_closes(session(registration_closes_at=START - HOUR)) == START - HOUR
    assert registration_closes(session(starts_at=None)) is None


@pytest.mark.parametrize(
    ("fields", "now", "is_open"),
    [
        ({}, START - HOUR, True),
        ({}, START, False),
        ({"registration_closes_at": START - HOUR}, START - HOUR, False),
        ({"registration_closes_at": START + HOUR}, START, True),
        ({"registration_opens_at": START - HOUR}, START - 2 * HOUR, False),
        ({"registration_opens_at": START - HOUR}, START - HOUR, True),
        ({"status": "postponed"}, START - HOUR, False),
        ({"status": "cancelled"}, START - HOUR, False),
        ({"starts_at": None}, START, True),
    ],
)
def test_registration_is_open_between_two_moments_of_a_session_that_takes_place(
    fields: dict[str, Any], now: datetime, *, is_open: bool
) -> None:
    assert is_registration_open(session(**fields), now) is is_open


def test_appointments_follow_each_other_until_the_end() -> None:
    found = slot_times(session(slot_minutes=60))
    assert found == [(START + rank * HOUR, START + (rank + 1) * HOUR) for rank in range(3)]


@pytest.mark.parametrize(
    "fields", [{}, {"slot_minutes": 30, "ends_at": None}, {"slot_minutes": 30, "starts_at": None}]
)
def test_there_are_no_appointments_without_a_length_and_both_times(fields: dict[str, Any]) -> None:
    assert slot_times(session(**fields)) == []


def test_a_rest_shorter_than_an_appointment_is_none() -> None:
    assert slot_times(session(slot_minutes=100)) == [(START, START + timedelta(minutes=100))]


@pytest.mark.parametrize(
    ("fields", "places"),
    [
        ({}, 10),
        ({"capacity": None}, None),
        ({"interviewers": 2}, 10),
        ({"slot_minutes": 30}, 6),
        ({"slot_minutes": 30, "interviewers": 2}, 10),
        ({"slot_minutes": 30, "interviewers": 2, "capacity": 12}, 12),
        ({"slot_minutes": 30, "interviewers": 2, "capacity": None}, 12),
    ],
)
def test_places_are_never_more_than_the_appointments(
    fields: dict[str, Any], places: int | None
) -> None:
    assert total_places(session(**fields)) == places


def test_one_person_is_received_at_a_time_unless_it_was_said() -> None:
    assert places_per_slot(session()) == 1
    assert places_per_slot(session(interviewers=3)) == 3
