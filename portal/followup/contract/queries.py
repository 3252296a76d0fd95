"""What the screens of contracts, plans and diagnoses read. Each is asked of a case in reach.

Rows come through the second lock, as the person whose scope is open: who calls has found the case
through the first one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, Q, QuerySet

from portal.followup.contract.models import (
    ActionStep,
    BarrierAssessment,
    CareerGoal,
    Diagnosis,
    EngagementContract,
    Goal,
)
from portal.followup.contract.states import IN_PREPARATION, OPEN_STEPS, OVER, S
from portal.followup.people.models import Beneficiary


def diagnoses_of(case: Beneficiary) -> list[Diagnosis]:
    """Newest first, with barriers (strongest first), their themes and situations."""
    barriers = (
        BarrierAssessment.unscoped.select_related("theme")
        .prefetch_related("situations")
        .order_by("theme__order", "pk")
    )
    rows = Diagnosis.unscoped.filter(beneficiary=case)
    return list(rows.prefetch_related(Prefetch("barriers", barriers)))


@dataclass(frozen=True, slots=True)
class Contracts:
    """The contracts of a case, by where they stand."""

    in_preparation: EngagementContract | None
    in_force: EngagementContract | None
    former: Sequence[EngagementContract]


def contracts_of(case: Beneficiary) -> Contracts:
    """All of them, in one query; former ones newest first."""
    rows = EngagementContract.unscoped.filter(beneficiary=case).select_related(
        "hours_reason", "signed_document", "amends", "renews"
    )
    found = list(rows)
    return Contracts(
        next((one for one in found if one.state in IN_PREPARATION), None),
        next((one for one in found if one.state == S.SIGNED), None),
        [one for one in found if one.state in OVER],
    )


def goals_to_choose(case: Beneficiary, user: Any) -> QuerySet[Goal]:
    """The goals of a case, to put a step in one of them."""
    rows: QuerySet[Goal] = Goal.objects.visible_to(user)
    return rows.filter(beneficiary=case)


def contract_on(case: Beneficiary, day: date) -> EngagementContract | None:
    """The contract of a day, past or present, whatever became of it since."""
    rows = EngagementContract.unscoped.filter(
        Q(closed_on__isnull=True) | Q(closed_on__gt=day), beneficiary=case, signed_on__lte=day
    )
    found: EngagementContract | None = rows.order_by("-signed_on", "-pk").first()
    return found


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """A goal with its steps, as they are or as they were."""

    goal: Any
    steps: Sequence[Any]

    @property
    def open_steps(self) -> list[Any]:
        """Those still to be done."""
        return [step for step in self.steps if step.state in OPEN_STEPS]

    @property
    def closed_steps(self) -> list[Any]:
        """Those done, dropped or cancelled."""
        return [step for step in self.steps if step.state not in OPEN_STEPS]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is being done: goals in progress, those that are closed, steps without a goal."""

    goals: Sequence[PlanGoal]
    closed: Sequence[PlanGoal]
    loose: PlanGoal

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written."""
        return not (self.goals or self.closed or self.loose.steps)


def plan_of(case: Beneficiary) -> Plan:
    """The plan of a case today, in two queries: with a contract or without one.

    A goal in progress is in it whatever its contract became; a closed one until its contract is
    over.
    """
    goals = list(
        Goal.unscoped.filter(
            Q(state=Goal.State.IN_PROGRESS)
            | Q(contract__isnull=True)
            | ~Q(contract__state__in=OVER),
            beneficiary=case,
        ).select_related("theme", "contract")
    )
    shown = {goal.pk for goal in goals}
    steps = ActionStep.unscoped.filter(beneficiary=case)
    by_goal: dict[int | None, list[ActionStep]] = {}
    for step in steps:
        if step.goal_id is None or step.goal_id in shown:
            by_goal.setdefault(step.goal_id, []).append(step)
    planned = [PlanGoal(goal, by_goal.get(goal.pk, [])) for goal in goals]
    return Plan(
        [one for one in planned if one.goal.state == Goal.State.IN_PROGRESS],
        [one for one in planned if one.goal.state != Goal.State.IN_PROGRESS],
        PlanGoal(None, by_goal.get(None, [])),
    )


def plan_of_contract(contract: EngagementContract) -> list[PlanGoal]:
    """The goals and steps of a contract; of one that is over, as they were when it ended.

    The contract that succeeds it takes the goals in progress with it: what they were is read in
    their history.
    """
    goal_events: Any = Goal.events.rel.related_model  # type: ignore[attr-defined]
    step_events: Any = ActionStep.events.rel.related_model  # type: ignore[attr-defined]
    last = (
        goal_events.objects.filter(beneficiary_id=contract.beneficiary_id, contract_id=contract.pk)
        .order_by("pgh_obj_id", "-pgh_id")
        .distinct("pgh_obj_id")
    )
    goals = sorted(last, key=lambda goal: (goal.order, goal.pgh_obj_id))
    left = _left_at(goals, goal_events)
    steps: dict[int, dict[int, Any]] = {}
    rows = step_events.objects.filter(
        beneficiary_id=contract.beneficiary_id, goal_id__in=[goal.pgh_obj_id for goal in goals]
    ).order_by("pgh_id")
    for step in rows:
        until = left.get(step.goal_id)
        if until is None or step.pgh_created_at <= until:
            steps.setdefault(step.goal_id, {})[step.pgh_obj_id] = step
    return [PlanGoal(goal, [*steps.get(goal.pgh_obj_id, {}).values()]) for goal in goals]


def _left_at(goals: Sequence[Any], events: Any) -> dict[int, Any]:
    """When each goal went to another contract; those that stayed are not in it."""
    left: dict[int, Any] = {}
    known = {goal.pgh_obj_id: goal.pgh_id for goal in goals}
    for event in events.objects.filter(pgh_obj_id__in=known).order_by("pgh_id"):
        if event.pgh_id > known[event.pgh_obj_id]:
            left.setdefault(event.pgh_obj_id, event.pgh_created_at)
    return left


def has_plan_changed(contract: EngagementContract) -> bool:
    """Whether a goal or a step was written since a contract was proposed: the paper is older."""
    since = {"beneficiary": contract.beneficiary_id, "updated_at__gt": contract.updated_at}
    return (
        Goal.unscoped.filter(**since).exists()
        or ActionStep.unscoped.filter(goal__isnull=False, **since).exists()
    )


def career_of(case: Beneficiary) -> list[CareerGoal]:
    """The trades that the person looks for, first choice first."""
    return list(CareerGoal.unscoped.filter(beneficiary=case).select_related("occupation"))


def who_changed(row: Any) -> str:
    """Who wrote a row last, for whoever finds it changed."""
    event = row.events.order_by("-pgh_id").first()
    context = (event.pgh_context or {}) if event else {}
    return str(context.get("name") or "Quelqu’un")
