"""Which work the person looks for: trades in their order."""

from dataclasses import dataclass

from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.contract.errors import ContractError
from portal.followup.contract.models import CareerGoal
from portal.followup.contract.reaching import locked, locked_case, next_rank, reachable
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version
from snippets.models import Occupation

TWICE = "Ce métier est déjà dans le projet."


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerValues:
    """What is written of one trade. `contract_kinds` are codes of offers."""

    occupation: Occupation
    radius_km: int
    contract_kinds: tuple[str, ...] = ()
    weekly_hours: int | None = None
    comment: str = ""


@transaction.atomic
def add_career_goal(*, beneficiary: Beneficiary, values: CareerValues, actor: Actor) -> CareerGoal:
    """Add a trade, last. Raises ContractError for one that is there."""
    case = locked_case(beneficiary, actor)
    rows = reachable(CareerGoal, actor).filter(beneficiary=case)
    _check_once(rows, values)
    made = CareerGoal(beneficiary=case, rank=next_rank(rows, "rank"), **written_by(actor))
    return _written(made, values)


@transaction.atomic
def edit_career_goal(
    *, career: CareerGoal, values: CareerValues, actor: Actor, version: int
) -> CareerGoal:
    """Write it anew. Raises ContractError, or ChangedMeanwhileError."""
    case = locked_case(career.beneficiary, actor)
    rows = reachable(CareerGoal, actor).filter(beneficiary=case)
    kept: CareerGoal = locked_version(rows, pk=career.pk, version=version)
    _check_once(rows.exclude(pk=kept.pk), values)
    return _written(kept, values)


@transaction.atomic
def remove_career_goal(*, career: CareerGoal, actor: Actor) -> None:
    """Take a trade off the project; its history stays."""
    locked(career, actor).delete()


def _check_once(rows: object, values: CareerValues) -> None:
    if rows.filter(occupation=values.occupation).exists():  # type: ignore[attr-defined]
        raise ContractError(TWICE, field="occupation")


def _written(career: CareerGoal, values: CareerValues) -> CareerGoal:
    career.occupation = values.occupation
    career.radius_km = values.radius_km
    career.contract_kinds = ",".join(values.contract_kinds)
    career.weekly_hours = values.weekly_hours
    career.comment = values.comment
    career.save()
    return career
