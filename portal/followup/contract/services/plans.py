"""Goals and steps: with a contract or without one, from their first day to what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.errors import ContractError
from portal.followup.contract.models import ActionStep, Goal
from portal.followup.contract.reaching import locked, locked_case, next_rank, reachable
from portal.followup.contract.states import (
    OPEN_STEPS,
    OVER,
    may_goal_go,
    may_step_go,
)
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version
from snippets import french

STAYS = "Cet objectif appartient à un contrat terminé\u00a0: il reste comme il était."


@dataclass(frozen=True, slots=True, kw_only=True)
class StepValues:
    """What is written of a step."""

    label: str
    due_on: date | None = None
    by_person: bool = True


@transaction.atomic
def add_goal(
    *,
    beneficiary: Beneficiary,
    label: str,
    actor: Actor,
    theme: Term | None = None,
    steps: Sequence[StepValues] = (),
) -> Goal:
    """Add a goal, last, with its first steps. The contract that is signed next takes it in."""
    case = locked_case(beneficiary, actor)
    goal = Goal.unscoped.create(
        beneficiary=case,
        label=label,
        theme=theme,
        order=next_rank(reachable(Goal, actor).filter(beneficiary=case), "order"),
        **written_by(actor),
    )
    for step in steps:
        add_step(beneficiary=case, goal=goal, values=step, actor=actor)
    return goal


@transaction.atomic
def edit_goal(*, goal: Goal, label: str, theme: Term | None, actor: Actor, version: int) -> Goal:
    """Write a goal anew. Raises ContractError, or ChangedMeanwhileError."""
    locked_case(goal.beneficiary, actor)
    kept: Goal = locked_version(reachable(Goal, actor), pk=goal.pk, version=version)
    _check_lives(kept)
    kept.label, kept.theme = label, theme
    kept.save()
    return kept


@transaction.atomic
def set_goal_state(*, goal: Goal, state: str, actor: Actor) -> Goal:
    """Say that a goal is reached, given up, or in progress again.

    Raises ContractError while one of its steps is open: what became of it is said first.
    """
    kept = locked(goal, actor)
    _check_lives(kept)
    if not may_goal_go(kept.state, state):
        message = f"Cet objectif est déjà «\u00a0{kept.get_state_display()}\u00a0»."
        raise ContractError(message)
    if state != Goal.State.IN_PROGRESS:
        count = reachable(ActionStep, actor).filter(goal=kept, state__in=OPEN_STEPS).count()
        if count:
            message = (
                f"Dites d’abord ce qu’est devenue chaque étape ouverte\u00a0: il en reste "
                f"{french.number(count)}."
            )
            raise ContractError(message)
    kept.state = state
    kept.version += 1
    kept.save()
    return kept


@transaction.atomic
def move_goal(*, goal: Goal, is_up: bool, actor: Actor) -> Goal:
    """Put a goal before or after its neighbour in progress; at the end, nothing moves."""
    locked_case(goal.beneficiary, actor)
    rows = reachable(Goal, actor).filter(
        beneficiary=goal.beneficiary_id, state=Goal.State.IN_PROGRESS
    )
    goals = list(rows.select_for_update(of=("self",)).order_by("order", "pk"))
    place = next((index for index, one in enumerate(goals) if one.pk == goal.pk), None)
    if place is None:
        message = "Cet objectif n’est plus en cours. Rechargez la page."
        raise ContractError(message)
    other = place - 1 if is_up else place + 1
    if 0 <= other < len(goals):
        goals[place], goals[other] = goals[other], goals[place]
        for rank, one in enumerate(goals, start=1):
            if one.order != rank:
                one.order = rank
                one.save(update_fields=["order"])
    return goals[max(0, min(other, len(goals) - 1))]


@transaction.atomic
def add_step(
    *, beneficiary: Beneficiary, values: StepValues, actor: Actor, goal: Goal | None = None
) -> ActionStep:
    """Add a step to a goal, or to the plan alone. Raises ContractError for a closed goal."""
    case = locked_case(beneficiary, actor)
    if goal is not None:
        _check_open(goal, case)
    return ActionStep.unscoped.create(
        beneficiary=case, goal=goal, **_columns(values), **written_by(actor)
    )


@transaction.atomic
def edit_step(
    *, step: ActionStep, values: StepValues, actor: Actor, version: int, goal: Goal | None = None
) -> ActionStep:
    """Write a step anew. Raises ContractError, or ChangedMeanwhileError."""
    case = locked_case(step.beneficiary, actor)
    kept: ActionStep = locked_version(reachable(ActionStep, actor), pk=step.pk, version=version)
    if kept.goal is not None:
        _check_lives(kept.goal)
    if goal is not None and goal.pk != kept.goal_id:
        _check_open(goal, case)
    for name, value in _columns(values).items():
        setattr(kept, name, value)
    kept.goal = goal
    kept.save()
    return kept


@transaction.atomic
def set_step_state(
    *, step: ActionStep, state: str, actor: Actor, on: date | None = None
) -> ActionStep:
    """Say what became of a step, or that it is to be done after all. Raises ContractError."""
    kept = locked(step, actor)
    if kept.goal is not None:
        _check_lives(kept.goal)
    if kept.state == state:
        # Two people click on the same button: the second finds it done.
        return kept
    if not may_step_go(kept.state, state):
        message = f"Cette étape est déjà «\u00a0{kept.get_state_display()}\u00a0»."
        raise ContractError(message)
    is_open = state in OPEN_STEPS
    if is_open and kept.goal is not None and kept.goal.state != Goal.State.IN_PROGRESS:
        message = "Reprenez d’abord l’objectif de cette étape."
        raise ContractError(message)
    kept.state = state
    kept.done_on = None if is_open else on or timezone.localdate()
    kept.version += 1
    kept.save()
    return kept


def _columns(values: StepValues) -> dict[str, Any]:
    return {"label": values.label, "due_on": values.due_on, "by_person": values.by_person}


def _check_open(goal: Goal, case: Beneficiary) -> None:
    if goal.beneficiary_id != case.pk or goal.state != Goal.State.IN_PROGRESS:
        message = "Cet objectif n’est plus en cours\u00a0: choisissez-en un autre."
        raise ContractError(message, field="goal")


def _check_lives(goal: Goal) -> None:
    """A goal in progress lives on whatever its contract became; the others stay with it."""
    is_over = goal.contract is not None and goal.contract.state in OVER
    if is_over and goal.state != Goal.State.IN_PROGRESS:
        raise ContractError(STAYS)
