"""Goals, steps and the work that the person looks for, with a contract and without one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.contract.errors import ContractError, NotWritableError
from portal.followup.contract.models import CareerGoal
from portal.followup.contract.queries import career_of, plan_of
from portal.followup.contract.services import careers, plans
from portal.followup.contract.services.careers import CareerValues
from portal.followup.contract.services.plans import StepValues
from portal.followup.contract.states import G, S, T
from portal.followup.rows.scope import acting_as
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.factories import OccupationFactory
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_career,
    make_contract,
    make_goal,
    make_step,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]


def test_a_goal_comes_last_with_its_steps_and_without_a_contract(case, actor):
    make_goal(case, order=4)
    steps = [StepValues(label="Appeler"), StepValues(label="Écrire", by_person=False)]
    goal = plans.add_goal(beneficiary=case, label="Logement", steps=steps, actor=actor)
    assert (goal.order, goal.contract, goal.author_name) == (5, None, str(actor.user))
    (_, shown) = plan_of(case).goals
    assert {(step.label, step.by_person) for step in shown.steps} == {
        ("Appeler", True),
        ("Écrire", False),
    }


def test_a_goal_is_closed_once_each_of_its_steps_is_said(case, actor):
    goal = make_goal(case)
    step = make_step(case, goal=goal)
    for to in (G.DONE, G.ABANDONED):
        with pytest.raises(ContractError, match="il en reste 1"):
            plans.set_goal_state(goal=goal, state=to, actor=actor)
    plans.set_step_state(step=step, state=T.CANCELLED_BY_SERVICE, actor=actor)
    assert plans.set_goal_state(goal=goal, state=G.ABANDONED, actor=actor).state == G.ABANDONED
    # A step of a goal that is closed is not taken up again alone.
    with pytest.raises(ContractError, match="Reprenez d’abord"):
        plans.set_step_state(step=step, state=T.PLANNED, actor=actor)
    plans.set_goal_state(goal=goal, state=G.IN_PROGRESS, actor=actor)
    assert plans.set_step_state(step=step, state=T.PLANNED, actor=actor).state == T.PLANNED


def test_goals_change_places_and_the_ends_do_not_move(case, actor):
    one, two, three = (make_goal(case, name) for name in ("un", "deux", "trois"))
    make_goal(case, "passé", state=G.DONE)

    def order():
        return [shown.goal.label for shown in plan_of(case).goals]

    plans.move_goal(goal=three, is_up=True, actor=actor)
    assert order() == ["un", "trois", "deux"]
    plans.move_goal(goal=one, is_up=True, actor=actor)
    plans.move_goal(goal=two, is_up=False, actor=actor)
    assert order() == ["un", "trois", "deux"]
    plans.move_goal(goal=one, is_up=False, actor=actor)
    assert order() == ["trois", "un", "deux"]


def test_a_step_is_not_put_in_a_goal_that_is_closed_or_of_somebody_else(case, actor, referent):
    closed = make_goal(case, state=G.DONE)
    others = make_goal(make_beneficiary(referent))
    step = make_step(case)
    for goal in (closed, others):
        with pytest.raises(ContractError):
            plans.add_step(beneficiary=case, goal=goal, values=StepValues(label="Non"), actor=actor)
        with pytest.raises(ContractError):
            plans.edit_step(
                step=step, goal=goal, values=StepValues(label="Non"), actor=actor, version=1
            )
    assert as_it_is(step).label == "Appeler la mairie"


def test_who_comes_second_overwrites_nothing(case, actor):
    goal, step = make_goal(case), make_step(case)
    plans.edit_goal(goal=goal, label="Un", theme=None, actor=actor, version=1)
    plans.edit_step(step=step, values=StepValues(label="Un"), actor=actor, version=1)
    with pytest.raises(ChangedMeanwhileError) as refused:
        plans.edit_goal(goal=goal, label="Deux", theme=None, actor=actor, version=1)
    assert refused.value.row.label == "Un"
    with pytest.raises(ChangedMeanwhileError):
        plans.edit_step(step=step, values=StepValues(label="Deux"), actor=actor, version=1)


def test_the_plan_shows_what_is_alive(case, actor):
    over = make_contract(case, S.ENDED)
    alive = make_goal(case, "Vivant", contract=over)
    make_goal(case, "Fini avec son contrat", contract=over, state=G.DONE)
    make_goal(case, "Fini sans contrat", state=G.DONE)
    loose = make_step(case, "Seule", due_on=timezone.localdate() + timedelta(days=3))
    make_step(make_beneficiary(), "D’ailleurs")
    plan = plan_of(case)
    assert [one.goal for one in plan.goals] == [alive]
    assert [one.goal.label for one in plan.closed] == ["Fini sans contrat"]
    assert plan.loose.open_steps == [loose]


def test_a_trade_is_in_the_project_once(case, actor):
    baker, mason = OccupationFactory(), OccupationFactory()
    values = CareerValues(occupation=baker, radius_km=30, contract_kinds=("cdi", "cdd"))
    made = careers.add_career_goal(beneficiary=case, values=values, actor=actor)
    assert as_it_is(made).contract_labels == ["CDI", "CDD"]
    with pytest.raises(ContractError) as refused:
        careers.add_career_goal(beneficiary=case, values=values, actor=actor)
    assert refused.value.field == "occupation"
    other = make_career(case, occupation=mason, rank=2)
    with pytest.raises(ContractError):
        careers.edit_career_goal(career=other, values=values, actor=actor, version=1)
    assert [one.occupation for one in career_of(case)] == [baker, mason]
    careers.remove_career_goal(career=made, actor=actor)
    assert [one.occupation for one in career_of(case)] == [mason]
    assert CareerGoal.events.rel.related_model.objects.filter(pgh_obj_id=made.pk).count() == 2


def test_somebody_of_another_case_writes_nothing(case):
    goal, step, trade = make_goal(case), make_step(case), make_career(case)
    stranger = make_professional()
    with acting_as(stranger.user):
        actor = Actor(stranger.user)
        for act in (
            lambda: plans.add_goal(beneficiary=case, label="x", actor=actor),
            lambda: plans.set_goal_state(goal=goal, state=G.DONE, actor=actor),
            lambda: plans.move_goal(goal=goal, is_up=True, actor=actor),
            lambda: plans.set_step_state(step=step, state=T.DONE, actor=actor),
            lambda: careers.remove_career_goal(career=trade, actor=actor),
        ):
            with pytest.raises(NotWritableError):
                act()
    assert as_it_is(step).state == T.PLANNED
