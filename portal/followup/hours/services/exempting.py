"""A reduction or a waiver of hours, for a time: written, changed, taken off."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.hours_rules import NO_WAIVER, bounds, may_waive
from portal.followup.contract.reaching import locked, locked_case, reachable
from portal.followup.hours.errors import HoursError
from portal.followup.hours.models import HoursExemption
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from snippets.french import NBSP

OVERLAP = "Une autre réduction ou dispense couvre déjà ces dates."


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionValues:
    """A reduction or a waiver. `ends_on` is the first day after it, None while nobody knows."""

    regime: str
    weekly_hours: int
    reason: Term
    starts_on: date
    ends_on: date | None = None
    asked_by_person: bool = False
    comment: str = ""


@transaction.atomic
def exempt(*, beneficiary: Beneficiary, values: ExemptionValues, actor: Actor) -> HoursExemption:
    """Reduce the hours for a time, or waive them at the person's request.

    Raises HoursError for a reason that the law does not know, or for days that another covers.
    """
    case = locked_case(beneficiary, actor)
    return _written(HoursExemption(beneficiary=case, **written_by(actor)), values, actor)


@transaction.atomic
def change_exemption(
    *, exemption: HoursExemption, values: ExemptionValues, actor: Actor
) -> HoursExemption:
    """Write a reduction or a waiver anew, its end for instance. Raises HoursError."""
    return _written(locked(exemption, actor), values, actor)


@transaction.atomic
def remove_exemption(*, exemption: HoursExemption, actor: Actor) -> None:
    """Take off what was written by mistake; its history stays."""
    locked(exemption, actor).delete()


def _written(row: HoursExemption, values: ExemptionValues, actor: Actor) -> HoursExemption:
    is_waived = values.regime == HoursExemption.Regime.WAIVED
    _check_regime(values, is_waived=is_waived)
    if values.ends_on is not None and values.ends_on <= values.starts_on:
        message = "La fin vient après le début."
        raise HoursError(message, field="ends_on")
    others = reachable(HoursExemption, actor).filter(beneficiary=row.beneficiary_id)
    if row.pk:
        others = others.exclude(pk=row.pk)
    meets = Q(ends_on__isnull=True) | Q(ends_on__gt=values.starts_on)
    if values.ends_on is not None:
        meets &= Q(starts_on__lt=values.ends_on)
    if others.filter(meets).exists():
        raise HoursError(OVERLAP, field="starts_on")
    row.regime, row.reason = values.regime, values.reason
    row.weekly_hours = 0 if is_waived else values.weekly_hours
    row.asked_by_person = values.asked_by_person
    row.comment = values.comment
    row.starts_on, row.ends_on = values.starts_on, values.ends_on
    row.save()
    return row


def _check_regime(values: ExemptionValues, *, is_waived: bool) -> None:
    if is_waived:
        if not may_waive(values.reason):
            raise HoursError(NO_WAIVER, field="reason")
        if not values.asked_by_person:
            message = (
                "Une dispense est demandée par la personne\u00a0: cochez la case si c’est le cas."
            )
            raise HoursError(message, field="asked_by_person")
        return
    least, _ = bounds(values.starts_on)
    if not 1 <= values.weekly_hours < least:
        message = (
            f"Une durée réduite va de 1{NBSP}h à {least - 1}{NBSP}h par semaine\u00a0: elle n’est "
            "jamais nulle."
        )
        raise HoursError(message, field="weekly_hours")
