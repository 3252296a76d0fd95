"""The clocks on their edges: a pure computation, without a database."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from portal.followup.clocks.kinds import Kind
from portal.followup.clocks.legal import (
    ContractFacts,
    Facts,
    Move,
    Oriented,
    Right,
    after_months,
    clocks,
    is_past_orientation_delay,
)
from portal.followup.configuration.delays import Delay, Delays
from portal.followup.entitlements.models import Status
from portal.followup.models import DelaySetting

DAY = timedelta(days=1)
BY_LAW = Delays([])
RECEIVED = date(2026, 3, 2)
NOTIFIED = date(2026, 4, 10)


def setting(key: Delay, value: int, starts_on: date, reference: str = "") -> DelaySetting:
    return DelaySetting(key=key, value=value, starts_on=starts_on, legal_reference=reference)


def right(on: date = date(2026, 2, 28), status: str = Status.OPEN, **fields) -> Right:
    values = {"has_duties": True, "received_on": on + 2 * DAY}
    return Right(on=on, status=status, **(values | fields))


def orientation(starts_on: date = NOTIFIED, **fields) -> Oriented:
    values = {"path": "social", "notified_on": starts_on, "ends_on": None}
    return Oriented(starts_on=starts_on, **(values | fields))


def contract(signed_on: date | None, state: str = "signed", **fields) -> ContractFacts:
    values = {
        "proposed_on": signed_on,
        "ends_on": date(2028, 1, 1),
        "amends": False,
        "has_long_reason": False,
    }
    return ContractFacts(state=state, signed_on=signed_on, **(values | fields))


OPENED = Facts(1, is_active=True, rights=(right(),))
ORIENTED = replace(OPENED, orientations=(orientation(),), last_contact_on=date(2026, 4, 10))
SIGNED = replace(ORIENTED, contracts=(contract(date(2026, 5, 4)),))


def found(facts: Facts, day: date, delays: Delays = BY_LAW) -> dict:
    """Kind to clock."""
    told = {clock.kind: clock for clock in clocks(facts, delays, day)}
    assert len(told) == len(clocks(facts, delays, day))
    return told


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 6, 30), 6, date(2026, 12, 30)),
    ],
)
def test_months_are_those_of_the_calendar(day, months, after):
    assert after_months(day, months) == after


# Orientation


def test_orientation_is_owed_six_weeks_after_the_opening_was_received():
    clock = found(OPENED, RECEIVED)[Kind.ORIENTATION]
    assert (clock.starts_on, clock.due_on) == (RECEIVED, date(2026, 4, 13))
    assert "262-65-2" in clock.legal_reference
    assert "2 mars 2026" in clock.why
    assert "6\u00a0semaines" in clock.why


def test_nothing_is_said_before_the_file_is_received():
    assert found(OPENED, RECEIVED - DAY) == {}


def test_the_last_day_is_still_in_time():
    due = date(2026, 4, 13)
    for day, is_late in ((due - DAY, False), (due, False), (due + DAY, True)):
        told = clocks(OPENED, BY_LAW, day)
        assert told[0].is_overdue(day) is is_late
        assert is_past_orientation_delay(told, day) is is_late
    assert clocks(OPENED, BY_LAW, due)[0].days_left(due) == 0


@pytest.mark.parametrize("status", [Status.OPEN_SUSPENDED, Status.PAYMENT_SUSPENDED])
def test_a_suspended_right_goes_on_counting(status):
    facts = replace(OPENED, rights=(right(), right(date(2026, 3, 31), status)))
    assert found(facts, date(2026, 4, 5))[Kind.ORIENTATION].starts_on == RECEIVED


@pytest.mark.parametrize("status", [Status.CLOSED, Status.CLOSED_EARLIER, Status.REFUSED])
def test_a_closed_right_stops_every_clock(status):
    closed = right(date(2026, 5, 31), status)
    facts = replace(SIGNED, rights=(right(), closed), was_followed_before_reform=True)
    assert found(facts, date(2027, 6, 2)) == {}
    assert found(facts, date(2026, 6, 1)) != {}, "received the day after"


def test_an_unknown_state_changes_nothing():
    facts = replace(OPENED, rights=(right(), right(date(2026, 3, 31), Status.UNKNOWN)))
    assert found(facts, date(2026, 4, 5))[Kind.ORIENTATION].starts_on == RECEIVED


def test_a_right_that_opens_again_starts_a_new_clock():
    facts = replace(
        OPENED,
        rights=(right(), right(date(2026, 4, 30), Status.CLOSED), right(date(2026, 7, 31))),
    )
    assert found(facts, date(2026, 8, 3))[Kind.ORIENTATION].starts_on == date(2026, 8, 2)


def test_the_earliest_file_that_holds_the_opening_starts_the_clock_in_any_order():
    # The file of January came after that of February.
    late = right(date(2026, 1, 31), received_on=date(2026, 3, 20))
    for rights in ((right(), late), (late, right())):
        clock = found(replace(OPENED, rights=rights), date(2026, 3, 25))[Kind.ORIENTATION]
        assert clock.starts_on == RECEIVED


def test_somebody_without_duties_has_no_legal_clock():
    free = replace(
        SIGNED,
        rights=(right(has_duties=False),),
        was_followed_before_reform=True,
        orientations=(orientation(notified_on=None),),
    )
    assert set(found(free, date(2027, 2, 1))) == {Kind.NOTIFICATION, Kind.SILENCE}
    assert found(replace(OPENED, rights=free.rights), date(2026, 4, 1)) == {}


def test_duties_that_come_later_start_the_clock_when_they_are_received():
    facts = replace(OPENED, rights=(right(has_duties=False), right(date(2026, 4, 30))))
    assert found(facts, date(2026, 5, 3))[Kind.ORIENTATION].starts_on == date(2026, 5, 2)


def test_a_transfer_of_the_right_starts_the_clock():
    moved = Move(date(2026, 3, 15), "in", date(2026, 4, 2))
    facts = replace(OPENED, moves=(moved,))
    assert found(facts, date(2026, 4, 1))[Kind.ORIENTATION].starts_on == RECEIVED
    assert found(facts, date(2026, 4, 2))[Kind.ORIENTATION].starts_on == date(2026, 4, 2)
    arrived = replace(OPENED, rights=(), moves=(moved,))
    assert found(arrived, date(2026, 4, 2))[Kind.ORIENTATION].starts_on == date(2026, 4, 2)


def test_a_departure_to_another_organism_stops_every_clock():
    gone = replace(SIGNED, moves=(Move(date(2026, 5, 20), "out", date(2026, 6, 2)),))
    assert found(gone, date(2026, 6, 1)) != {}
    assert found(gone, date(2026, 6, 2)) == {}


def test_an_orientation_stops_the_clock_and_who_decided_does_not_matter():
    assert Kind.ORIENTATION not in found(ORIENTED, NOTIFIED)
    assert Kind.ORIENTATION in found(ORIENTED, NOTIFIED - DAY)


def test_an_orientation_that_ended_is_to_be_replaced_without_a_legal_time():
    facts = replace(ORIENTED, orientations=(orientation(ends_on=date(2026, 9, 1)),))
    assert Kind.ORIENTATION not in found(facts, date(2026, 8, 31))
    clock = found(facts, date(2026, 9, 1))[Kind.ORIENTATION]
    assert (clock.starts_on, clock.due_on) == (date(2026, 9, 1), None)
    assert "a pris fin" in clock.why


def test_an_exit_stops_every_clock():
    assert found(replace(SIGNED, is_active=False), date(2027, 2, 1)) == {}


def test_the_delay_is_the_one_in_force_on_the_day_the_clock_starts():
    eight = setting(Delay.ORIENTATION_WEEKS, 8, RECEIVED + DAY, "Décret du 3 mars")
    assert found(OPENED, date(2026, 4, 1), Delays([eight]))[Kind.ORIENTATION].amount == 6
    eight.starts_on = RECEIVED
    clock = found(OPENED, date(2026, 4, 1), Delays([eight]))[Kind.ORIENTATION]
    assert clock.due_on == RECEIVED + timedelta(weeks=8)
    assert clock.legal_reference == "Décret du 3 mars"


# Notification and first contract


def test_an_orientation_is_to_be_notified_until_it_is():
    facts = replace(ORIENTED, orientations=(orientation(notified_on=NOTIFIED + 3 * DAY),))
    clock = found(facts, NOTIFIED + 2 * DAY)[Kind.NOTIFICATION]
    assert (clock.starts_on, clock.due_on) == (NOTIFIED, None)
    told = found(facts, NOTIFIED + 3 * DAY)
    assert Kind.NOTIFICATION not in told
    assert told[Kind.FIRST_CONTRACT].starts_on == NOTIFIED + 3 * DAY


def test_the_first_contract_is_owed_a_month_after_the_notification():
    for starts_on, due in ((NOTIFIED, date(2026, 5, 10)), (date(2026, 3, 31), date(2026, 4, 30))):
        facts = replace(ORIENTED, orientations=(orientation(starts_on),))
        clock = found(facts, starts_on)[Kind.FIRST_CONTRACT]
        assert clock.due_on == due
        assert not clock.is_overdue(due)
        assert clock.is_overdue(due + DAY)


def test_the_contract_stops_its_clock_on_the_day_it_is_signed():
    assert Kind.FIRST_CONTRACT in found(SIGNED, date(2026, 5, 3))
    assert Kind.FIRST_CONTRACT not in found(SIGNED, date(2026, 5, 4))


@pytest.mark.parametrize("state", ["amended", "ended", "breached"])
def test_a_contract_that_is_over_was_a_first_contract(state):
    facts = replace(ORIENTED, contracts=(contract(date(2026, 5, 4), state),))
    assert Kind.FIRST_CONTRACT not in found(facts, date(2026, 9, 1))


def test_a_new_orientation_restarts_the_first_contract():
    again = orientation(date(2026, 9, 1), path="professional", notified_on=date(2026, 9, 8))
    facts = replace(SIGNED, orientations=(orientation(ends_on=date(2026, 9, 1)), again))
    assert Kind.FIRST_CONTRACT not in found(facts, date(2026, 8, 31))
    assert found(facts, date(2026, 9, 8))[Kind.FIRST_CONTRACT].due_on == date(2026, 10, 8)
    signed_again = (*facts.contracts, contract(date(2026, 9, 20), ends_on=None))
    told = found(replace(facts, contracts=signed_again), date(2026, 9, 20))
    assert Kind.FIRST_CONTRACT not in told


def test_an_amendment_is_no_first_contract():
    again = orientation(date(2026, 9, 1), notified_on=date(2026, 9, 8))
    facts = replace(
        SIGNED,
        orientations=(orientation(ends_on=date(2026, 9, 1)), again),
        contracts=(
            contract(date(2026, 5, 4), "amended"),
            contract(date(2026, 9, 10), amends=True),
        ),
    )
    assert found(facts, date(2026, 9, 11))[Kind.FIRST_CONTRACT].due_on == date(2026, 10, 8)


def test_a_proposed_contract_is_to_be_signed():
    proposed = contract(None, "proposed", proposed_on=date(2026, 4, 20))
    told = found(replace(ORIENTED, contracts=(proposed,)), date(2026, 4, 21))
    assert told[Kind.TO_SIGN].starts_on == date(2026, 4, 20)
    assert Kind.FIRST_CONTRACT in told


# Transition, review, end, silence


def test_who_was_followed_before_the_reform_owes_a_contract_by_2027():
    facts = replace(ORIENTED, was_followed_before_reform=True)
    clock = found(facts, date(2026, 12, 31))[Kind.TRANSITION]
    assert clock.due_on == date(2027, 1, 1)
    assert not clock.is_overdue(date(2027, 1, 1))
    assert clock.is_overdue(date(2027, 1, 2))
    old = replace(facts, contracts=(contract(date(2024, 12, 31), "ended"),))
    assert Kind.TRANSITION in found(old, date(2026, 6, 1))
    new = replace(facts, contracts=(contract(date(2025, 1, 1)),))
    assert Kind.TRANSITION not in found(new, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("notified", "owes_in_a_month"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)]
)
def test_an_orientation_of_before_the_reform_asks_no_contract_within_a_month(
    notified, owes_in_a_month
):
    old = replace(ORIENTED.orientations[0], starts_on=date(2024, 12, 1), notified_on=notified)
    facts = replace(ORIENTED, was_followed_before_reform=True, orientations=(old,))
    told = found(facts, date(2026, 6, 1))
    assert Kind.TRANSITION in told
    assert (Kind.FIRST_CONTRACT in told) == owes_in_a_month


def test_the_date_of_the_transition_follows_a_decree_that_puts_it_off():
    later = DelaySetting(
        key=Delay.TRANSITION_DATE, date=date(2028, 1, 1), starts_on=date(2026, 10, 1)
    )
    facts = replace(ORIENTED, was_followed_before_reform=True)
    told = [
        found(facts, day, Delays([later]))[Kind.TRANSITION].due_on
        for day in (date(2026, 9, 30), date(2026, 10, 1))
    ]
    assert told == [date(2027, 1, 1), date(2028, 1, 1)]


def test_the_social_path_is_reviewed_after_six_months_or_twelve():
    day = date(2026, 6, 1)
    assert found(SIGNED, day)[Kind.REVIEW].due_on == date(2026, 11, 4)
    for long in (
        replace(SIGNED, has_long_barrier=True),
        replace(SIGNED, contracts=(contract(date(2026, 5, 4), has_long_reason=True),)),
    ):
        assert found(long, day)[Kind.REVIEW].due_on == date(2027, 5, 4)


def test_the_review_starts_again_from_an_amendment_or_a_joint_diagnosis():
    amended = (
        contract(date(2026, 5, 4), "amended"),
        contract(date(2026, 8, 31), amends=True),
    )
    facts = replace(SIGNED, contracts=amended)
    assert found(facts, date(2026, 9, 1))[Kind.REVIEW].due_on == date(2027, 2, 28)
    joint = replace(facts, joint_diagnosis_on=date(2027, 2, 10))
    assert found(joint, date(2027, 2, 9))[Kind.REVIEW].due_on == date(2027, 2, 28)
    assert found(joint, date(2027, 2, 10))[Kind.REVIEW].due_on == date(2027, 8, 10)
    before = replace(facts, joint_diagnosis_on=date(2026, 8, 30))
    assert found(before, date(2026, 9, 1))[Kind.REVIEW].starts_on == date(2026, 8, 31)


@pytest.mark.parametrize("path", ["professional", "socio_professional"])
def test_other_paths_are_not_reviewed(path):
    facts = replace(SIGNED, orientations=(orientation(path=path),))
    assert Kind.REVIEW not in found(facts, date(2026, 12, 1))


def test_the_end_of_a_contract_is_told_thirty_days_before():
    facts = replace(SIGNED, contracts=(contract(date(2026, 5, 4), ends_on=date(2026, 10, 31)),))
    assert Kind.CONTRACT_END not in found(facts, date(2026, 9, 30))
    clock = found(facts, date(2026, 10, 1))[Kind.CONTRACT_END]
    assert not clock.is_overdue(date(2026, 10, 31))
    assert clock.is_overdue(date(2026, 11, 1))
    sooner = Delays([setting(Delay.RENEWAL_ALERT_DAYS, 60, date(2026, 5, 5))])
    assert Kind.CONTRACT_END not in found(facts, date(2026, 9, 30), sooner)
    sooner = Delays([setting(Delay.RENEWAL_ALERT_DAYS, 60, date(2026, 5, 4))])
    assert Kind.CONTRACT_END in found(facts, date(2026, 9, 1), sooner)


def test_silence_is_more_than_sixty_days_without_a_contact():
    last = date(2026, 4, 10)
    assert Kind.SILENCE not in found(SIGNED, last + 60 * DAY)
    assert found(SIGNED, last + 61 * DAY)[Kind.SILENCE].starts_on == last
    never = replace(SIGNED, last_contact_on=None)
    clock = found(never, NOTIFIED + 61 * DAY)[Kind.SILENCE]
    assert "Aucun contact" in clock.why
    assert Kind.SILENCE not in found(OPENED, date(2027, 1, 1)), "nobody follows them yet"


def test_who_reads_identity_alone_is_told_of_the_orientation_alone():
    facts = replace(
        SIGNED,
        contracts=(),
        reads_all=False,
        was_followed_before_reform=True,
        orientations=(orientation(notified_on=None),),
    )
    assert set(found(facts, date(2027, 2, 1))) == {Kind.NOTIFICATION}


def test_the_first_to_end_comes_first_and_what_has_no_end_last():
    proposed = contract(None, "proposed", proposed_on=date(2026, 4, 20))
    facts = replace(ORIENTED, contracts=(proposed,), was_followed_before_reform=True)
    told = [clock.kind for clock in clocks(facts, BY_LAW, date(2026, 7, 1))]
    assert told == [Kind.FIRST_CONTRACT, Kind.SILENCE, Kind.TRANSITION, Kind.TO_SIGN]
