"""Hours are counted week by week beside what is planned; they decide nothing by themselves."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from portal.followup.contract.models import EngagementContract
from portal.followup.contract.states import S
from portal.followup.hours.counting import count_of
from portal.followup.hours.models import HoursExemption
from portal.followup.hours.states import State
from tests.portal.followup.contract.contracts import (
    make_contract,
    make_exemption,
    make_hours,
    reason,
)
from tests.portal.followup.people_of_the_area import make_beneficiary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
REDUCED, WAIVED = HoursExemption.Regime
TODAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 23)


def planned(case, **options):
    return {
        week.monday: (week.planned.hours, week.total)
        for week in count_of(case, today=TODAY, **options).weeks
    }


def test_a_week_stands_beside_the_contract_of_its_first_day_that_has_one(case, actor):
    make_contract(
        case,
        starts_on=MONDAY - timedelta(days=12),
        ends_on=date(2027, 5, 1),
        signed_on=MONDAY - timedelta(days=12),
        weekly_hours=16,
    )
    make_hours(case, "4", MONDAY)
    make_hours(case, "2.5", MONDAY)
    assert planned(case) == {
        MONDAY: (16, Decimal("6.5")),
        MONDAY - timedelta(days=7): (16, 0),
        # The contract began that Wednesday.
        MONDAY - timedelta(days=14): (16, 0),
    }
    count = count_of(case, today=TODAY)
    assert (count.done, count.planned) == (Decimal("6.5"), 48)


def test_a_reduction_or_a_waiver_comes_before_the_contract(case, actor):
    start = MONDAY - timedelta(days=14)
    make_contract(case, starts_on=start, signed_on=start, ends_on=date(2027, 5, 1))
    make_exemption(case, starts_on=start, ends_on=MONDAY - timedelta(days=7))
    make_exemption(
        case,
        regime=WAIVED,
        weekly_hours=0,
        asked_by_person=True,
        reason=reason("health"),
        starts_on=MONDAY,
    )
    assert [hours for hours, _ in planned(case).values()] == [0, 15, 10]


def test_a_renewed_contract_plans_to_its_last_day_and_one_that_was_broken_does_not(case, actor):
    start = MONDAY - timedelta(days=21)
    former = make_contract(
        case,
        S.ENDED,
        starts_on=start,
        signed_on=start,
        proposed_on=start,
        ends_on=MONDAY - timedelta(days=1),
        closed_on=MONDAY - timedelta(days=14),
    )
    # Ended two weeks ago: nothing is planned since.
    assert [hours for hours, _ in planned(case).values()] == [None, None, None, 15]
    make_contract(
        case,
        starts_on=MONDAY,
        ends_on=date(2027, 5, 1),
        signed_on=MONDAY - timedelta(days=14),
        proposed_on=MONDAY - timedelta(days=14),
        weekly_hours=18,
        renews=former,
    )
    assert [hours for hours, _ in planned(case).values()] == [18, 15, 15, 15]
    assert EngagementContract.unscoped.filter(beneficiary=case).count() == 2


def test_counting_costs_the_same_for_one_week_and_for_many(
    case, actor, referent, django_assert_num_queries
):
    other = make_beneficiary(referent)
    make_hours(other, "1", MONDAY)
    for number in range(20):
        make_hours(case, "3", MONDAY - timedelta(weeks=number))
    for one, number in ((other, 1), (case, 20)):
        make_contract(one)
        with django_assert_num_queries(4):
            assert len([week for week in count_of(one, today=TODAY).weeks if week.lines]) == (
                number
            )


def test_what_is_not_confirmed_enters_no_total_and_is_shown_apart(case, actor):
    make_hours(case, "4", MONDAY)
    waiting = make_hours(case, "7", MONDAY, state=State.WAITING)
    refused = make_hours(case, "9", MONDAY, state=State.REFUSED, reason="Pas venue")
    # Longer ago than the weeks that are shown: it waits all the same.
    old = make_hours(case, "2", MONDAY - timedelta(weeks=40), state=State.WAITING)
    count = count_of(case, today=TODAY)
    (week,) = [week for week in count.weeks if week.lines]
    assert (week.total, week.waiting, count.done) == (4, 7, 4)
    assert [line.row for line in count.waiting] == [old, waiting]
    assert count.waiting_hours == 9
    assert [line.row for line in count.refused] == [refused]


def test_what_is_missing_is_of_weeks_that_are_over_and_no_week_makes_up_for_another(case, actor):
    start = MONDAY - timedelta(days=21)
    make_contract(case, starts_on=start, signed_on=start, ends_on=date(2027, 5, 1))
    make_hours(case, "20", MONDAY - timedelta(days=7))
    make_hours(case, "11.5", MONDAY - timedelta(days=14))
    count = count_of(case, today=TODAY)
    # This week is not over; the week before has more than it needs.
    assert [week.missing for week in count.weeks] == [0, 0, Decimal("3.5"), 15]
    assert (count.missing, count.missing_weeks) == (Decimal("18.5"), 2)


def test_a_waived_week_lacks_nothing_and_a_reduced_one_less(case, actor):
    start = MONDAY - timedelta(days=14)
    make_contract(case, starts_on=start, signed_on=start, ends_on=date(2027, 5, 1))
    make_exemption(case, starts_on=start, ends_on=MONDAY - timedelta(days=7), weekly_hours=8)
    make_exemption(
        case,
        regime=WAIVED,
        weekly_hours=0,
        asked_by_person=True,
        reason=reason("health"),
        starts_on=MONDAY - timedelta(days=7),
    )
    assert [week.missing for week in count_of(case, today=TODAY).weeks] == [0, 0, 8]


def timed(case, start, end, **fields):
    return make_hours(
        case, "1", day=MONDAY, starts_at=time.fromisoformat(start), ends_at=end, **fields
    )


def test_times_that_meet_are_flagged_on_both_and_both_count(case, actor):
    one = timed(case, "09:00", time(11))
    other = timed(case, "10:30", time(12))
    after = timed(case, "12:00", time(13))
    # The end of the day, and what was refused.
    night = timed(case, "22:00", time(0))
    timed(case, "09:30", time(10), state=State.REFUSED, reason="Une erreur")
    make_hours(case, "3", day=MONDAY)
    (week,) = count_of(case, today=TODAY).weeks
    meeting = {line.row: line.overlaps for line in week.lines}
    assert meeting[one] == [other]
    assert meeting[other] == [one]
    assert meeting[after] == meeting[night] == []
    assert week.total == 7
    late = timed(case, "23:00", time(23, 30))
    (week,) = count_of(case, today=TODAY).weeks
    assert {line.row: line.overlaps for line in week.lines}[night] == [late]
