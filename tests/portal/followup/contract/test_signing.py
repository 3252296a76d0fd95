"""What a signature, an end and a breach do to a contract, to the one before it and to the plan."""

from datetime import timedelta

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.contract import services
from portal.followup.contract.errors import (
    ContractError,
    NotWritableError,
)
from portal.followup.contract.models import EngagementContract, Goal
from portal.followup.contract.queries import contract_on, contracts_of, plan_of, plan_of_contract
from portal.followup.contract.services import plans
from portal.followup.contract.states import G, S, T
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.contract.contracts import (
    as_it_is,
    day,
    make_contract,
    make_diagnosis,
    make_goal,
    make_step,
    proposed,
    ready_to_propose,
    signed,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_professional,
    make_unit,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
Regime = EngagementContract.Regime


def test_a_signature_is_neither_in_the_future_nor_before_the_proposal(case, actor):
    contract = proposed(case, actor)
    for wrong in (day(1), day(-1)):
        with pytest.raises(ContractError) as refused:
            services.sign(contract=contract, signed_on=wrong, actor=actor)
        assert refused.value.field == "signed_on"
    assert as_it_is(contract).state == S.PROPOSED
    done = services.sign(contract=contract, signed_on=day(), actor=actor)
    assert (done.state, done.signed_on) == (S.SIGNED, day())


def test_an_amendment_succeeds_what_it_amends_on_the_day_of_its_signature(case, actor):
    former = make_contract(case)
    amendment = services.prepare(beneficiary=case, actor=actor, amends=former)
    make_diagnosis(case)
    make_step(case, goal=make_goal(case))
    services.propose(contract=amendment, actor=actor)
    # Until then the former one is in force.
    assert as_it_is(former).state == S.SIGNED
    services.sign(contract=amendment, signed_on=day(), actor=actor)
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on) == (S.AMENDED, day())
    assert contracts_of(case).in_force == amendment
    assert [contract_on(case, when) for when in (day(-1), day())] == [former, amendment]


def test_a_renewal_signed_before_the_end_leaves_one_in_force(case, actor):
    former = make_contract(case)
    renewal = services.prepare(beneficiary=case, actor=actor, renews=former)
    make_diagnosis(case)
    make_step(case, goal=make_goal(case))
    services.sign(
        contract=services.propose(contract=renewal, actor=actor), signed_on=day(), actor=actor
    )
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on, kept.closing_reason) == (S.ENDED, day(), "Renouvelé")
    assert as_it_is(renewal).starts_on == former.ends_on + timedelta(days=1)


def test_an_amendment_of_a_contract_that_was_broken_meanwhile_is_not_signed(case, actor):
    former = make_contract(case)
    ready_to_propose(case, amends=former)
    amendment = services.propose(contract=contracts_of(case).in_preparation, actor=actor)
    services.breach(contract=former, on=day(), reason="Absences répétées", actor=actor)
    with pytest.raises(ContractError, match="n’est plus en cours"):
        services.sign(contract=amendment, signed_on=day(), actor=actor)


def test_a_new_contract_ends_the_one_that_ran_out(case, actor):
    former = make_contract(case, ends_on=day(-3))
    services.sign(contract=proposed(case, actor), signed_on=day(), actor=actor)
    kept = as_it_is(former)
    assert (kept.state, kept.closed_on) == (S.ENDED, day(-2))
    assert contract_on(case, day(-1)) is None


def test_an_end_and_a_breach_have_a_day_and_a_reason(case, actor):
    contract = make_contract(case)
    for act in (services.end, services.breach):
        with pytest.raises(ContractError) as refused:
            act(contract=contract, on=day(), reason=" ", actor=actor)
        assert refused.value.field == "reason"
        for wrong in (day(1), contract.signed_on - timedelta(days=1)):
            with pytest.raises(ContractError) as refused:
                act(contract=contract, on=wrong, reason="Emploi", actor=actor)
            assert refused.value.field == "on"
    services.breach(contract=contract, on=day(-1), reason="Ne vient plus", actor=actor)
    kept = as_it_is(contract)
    assert (kept.state, kept.closed_on, kept.closing_reason) == (
        S.BREACHED,
        day(-1),
        "Ne vient plus",
    )


def test_a_draft_that_lacks_its_reason_can_be_dropped(case, actor):
    draft = make_contract(case, S.DRAFT, regime=Regime.WAIVED, weekly_hours=0)
    services.drop(contract=draft, actor=actor, reason="Déménage")
    assert as_it_is(draft).state == S.DROPPED
    assert services.prepare(beneficiary=case, actor=actor)


def test_the_contract_that_is_signed_takes_the_goals_in_progress(case, actor):
    done = make_goal(case, "Fait", state=G.DONE)
    contract = signed(case, actor)
    assert [goal.contract for goal in Goal.unscoped.filter(beneficiary=case, state="in_progress")]
    assert {one.goal.pgh_obj_id for one in plan_of_contract(contract)} == set(
        Goal.unscoped.filter(contract=contract).values_list("pk", flat=True)
    )
    assert as_it_is(done).contract is None


def test_goals_live_on_when_their_contract_is_over(case, actor):
    contract = signed(case, actor)
    (goal,) = [one.goal for one in plan_of(case).goals]
    closed = make_goal(case, "Passé", state=G.DONE, contract=contract)
    services.end(contract=contract, on=day(), reason="Emploi", actor=actor)
    plan = plan_of(case)
    assert [one.goal for one in plan.goals] == [goal]
    assert plan.closed == []
    with pytest.raises(ContractError, match="contrat terminé"):
        plans.set_goal_state(goal=closed, state=G.IN_PROGRESS, actor=actor)
    with pytest.raises(ContractError, match="contrat terminé"):
        plans.edit_goal(goal=closed, label="x", theme=None, actor=actor, version=1)
    assert (
        plans.set_step_state(step=plan.goals[0].steps[0], state=T.DONE, actor=actor).done_on
        == day()
    )


def test_the_plan_of_a_contract_that_is_over_reads_as_it_was(case, actor):
    former = signed(case, actor)
    (goal,) = [one.goal for one in plan_of(case).goals]
    renewal = services.prepare(beneficiary=case, actor=actor, renews=former)
    services.sign(
        contract=services.propose(contract=renewal, actor=actor), signed_on=day(), actor=actor
    )
    plans.edit_goal(
        goal=goal, label="Autre chose", theme=None, actor=actor, version=as_it_is(goal).version
    )
    assert [one.goal.label for one in plan_of_contract(as_it_is(former))] == ["Trouver un logement"]
    assert [one.goal.label for one in plan_of_contract(renewal)] == ["Autre chose"]
    assert [step.label for one in plan_of_contract(former) for step in one.steps] == [
        "Appeler la mairie"
    ]


def test_who_only_reads_writes_nothing(case, referent):
    contract = make_contract(case, S.DRAFT)
    unit = make_unit()
    for other in (
        make_professional(unit=unit),
        make_professional(LevelName.UNIT_MANAGER, unit=unit),
        make_professional(LevelName.ORIENTATION_OFFICER, unit=unit),
    ):
        with acting_as(other.user), pytest.raises(NotWritableError):
            services.drop(contract=contract, actor=Actor(other.user))
    member = make_professional(unit=unit)
    join_team(case, member)
    with acting_as(member.user):
        services.drop(contract=contract, actor=Actor(member.user))


def test_the_site_ends_and_drops_for_a_decision_taken_elsewhere(case):
    officer = make_professional(LevelName.ORIENTATION_OFFICER)
    current, draft = make_contract(case), make_contract(case, S.DRAFT)
    with acting_as(officer.user), system_scope(Scope.TRANSFER, actor=Actor(officer.user)):
        services.end(contract=current, on=day(), reason="Sortie", actor=Actor(officer.user))
        services.drop(contract=draft, actor=Actor(officer.user), reason="Sortie")
    assert [as_it_is(one).state for one in (current, draft)] == [S.ENDED, S.DROPPED]
