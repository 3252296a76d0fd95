"""Hours of activity are written week by week; a reduction or a waiver covers some of them.

They are counted. Nothing here decides or announces anything: a person does, elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum

from portal.accounts.actors import Actor
from portal.followup.configuration.models import Term
from portal.followup.contract.errors import ContractError
from portal.followup.contract.hours_rules import NO_WAIVER, bounds, may_waive
from portal.followup.contract.models import ActivityLog, HoursExemption
from portal.followup.contract.reaching import locked, locked_case, reachable
from portal.followup.contract.services.changing import check_past
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from snippets.french import NBSP

MOST_IN_A_WEEK = 80
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


def monday_of(day: date) -> date:
    """The Monday of the week of a day."""
    return day - timedelta(days=day.weekday())


@transaction.atomic
def log_hours(
    *,
    beneficiary: Beneficiary,
    kind: Term,
    hours: Mapping[date, Decimal],
    actor: Actor,
    comment: str = "",
) -> list[ActivityLog]:
    """Write hours of one kind for several weeks, by any day of each. Raises ContractError."""
    case = locked_case(beneficiary, actor)
    made = []
    for day, count in sorted(hours.items()):
        week = monday_of(day)
        check_past(week, field="weeks", what="Une semaine d’activité")
        _check_total(case, week, count)
        made.append(
            ActivityLog.unscoped.create(
                beneficiary=case,
                week=week,
                kind=kind,
                hours=count,
                comment=comment,
                **written_by(actor),
            )
        )
    if not made:
        message = "Écrivez les heures d’au moins une semaine."
        raise ContractError(message)
    return made


@transaction.atomic
def correct_hours(
    *, entry: ActivityLog, week: date, kind: Term, hours: Decimal, comment: str, actor: Actor
) -> ActivityLog:
    """Write an entry anew; what it said before stays in its history. Raises ContractError."""
    kept = locked(entry, actor)
    monday = monday_of(week)
    check_past(monday, field="week", what="Une semaine d’activité")
    _check_total(kept.beneficiary, monday, hours, leaving_out=kept)
    kept.week, kept.kind, kept.hours, kept.comment = monday, kind, hours, comment
    kept.save()
    return kept


@transaction.atomic
def remove_hours(*, entry: ActivityLog, actor: Actor) -> None:
    """Take an entry off the count; its history stays."""
    locked(entry, actor).delete()


@transaction.atomic
def exempt(*, beneficiary: Beneficiary, values: ExemptionValues, actor: Actor) -> HoursExemption:
    """Reduce the hours for a time, or waive them at the person's request.

    Raises ContractError for a reason that the law does not know, or for days that another covers.
    """
    case = locked_case(beneficiary, actor)
    return _written(HoursExemption(beneficiary=case, **written_by(actor)), values, actor)


@transaction.atomic
def change_exemption(
    *, exemption: HoursExemption, values: ExemptionValues, actor: Actor
) -> HoursExemption:
    """Write a reduction or a waiver anew, its end for instance. Raises ContractError."""
    return _written(locked(exemption, actor), values, actor)


@transaction.atomic
def remove_exemption(*, exemption: HoursExemption, actor: Actor) -> None:
    """Take off what was written by mistake; its history stays."""
    locked(exemption, actor).delete()


def _check_total(
    case: Beneficiary, week: date, added: Decimal, leaving_out: ActivityLog | None = None
) -> None:
    rows = ActivityLog.unscoped.filter(beneficiary=case, week=week)
    if leaving_out is not None:
        rows = rows.exclude(pk=leaving_out.pk)
    if (rows.aggregate(sum=Sum("hours"))["sum"] or 0) + added > MOST_IN_A_WEEK:
        message = (
            f"La semaine du {week:%d/%m/%Y} aurait plus de {MOST_IN_A_WEEK}{NBSP}h. Vérifiez les "
            "heures déjà notées."
        )
        raise ContractError(message, field="hours")


def _written(row: HoursExemption, values: ExemptionValues, actor: Actor) -> HoursExemption:
    is_waived = values.regime == HoursExemption.Regime.WAIVED
    _check_regime(values, is_waived=is_waived)
    if values.ends_on is not None and values.ends_on <= values.starts_on:
        message = "La fin vient après le début."
        raise ContractError(message, field="ends_on")
    others = reachable(HoursExemption, actor).filter(beneficiary=row.beneficiary_id)
    if row.pk:
        others = others.exclude(pk=row.pk)
    meets = Q(ends_on__isnull=True) | Q(ends_on__gt=values.starts_on)
    if values.ends_on is not None:
        meets &= Q(starts_on__lt=values.ends_on)
    if others.filter(meets).exists():
        raise ContractError(OVERLAP, field="starts_on")
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
            raise ContractError(NO_WAIVER, field="reason")
        if not values.asked_by_person:
            message = (
                "Une dispense est demandée par la personne\u00a0: cochez la case si c’est le cas."
            )
            raise ContractError(message, field="asked_by_person")
        return
    least, _ = bounds(values.starts_on)
    if not 1 <= values.weekly_hours < least:
        message = (
            f"Une durée réduite va de 1{NBSP}h à {least - 1}{NBSP}h par semaine\u00a0: elle n’est "
            "jamais nulle."
        )
        raise ContractError(message, field="weekly_hours")
