"""Reminders: three days before and the day before, once each, by day, not to who said no."""

from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from post_office.models import Email

from pages.models import SessionStatus
from portal.recruitment import person_messages
from portal.recruitment.hours import HERE
from portal.recruitment.models import Registration
from portal.recruitment.services import reminders
from portal.recruitment.services.reminders import send_reminders
from portal.recruitment.states import Status
from tests.portal.recruitment.lists import NOW, at, enrol, make_roster
from tests.portal.recruitment.registering import attached, path_in

pytestmark = pytest.mark.django_db
# The session is on Thursday 14 January 2027, at 14:00.
D3, D1 = at(11, 9), at(13, 9)


def written() -> list[Email]:
    return list(Email.objects.filter(subject__startswith="C’est").order_by("pk"))


def enrolled(**fields) -> Registration:
    made = enrol(make_roster(**fields))
    assert made.status == Status.CONFIRMED
    return made


def test_each_is_sent_once_on_its_day():
    mine = enrolled()
    days = [at(day, hour) for day in range(8, 16) for hour in (7, 9, 11, 19, 21)]
    sent = {now.astimezone(HERE): send_reminders(now=now) for now in days}
    assert {now for now, count in sent.items() if count} == {D3, D1}
    assert [mail.subject.split("\u00a0")[0] for mail in written()] == [
        "C’est bientôt",
        "C’est demain",
    ]
    mine.refresh_from_db()
    assert (mine.reminders_sent, mine.asked_at) == (2, D1)


def test_one_that_fails_stops_no_other_and_is_sent_by_the_next_run(monkeypatch):
    first, second = enrolled(), enrolled()
    write = person_messages.reminder

    def fail_for_one(registration, **kwargs):
        if registration.pk == first.pk:
            raise ValueError
        return write(registration, **kwargs)

    monkeypatch.setattr(person_messages, "reminder", fail_for_one)
    assert send_reminders(now=D3) == 1
    monkeypatch.undo()
    assert send_reminders(now=D3) == 1
    assert [mail.to for mail in written()] == [[row.participant.email] for row in (second, first)]


@pytest.mark.parametrize("hour", [20, 23, 0, 7])
def test_none_leaves_at_night(hour):
    enrolled()
    assert send_reminders(now=at(11, hour)) == 0


def test_it_asks_who_comes_and_carries_the_event():
    enrolled()
    send_reminders(now=D3)
    [mail] = written()
    assert path_in(mail, "je-viens")
    assert path_in(mail, "je-ne-viens-pas")
    event = Calendar.from_ical(attached(mail, "rendez-vous.ics")).walk("VEVENT")[0]
    assert event["dtstart"].dt == at(14, 14)


@pytest.mark.parametrize(
    "status", [Status.CANCELLED, Status.DECLINED, Status.WAITLISTED, Status.OFFERED_PLACE]
)
def test_who_said_no_or_has_no_place_is_left_alone(status):
    mine = enrolled()
    Registration.objects.filter(pk=mine.pk).update(status=status)
    assert send_reminders(now=D3) == 0


def test_who_said_yes_is_reminded_without_being_asked_again():
    mine = enrolled()
    Registration.objects.filter(pk=mine.pk).update(coming_at=NOW)
    send_reminders(now=D1)
    assert "Vous avez dit que vous venez" in written()[0].message


def test_who_registers_late_gets_the_last_one_alone():
    enrol(make_roster(), now=at(12, 10))
    assert [send_reminders(now=now) for now in (at(12, 11), D1, D1 + timedelta(hours=1))] == [
        0,
        1,
        0,
    ]


def test_who_registered_the_same_day_has_just_been_told():
    enrol(make_roster(closes_at=at(14, 14)), now=at(13, 10))
    assert send_reminders(now=at(13, 15)) == 0


@pytest.mark.parametrize(
    "fields",
    [
        {"status": SessionStatus.POSTPONED},
        {"status": SessionStatus.CANCELLED},
        {"taken_down_at": at(10, 9)},
    ],
)
def test_a_session_that_is_not_held_is_not_reminded_of(fields):
    mine = enrolled()
    type(mine.roster).objects.filter(pk=mine.roster_id).update(**fields)
    assert send_reminders(now=D3) == 0


def test_days_are_those_of_the_wall_clock_when_the_hour_changes():
    # The clock goes forward in the night of 28 March 2027: the session begins at 00:30 of the 29th.
    starts_at = datetime(2027, 3, 29, 0, 30, tzinfo=HERE)
    enrol(make_roster(starts_at=starts_at), now=at(20, 10, month=3))
    assert send_reminders(now=at(27, 19, month=3)) == 0
    assert send_reminders(now=at(28, 9, month=3)) == 1
    assert "C’est demain" in written()[0].subject


def test_a_run_that_stops_half_way_goes_on_where_it_was(monkeypatch):
    roster = make_roster(capacity=5)
    for _ in range(5):
        enrol(roster)
    monkeypatch.setattr(reminders, "BATCH", 2)
    assert [send_reminders(now=D3) for _ in range(4)] == [2, 2, 1, 0]
    assert len({mail.to[0] for mail in written()}) == 5
