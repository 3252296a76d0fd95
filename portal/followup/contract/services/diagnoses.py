"""A diagnosis is made, or the latest one corrected; earlier ones stay as they were."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from django.db import transaction

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.errors import AlreadyThereError, ContractError
from portal.followup.contract.models import BarrierAssessment, BarrierSituation, Diagnosis
from portal.followup.contract.reaching import locked_case, reachable
from portal.followup.contract.services.changing import check_past
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version


@dataclass(frozen=True, slots=True)
class SaidBarrier:
    """What is said of one theme."""

    theme: Term
    severity: str
    situations: Sequence[Term] = ()
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiagnosisValues:
    """What is written in a diagnosis, its barriers apart."""

    on: date
    is_joint: bool = False
    summary: str = ""
    needs: str = ""
    has_driving_licence: bool = False
    has_vehicle: bool = False
    is_lone_parent_without_childcare: bool = False
    barriers: Sequence[SaidBarrier] = field(default=())

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the diagnosis itself."""
        return {one.name: getattr(self, one.name) for one in fields(self) if one.name != "barriers"}


@transaction.atomic
def diagnose(*, beneficiary: Beneficiary, values: DiagnosisValues, actor: Actor) -> Diagnosis:
    """Make a new diagnosis, after the last one. Raises ContractError, AlreadyThereError."""
    case = locked_case(beneficiary, actor)
    last = latest_of(reachable(Diagnosis, actor).filter(beneficiary=case))
    _check_day(values.on, last)
    if last is not None and last.on == values.on:
        message = (
            "Un diagnostic a déjà été fait ce jour-là\u00a0: corrigez-le, ou choisissez un autre "
            "jour."
        )
        raise AlreadyThereError(message, last)
    made = Diagnosis.unscoped.create(beneficiary=case, **values.columns, **written_by(actor))
    _write_barriers(made, values.barriers)
    return made


@transaction.atomic
def correct(
    *, diagnosis: Diagnosis, values: DiagnosisValues, actor: Actor, version: int
) -> Diagnosis:
    """Correct the latest diagnosis. Raises ContractError, or ChangedMeanwhileError."""
    case = locked_case(diagnosis.beneficiary, actor)
    rows = reachable(Diagnosis, actor).filter(beneficiary=case)
    kept: Diagnosis = locked_version(rows, pk=diagnosis.pk, version=version)
    last = latest_of(rows)
    if last is None or last.pk != kept.pk:
        message = "Un diagnostic plus récent existe\u00a0: celui-ci reste comme il était."
        raise ContractError(message)
    _check_day(values.on, latest_of(rows.exclude(pk=kept.pk)))
    if rows.exclude(pk=kept.pk).filter(on=values.on).exists():
        message = "Un autre diagnostic a cette date."
        raise ContractError(message, field="on")
    for name, value in values.columns.items():
        setattr(kept, name, value)
    kept.save()
    _write_barriers(kept, values.barriers)
    return kept


def latest_of(rows: Any) -> Diagnosis | None:
    """The diagnosis that counts now."""
    found: Diagnosis | None = rows.order_by("-on", "-pk").first()
    return found


def _check_day(day: date, last: Diagnosis | None) -> None:
    check_past(day, field="on", what="Un diagnostic")
    if last is not None and day < last.on:
        message = f"Le dernier diagnostic est du {last.on:%d/%m/%Y}\u00a0: celui-ci vient après."
        raise ContractError(message, field="on")


def _write_barriers(diagnosis: Diagnosis, said: Sequence[SaidBarrier]) -> None:
    """Leave what has not changed alone: its history would say that somebody wrote it."""
    known = {row.theme_id: row for row in _barriers_of(diagnosis)}
    for one in said:
        barrier = known.pop(one.theme.pk, None)
        before = (barrier.severity, barrier.comment) if barrier else None
        barrier = barrier or BarrierAssessment(
            beneficiary_id=diagnosis.beneficiary_id, diagnosis=diagnosis, theme=one.theme
        )
        barrier.severity, barrier.comment = one.severity, one.comment
        if before != (one.severity, one.comment):
            barrier.save()
        _write_situations(barrier, one.situations)
    for gone in known.values():
        BarrierSituation.unscoped.filter(barrier=gone).delete()
        gone.delete()


def _barriers_of(diagnosis: Diagnosis) -> Any:
    return BarrierAssessment.unscoped.filter(diagnosis=diagnosis)


def _write_situations(barrier: BarrierAssessment, said: Sequence[Term]) -> None:
    wanted = {term.pk for term in said}
    rows = BarrierSituation.unscoped.filter(barrier=barrier)
    known = set(rows.values_list("term", flat=True))
    if gone := known - wanted:
        rows.filter(term__in=gone).delete()
    BarrierSituation.unscoped.bulk_create(
        BarrierSituation(beneficiary_id=barrier.beneficiary_id, barrier=barrier, term_id=term)
        for term in sorted(wanted - known)
    )
