"""Every pair of states, for every role: what is not in the table is refused."""

import itertools

import pytest

from portal.sponsorship.commitments.states import (
    COUNTED,
    HoursState,
    Role,
    Side,
    State,
    hours_may_go,
    may_go,
)

S, H, R = State, HoursState, Role
COMMITMENTS = {
    **{(S.ACTIVE, S.ENDED, role): True for role in (R.VOLUNTEER, R.ASSOCIATION, R.SITE)},
    (S.ACTIVE, S.CANCELLED, R.SITE): True,
}
HOURS = {
    (H.WAITING, H.CONFIRMED, R.OTHER),
    (H.WAITING, H.REFUSED, R.OTHER),
    (H.WAITING, H.TAKEN_BACK, R.DECLARER),
    (H.WAITING, H.TAKEN_BACK, R.SITE),
    *((state, H.WAITING, R.DECLARER) for state in (H.WAITING, H.CONFIRMED, H.REFUSED)),
    *((state, H.WAITING, R.OTHER) for state in (H.WAITING, H.CONFIRMED, H.REFUSED)),
}


@pytest.mark.parametrize(("start", "to"), [*itertools.product(State, State)])
def test_a_commitment_goes_where_the_table_says(start, to):
    for role in Role:
        assert may_go(start, to, role) == COMMITMENTS.get((start, to, role), False), role


@pytest.mark.parametrize(("start", "to"), [*itertools.product(HoursState, HoursState)])
def test_hours_go_where_the_table_says(start, to):
    for role in Role:
        assert hours_may_go(start, to, role) == ((start, to, role) in HOURS), role


def test_nobody_confirms_what_their_own_side_declared():
    assert not any(hours_may_go(state, H.CONFIRMED, R.DECLARER) for state in HoursState)
    assert [side.other.other for side in Side] == [*Side]
    assert {H.WAITING, H.CONFIRMED} == COUNTED
