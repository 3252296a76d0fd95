"""Every pair of states, and every act on every state: what is allowed, and that nothing else is."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.contract import services
from portal.followup.contract.errors import ContractError
from portal.followup.contract.services import plans
from portal.followup.contract.services.preparing import ContractValues, as_values
from portal.followup.contract.states import G, Role, S, T, may_go, may_goal_go, may_step_go
from portal.followup.rows.scope import acting_as
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_contract,
    make_diagnosis,
    make_goal,
    make_step,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional
from tests.states import undone

PROFESSIONAL, SITE = Role.PROFESSIONAL, Role.SITE
ALLOWED = {
    (S.DRAFT, S.PROPOSED, PROFESSIONAL),
    (S.DRAFT, S.DROPPED, PROFESSIONAL),
    (S.DRAFT, S.DROPPED, SITE),
    (S.PROPOSED, S.DRAFT, PROFESSIONAL),
    (S.PROPOSED, S.SIGNED, PROFESSIONAL),
    (S.PROPOSED, S.DROPPED, PROFESSIONAL),
    (S.PROPOSED, S.DROPPED, SITE),
    (S.SIGNED, S.AMENDED, SITE),
    (S.SIGNED, S.ENDED, PROFESSIONAL),
    (S.SIGNED, S.ENDED, SITE),
    (S.SIGNED, S.BREACHED, PROFESSIONAL),
}
OPEN, CLOSED = {T.PLANNED, T.IN_PROGRESS}, set(T) - {T.PLANNED, T.IN_PROGRESS}


def test_a_contract_goes_where_the_table_says_and_nowhere_else():
    assert {move for move in product(S, S, Role) if may_go(*move)} == ALLOWED


def test_goals_and_steps_go_where_the_table_says_and_nowhere_else():
    goals = {(G.IN_PROGRESS, G.DONE), (G.IN_PROGRESS, G.ABANDONED)}
    goals |= {(G.DONE, G.IN_PROGRESS), (G.ABANDONED, G.IN_PROGRESS)}
    assert {move for move in product(G, G) if may_goal_go(*move)} == goals
    steps = {(one, other) for one in OPEN for other in T if one != other}
    steps |= {(one, T.PLANNED) for one in CLOSED}
    assert {move for move in product(T, T) if may_step_go(*move)} == steps


@pytest.fixture(scope="module")
def referent(lasting):
    return make_professional()


@pytest.fixture(scope="module")
def contracts(referent):
    """A contract in each state, each in a case of its own that is ready for any act."""
    made = {}
    for state in S:
        case = make_beneficiary(referent)
        make_diagnosis(case)
        make_step(case, goal=make_goal(case))
        made[state] = make_contract(case, state)
    return made


def say(contract, actor):
    today = timezone.localdate()
    values = ContractValues(**{**as_values(contract), "hours_comment": "Relu."})
    return {
        "save": lambda: services.save(
            contract=contract, values=values, actor=actor, version=contract.version
        ),
        "propose": lambda: services.propose(contract=contract, actor=actor),
        "take_back": lambda: services.take_back(contract=contract, actor=actor),
        "sign": lambda: services.sign(contract=contract, signed_on=today, actor=actor),
        "end": lambda: services.end(contract=contract, on=today, reason="Emploi", actor=actor),
        "breach": lambda: services.breach(
            contract=contract, on=today, reason="Absences", actor=actor
        ),
        "drop": lambda: services.drop(contract=contract, actor=actor),
    }


LEADS = {
    (S.DRAFT, "save"): S.DRAFT,
    (S.DRAFT, "propose"): S.PROPOSED,
    (S.DRAFT, "drop"): S.DROPPED,
    (S.PROPOSED, "take_back"): S.DRAFT,
    (S.PROPOSED, "sign"): S.SIGNED,
    (S.PROPOSED, "drop"): S.DROPPED,
    (S.SIGNED, "end"): S.ENDED,
    (S.SIGNED, "breach"): S.BREACHED,
}
ACTS = ("save", "propose", "take_back", "sign", "end", "breach", "drop")


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "act"), [*product(S, ACTS)])
def test_each_act_leads_where_the_table_says_or_changes_nothing(contracts, referent, state, act):
    contract = as_it_is(contracts[state])
    actor = Actor(referent.user)
    with undone(), acting_as(referent.user):
        if (state, act) in LEADS:
            say(contract, actor)[act]()
            assert as_it_is(contract).state == LEADS[state, act]
            return
        before = as_it_is(contract).__dict__ | {"_state": None}
        with pytest.raises(ContractError):
            say(contract, actor)[act]()
        assert as_it_is(contract).__dict__ | {"_state": None} == before


@pytest.mark.django_db
@pytest.mark.parametrize(("state", "to"), [*product(T, T)])
def test_each_step_goes_where_the_table_says_or_stays(referent, state, to):
    with undone(), acting_as(referent.user):
        step = make_step(make_beneficiary(referent), state=state)
        if may_step_go(state, to) or state == to:
            plans.set_step_state(step=step, state=to, actor=Actor(referent.user))
            assert as_it_is(step).state == to
            return
        with pytest.raises(ContractError):
            plans.set_step_state(step=step, state=to, actor=Actor(referent.user))
        assert as_it_is(step).state == state


@pytest.mark.django_db
def test_a_step_that_is_closed_has_its_day_and_one_taken_up_again_has_none(referent):
    with acting_as(referent.user):
        actor = Actor(referent.user)
        step = make_step(make_beneficiary(referent))
        plans.set_step_state(step=step, state=T.DONE, actor=actor)
        assert as_it_is(step).done_on == timezone.localdate()
        plans.set_step_state(step=step, state=T.PLANNED, actor=actor)
        assert as_it_is(step).done_on is None
        day = timezone.localdate() - timedelta(days=3)
        plans.set_step_state(step=step, state=T.DROPPED_BY_PERSON, actor=actor, on=day)
        assert as_it_is(step).done_on == day
