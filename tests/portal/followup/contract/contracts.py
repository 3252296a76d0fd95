"""Diagnoses, contracts, plans and hours, as tests need them: written in the scope `test`."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration import terms
from portal.followup.configuration.models import Term
from portal.followup.contract import services
from portal.followup.contract.models import (
    ActionStep,
    BarrierAssessment,
    BarrierSituation,
    CareerGoal,
    Diagnosis,
    EngagementContract,
    Goal,
)
from portal.followup.contract.services.preparing import ContractValues, as_values
from portal.followup.contract.states import OVER, S
from portal.followup.hours.models import ActivityLog, HoursExemption
from portal.followup.hours.states import State as ActivityState
from portal.followup.hours.values import monday_of
from portal.followup.people.models import Beneficiary
from tests.factories import OccupationFactory
from tests.portal.followup.people_of_the_area import in_test_scope


@in_test_scope
def term(name: str, code: str) -> Term:
    found = terms.with_code(name, code)
    assert found is not None
    return found


@in_test_scope
def reason(code: str) -> Term:
    """A reason to reduce or waive hours."""
    return term(Term.List.EXEMPTION_REASON, code)


@in_test_scope
def activity(code: str = "workshop") -> Term:
    return term(Term.List.ACTIVITY_KIND, code)


@in_test_scope
def theme(code: str = "housing") -> Term:
    """A theme of barriers."""
    return term(Term.List.BARRIER_THEME, code)


@in_test_scope
def situations(code: str = "housing") -> list[Term]:
    """The situations of a theme."""
    return list(terms.of(Term.List.BARRIER_SITUATION).filter(parent=theme(code)))


@in_test_scope
def make_diagnosis(
    case: Beneficiary, *, barriers: dict[str, str] | None = None, **fields: Any
) -> Diagnosis:
    """Severities by the code of a theme; each barrier has the first situation of its theme."""
    values = {"on": timezone.localdate() - timedelta(days=10), "summary": "Vit seule."}
    diagnosis = Diagnosis.unscoped.create(beneficiary=case, **(values | fields))
    for code, severity in (barriers or {}).items():
        barrier = BarrierAssessment.unscoped.create(
            beneficiary=case, diagnosis=diagnosis, theme=theme(code), severity=severity
        )
        BarrierSituation.unscoped.create(
            beneficiary=case, barrier=barrier, term=situations(code)[0]
        )
    return diagnosis


@in_test_scope
def make_contract(case: Beneficiary, state: str = S.SIGNED, **fields: Any) -> EngagementContract:
    """A contract of six months that began a month ago, complete unless it is a draft."""
    today = timezone.localdate()
    start = today - timedelta(days=30)
    values: dict[str, Any] = {
        "starts_on": start,
        "ends_on": start + timedelta(days=180),
        "weekly_hours": 15,
        "department_commitments": "Vous recevoir chaque mois.",
    }
    if state != S.DRAFT:
        values["proposed_on"] = start
    if state not in {S.DRAFT, S.PROPOSED, S.DROPPED}:
        values["signed_on"] = start
    if state in OVER:
        values["closed_on"] = today - timedelta(days=1)
    return EngagementContract.unscoped.create(beneficiary=case, state=state, **(values | fields))


@in_test_scope
def make_goal(case: Beneficiary, label: str = "Trouver un logement", **fields: Any) -> Goal:
    return Goal.unscoped.create(beneficiary=case, label=label, **fields)


@in_test_scope
def make_step(case: Beneficiary, label: str = "Appeler la mairie", **fields: Any) -> ActionStep:
    return ActionStep.unscoped.create(beneficiary=case, label=label, **fields)


@in_test_scope
def make_hours(
    case: Beneficiary, hours: str = "5", week: date | None = None, **fields: Any
) -> ActivityLog:
    """Hours of this week, unless a day says another; confirmed, unless a state says otherwise."""
    monday = monday_of(fields.get("day") or week or timezone.localdate())
    values = {"kind": activity(), "hours": Decimal(hours), "week": monday}
    values |= {"state": ActivityState.CONFIRMED, "decided_at": timezone.now()}
    values |= {"decider_name": "Camille Roux", "author_name": "Camille Roux"}
    return ActivityLog.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def make_exemption(case: Beneficiary, **fields: Any) -> HoursExemption:
    """A reduction to ten hours, from two weeks ago, without an end."""
    values = {
        "regime": HoursExemption.Regime.REDUCED,
        "weekly_hours": 10,
        "reason": reason("housing"),
        "starts_on": timezone.localdate() - timedelta(days=14),
    }
    return HoursExemption.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def make_career(case: Beneficiary, **fields: Any) -> CareerGoal:
    values = {"occupation": fields.pop("occupation", None) or OccupationFactory()}
    return CareerGoal.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def ready_to_propose(case: Beneficiary, **fields: Any) -> EngagementContract:
    """A draft that lacks nothing: with a diagnosis, a goal and its step."""
    make_diagnosis(case)
    make_step(case, goal=make_goal(case))
    today = timezone.localdate()
    values = {"starts_on": today, "ends_on": today + timedelta(days=180)}
    return make_contract(case, S.DRAFT, **(values | fields))


@in_test_scope
def as_it_is(row: Any) -> Any:
    """The row as the database has it now."""
    return type(row).unscoped.get(pk=row.pk)


def lay_contracts(world: Any) -> None:
    """For the matrix of rights: a diagnosis, a draft, a plan, hours of each of its two cases."""
    for name, case in (("case", world.case), ("other", world.other_case)):
        setattr(world, f"{name}_diagnosis", make_diagnosis(case))
        setattr(world, f"{name}_contract", make_contract(case, S.DRAFT))
        setattr(world, f"{name}_goal", make_goal(case))
        setattr(world, f"{name}_step", make_step(case))
        setattr(world, f"{name}_career", make_career(case))
        setattr(world, f"{name}_hours", make_hours(case))
        setattr(world, f"{name}_done_step", _make_hours_of_all_kinds(case))
        setattr(world, f"{name}_exemption", make_exemption(case))


def _make_hours_of_all_kinds(case: Beneficiary) -> ActionStep:
    """Lines that wait, that were refused, whose times meet; a step whose hours may be taken."""
    yesterday = day(-1)
    for start, end in ((time(9), time(11)), (time(10), time(12))):
        waits = {"state": ActivityState.WAITING, "by_person": True, "comment": "Mairie"}
        make_hours(case, "2", day=yesterday, starts_at=start, ends_at=end, **waits)
    make_hours(case, "1", state=ActivityState.REFUSED, reason="Pas d’attestation")
    done = {"state": ActionStep.State.DONE, "done_on": yesterday}
    step: ActionStep = make_step(case, "Refaire ses papiers", **done)
    return step


def day(offset: int = 0) -> date:
    """So many days from today."""
    return timezone.localdate() + timedelta(days=offset)


def write(contract: EngagementContract, actor: Actor, **changes: Any) -> EngagementContract:
    """Save a draft with a few changes, as its form does."""
    values = ContractValues(**{**as_values(contract), **changes})
    return services.save(
        contract=contract, values=values, actor=actor, version=as_it_is(contract).version
    )


def proposed(case: Beneficiary, actor: Actor, **fields: Any) -> EngagementContract:
    contract = ready_to_propose(case, **fields)
    return services.propose(contract=contract, actor=actor)


def signed(case: Beneficiary, actor: Actor, **fields: Any) -> EngagementContract:
    return services.sign(contract=proposed(case, actor, **fields), signed_on=day(), actor=actor)
