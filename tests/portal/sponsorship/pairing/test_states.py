"""Every pair of states and every role: what is allowed is written again, by hand."""

from itertools import product

import pytest

from portal.sponsorship.pairs.states import FAILED, OPEN, RUNNING, Role, State, may_go

S, P, G, C, W = State, Role.PERSON, Role.SPONSOR, Role.COORDINATOR, Role.SITE

EXPECTED = {
    (S.PROPOSED, S.ACCEPTED): {P, G},
    (S.PROPOSED, S.DECLINED): {P, G},
    (S.PROPOSED, S.EXPIRED): {W},
    (S.PROPOSED, S.CANCELLED): {C, W},
    (S.ACCEPTED, S.ACTIVE): {P, G, C},
    (S.ACCEPTED, S.SUSPENDED): {P, G, C, W},
    (S.ACCEPTED, S.BROKEN): {P, G, C, W},
    (S.ACTIVE, S.SUSPENDED): {P, G, C, W},
    (S.ACTIVE, S.COMPLETED): {C},
    (S.ACTIVE, S.BROKEN): {P, G, C, W},
    (S.SUSPENDED, S.ACTIVE): {C},
    (S.SUSPENDED, S.COMPLETED): {C},
    (S.SUSPENDED, S.BROKEN): {P, G, C, W},
}


@pytest.mark.parametrize(("state", "to"), list(product(State, State)))
def test_what_is_not_written_is_refused(state, to):
    allowed = {role for role in Role if may_go(state, to, role)}
    assert allowed == EXPECTED.get((state, to), set())


def test_a_pair_is_open_or_over_for_good():
    over = set(State) - OPEN
    assert RUNNING < OPEN
    assert over > FAILED
    assert not any(may_go(state, to, role) for state in over for to in State for role in Role)
