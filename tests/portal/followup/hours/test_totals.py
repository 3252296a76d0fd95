"""Totals against an independent computation, whatever was written, confirmed, refused."""

from collections import defaultdict
from datetime import date, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.followup.hours.counting import count_of
from portal.followup.hours.models import ActivityLog
from portal.followup.hours.states import State
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.contract.contracts import make_contract, make_exemption, make_hours
from tests.sizes import at_size

pytestmark = pytest.mark.django_db
# A Wednesday; and the weeks that are counted.
TODAY = date(2026, 11, 25)
WEEKS = 6
FIRST = date(2026, 10, 19)

SPANS = st.tuples(st.integers(0, 95), st.integers(1, 96)).filter(lambda span: span[0] < span[1])
LINES = st.lists(
    st.fixed_dictionaries(
        {
            "day": st.integers(-14, 37).map(lambda number: FIRST + timedelta(days=number)),
            "has_day": st.booleans(),
            # Quarters of an hour.
            "quarters": st.integers(1, 96),
            "span": st.none() | SPANS,
            "state": st.sampled_from([*State]),
        }
    ),
    max_size=12,
)
PLANS = st.fixed_dictionaries(
    {
        "contract": st.none() | st.tuples(st.integers(-10, 30), st.integers(10, 60)),
        "exemption": st.none() | st.tuples(st.integers(-10, 30), st.integers(1, 30)),
    }
)


def at(quarter):
    return time(quarter // 4 % 24, quarter % 4 * 15)


def write(case, lines, plan):
    with system_scope(Scope.TEST):
        for model in (ActivityLog, *(type(row) for row in case.laid)):
            model.unscoped.filter(beneficiary=case).delete()
    case.laid = []
    for line in lines:
        fields = {"state": line["state"], "reason": "Motif"}
        hours = Fraction(line["quarters"], 4)
        if line["has_day"]:
            fields["day"] = line["day"]
            if line["span"]:
                start, end = line["span"]
                hours = Fraction(end - start, 4)
                fields |= {"starts_at": at(start), "ends_at": at(end)}
        make_hours(case, f"{float(hours):.2f}", line["day"], **fields)
    if plan["contract"]:
        start, length = plan["contract"]
        begins = FIRST + timedelta(days=start)
        ends = begins + timedelta(days=length)
        case.laid.append(
            make_contract(
                case, starts_on=begins, signed_on=begins, proposed_on=begins, ends_on=ends
            )
        )
    if plan["exemption"]:
        start, length = plan["exemption"]
        begins = FIRST + timedelta(days=start)
        case.laid.append(
            make_exemption(case, starts_on=begins, ends_on=begins + timedelta(days=length))
        )


def hours_of(line):
    if line["has_day"] and line["span"]:
        return Fraction(line["span"][1] - line["span"][0], 4)
    return Fraction(line["quarters"], 4)


def expected(lines, plan):
    """Monday → confirmed, waiting, planned, missing: day by day, without a query."""
    done, waiting = defaultdict(Fraction), defaultdict(Fraction)
    for line in lines:
        number = (line["day"] - FIRST).days // 7
        into = {State.CONFIRMED: done, State.WAITING: waiting}.get(line["state"])
        if into is not None:
            into[number] += hours_of(line)
    found = {}
    for number in range(WEEKS):
        planned = None
        for offset in range(number * 7, number * 7 + 7):
            if within(plan["exemption"], offset, last_included=False):
                planned = 10
            elif within(plan["contract"], offset, last_included=True):
                planned = 15
            if planned is not None:
                break
        is_over = number < WEEKS - 1
        missing = max(Fraction(0), (planned or 0) - done[number]) if is_over else Fraction(0)
        found[FIRST + timedelta(weeks=number)] = (
            done[number],
            waiting[number],
            planned,
            missing,
        )
    return found


def within(period, offset, *, last_included):
    if period is None:
        return False
    start, length = period
    return start <= offset < start + length + (1 if last_included else 0)


def meeting(lines):
    """How many pairs of lines of a day share a quarter of an hour, seen quarter by quarter."""
    timed = [
        (line["day"], {*range(*line["span"])})
        for line in lines
        if line["has_day"] and line["span"] and line["state"] != State.REFUSED
    ]
    return sum(
        1
        for number, (day, quarters) in enumerate(timed)
        for other_day, others in timed[number + 1 :]
        if day == other_day and quarters & others
    )


@settings(
    max_examples=at_size(40, 300),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(lines=LINES, plan=PLANS)
def test_totals_equal_an_independent_computation(lines, plan, case, actor):
    case.laid = getattr(case, "laid", [])
    write(case, lines, plan)
    count = count_of(case, today=TODAY, weeks=WEEKS)
    wanted = expected(lines, plan)
    found = {
        week.monday: (
            Fraction(week.total),
            Fraction(week.waiting),
            week.planned.hours,
            Fraction(week.missing),
        )
        for week in count.weeks
    }
    # Weeks before the first that says something are left out.
    assert found == {monday: wanted[monday] for monday in found}
    for monday in wanted.keys() - found.keys():
        assert wanted[monday] == (0, 0, None, 0)
    assert Fraction(count.done) == sum(done for done, *_ in wanted.values())
    assert Fraction(count.missing) == sum(missing for *_, missing in wanted.values())
    every_line = {line.row.pk: line for week in count.weeks for line in week.lines}
    shown = [one for one in lines if one["day"] >= FIRST]
    assert sum(len(line.overlaps) for line in every_line.values()) == 2 * meeting(shown)
