"""Nothing is sent nor expires at night, and no deadline is past the cut-off: at any minute."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.recruitment import hours
from portal.recruitment.models import Roster
from snippets.models import SiteSettings
from tests.portal.recruitment.lists import at

DAY = timedelta(days=1)
# Both changes of the clock of 2027 are in there.
_FIRST, _LAST = datetime(2027, 3, 20), datetime(2027, 11, 10)  # noqa: DTZ001 - hypothesis adds it
moments = st.datetimes(_FIRST, _LAST, timezones=st.just(UTC))


def session(starts_at, **fields) -> Roster:
    return Roster(
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=3),
        **{"closes_at": starts_at, "status": "scheduled", **fields},
    )


@pytest.fixture(autouse=True)
def settings_of_the_site(monkeypatch):
    monkeypatch.setattr(hours, "site_settings", SiteSettings)


@pytest.mark.parametrize(
    ("moment", "is_night"),
    [
        (at(4, 7, 59), True),
        (at(4, 8), False),
        (at(4, 19, 59), False),
        (at(4, 20), True),
        (at(4, 0), True),
        # Summer time: 06:00 UTC is 8:00.
        (datetime(2027, 7, 1, 6, 0, tzinfo=UTC), False),
        (datetime(2027, 7, 1, 5, 59, tzinfo=UTC), True),
        (datetime(2027, 7, 1, 18, 0, tzinfo=UTC), True),
    ],
)
def test_the_night_is_that_of_paris(moment, is_night):
    assert hours.is_night(moment) == is_night


@pytest.mark.parametrize(
    ("now", "starts_at", "deadline"),
    [
        # A day, to the hour.
        (at(4, 10), at(14, 14), at(5, 10)),
        # The cut-off, three hours before.
        (at(13, 15), at(14, 14), at(14, 11)),
        # A cut-off at night is the evening before it.
        (at(13, 10), at(14, 10), at(13, 19, 59)),
        (at(13, 19), at(14, 11), at(14, 8)),
        # The shortest, and one minute less.
        (at(14, 10, 30), at(14, 14), at(14, 11)),
        (at(14, 10, 31), at(14, 14), None),
        # At night, nothing.
        (at(13, 20), at(14, 14), None),
        (at(14, 7, 59), at(14, 14), None),
    ],
)
def test_until_when_a_place_is_kept(now, starts_at, deadline):
    assert hours.deadline_of(session(starts_at), now) == deadline


@pytest.mark.parametrize(
    "fields",
    [
        {"closes_at": at(4, 10)},
        {"status": "cancelled"},
        {"status": "postponed"},
        {"taken_down_at": at(4, 9)},
    ],
)
def test_nothing_is_offered_of_a_session_that_is_closed_or_not_held(fields):
    assert hours.deadline_of(session(at(14, 14), **fields), at(4, 10)) is None


def test_a_day_is_twenty_four_hours_when_the_clock_changes():
    before = datetime(2027, 3, 27, 10, tzinfo=hours.HERE)
    deadline = hours.deadline_of(session(before + 5 * DAY), before)
    assert deadline == before.astimezone(UTC) + DAY
    assert deadline.astimezone(hours.HERE).hour == 11


def test_the_cut_off_is_as_many_hours_when_the_clock_changes():
    starts_at = datetime(2027, 3, 28, 4, tzinfo=hours.HERE)
    assert hours.cut_off_of(session(starts_at)) == starts_at.astimezone(UTC) - timedelta(hours=3)


@given(now=moments, ahead=st.timedeltas(timedelta(minutes=1), timedelta(days=20)))
def test_no_deadline_breaks_a_rule(now, ahead):
    roster = session(now + ahead)
    deadline = hours.deadline_of(roster, now)
    if deadline is None:
        return
    assert not hours.is_night(now)
    assert not hours.is_night(deadline)
    assert now + hours.SHORTEST_OFFER <= deadline <= now + DAY
    assert deadline <= roster.starts_at - timedelta(hours=3)


@given(now=moments)
def test_the_next_time_of_day_is_the_nearest_one_that_is_not_night(now):
    found = hours.next_day_time(now)
    assert not hours.is_night(found)
    assert now <= found <= now + timedelta(hours=13)
    if found != now:
        local = found.astimezone(hours.HERE)
        assert (local.hour, local.minute) == (8, 0)
        assert hours.is_night(now)


@given(now=moments)
def test_the_time_before_night_is_the_nearest_one_that_is_not_night(now):
    found = hours.before_night(now)
    assert not hours.is_night(found)
    assert now - timedelta(hours=13, minutes=2) <= found <= now


def test_offers_are_over_when_the_next_daytime_is_too_late():
    roster = session(at(14, 14))
    assert not hours.offers_are_over(roster, at(13, 23))
    assert hours.offers_are_over(roster, at(14, 10, 31))
    early = session(at(14, 9))
    assert not hours.offers_are_over(early, at(13, 19))
    assert hours.offers_are_over(early, at(13, 20))
    closed = session(at(14, 14), closes_at=at(13, 22))
    assert not hours.offers_are_over(closed, at(13, 19))
    assert hours.offers_are_over(closed, at(13, 21))
