"""An appeal is recorded, answered by somebody else than the first decider, notified."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.clocks.legal import after_months
from portal.followup.procedures import rules
from portal.followup.procedures.errors import NotYoursError, ProcedureError
from portal.followup.procedures.models import Appeal, SanctionPeriod, SanctionProcedure
from portal.followup.procedures.services.moving import (
    Act,
    acted,
    check_conducts,
    check_past,
    move,
    said,
    taken,
    write_act,
)
from portal.followup.procedures.states import STANDS, S
from portal.followup.procedures.telling import tell_appealed
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version

Outcome = Appeal.Outcome


@transaction.atomic
def record_appeal(
    *, procedure: SanctionProcedure, received_on: date, grounds: str, actor: Actor, version: int
) -> Appeal:
    """Record an appeal, late or not. It changes nothing before it is answered.

    Raises ProcedureError.
    """
    row = taken(procedure, actor, version, even_held=True)
    check_conducts(row, actor)
    if row.state not in STANDS or row.appeal_until is None:
        message = "Il n’y a pas de décision notifiée."
        raise ProcedureError(message)
    if row.appeals.exists():
        message = "Un recours est déjà enregistré contre cette décision."
        raise ProcedureError(message)
    check_past(
        received_on,
        field="received_on",
        after=row.decision_received_on,
        what="la notification de la décision",
    )
    case = row.beneficiary
    made: Appeal = Appeal.objects.create(
        beneficiary=case,
        procedure=row,
        person_label=f"{case}, dossier {case.shown_number}",
        received_on=received_on,
        is_late=received_on > row.appeal_until,
        grounds=said(grounds, "Écrivez ce que demande la personne.", field="grounds"),
        first_decider=row.decided_by.user if row.decided_by else None,
        **written_by(actor),
    )
    acted(row, Act.APPEAL, actor=actor, on=received_on)
    tell_appealed(made)
    return made


@transaction.atomic
def answer_appeal(
    *,
    appeal: Appeal,
    outcome: str,
    answer: str,
    actor: Actor,
    version: int,
    rate: int | None = None,
    months: int | None = None,
) -> Appeal:
    """Answer an appeal. Raises ProcedureError, ChangedMeanwhileError.

    What the answer changes of the sanction is changed in the same transaction: annulled, as if it
    had never been; reduced, with a lower rate or fewer months.
    """
    if not rules.may_answer(actor.user, appeal):
        message = "Une autre personne que la première décide du recours."
        raise NotYoursError(message)
    rows = Appeal.objects.visible_to(actor.user)
    kept: Appeal = locked_version(rows, pk=appeal.pk, version=version)
    if kept.decided_on:
        message = "Ce recours a déjà sa réponse."
        raise ProcedureError(message)
    if outcome == Outcome.TOO_LATE and not kept.is_late:
        message = "Ce recours est dans les délais."
        raise ProcedureError(message, field="outcome")
    answer = said(answer, "La réponse est motivée.", field="answer")
    procedures = SanctionProcedure.objects.visible_to(actor.user).select_for_update(of=("self",))
    row: SanctionProcedure = procedures.get(pk=kept.procedure_id)
    row.version += 1
    if outcome == Outcome.ANNULLED:
        _set_period(row, months=0)
        move(row, S.ANNULLED, Act.ANSWER_APPEAL, actor=actor, text=Outcome.ANNULLED.label)
    else:
        if outcome == Outcome.REDUCED:
            _reduce(row, rate, months)
        acted(row, Act.ANSWER_APPEAL, actor=actor, text=Outcome(outcome).label)
    # Last: once it is answered, its procedure is out of reach.
    kept.outcome, kept.answer = outcome, answer
    kept.decided_on, kept.decided_by = timezone.localdate(), actor.user
    kept.decider_name = actor.name
    kept.save()
    return kept


@transaction.atomic
def notify_answer(*, appeal: Appeal, received_on: date, actor: Actor, version: int) -> Appeal:
    """The answer reached the person. Raises ProcedureError, ChangedMeanwhileError."""
    kept: Appeal = locked_version(
        Appeal.objects.visible_to(actor.user), pk=appeal.pk, version=version
    )
    check_conducts(kept.procedure, actor)
    if kept.decided_on is None or kept.answer_received_on:
        message = "Il n’y a pas de réponse à notifier."
        raise ProcedureError(message)
    check_past(received_on, field="received_on", after=kept.decided_on, what="la réponse")
    kept.answer_received_on = received_on
    kept.save()
    write_act(kept.procedure, Act.NOTIFY_APPEAL, actor=actor, on=received_on)
    return kept


def _reduce(row: SanctionProcedure, rate: int | None, months: int | None) -> None:
    present_rate, present_months = row.rate or 0, row.months or 0
    rate, months = rate or present_rate, months or present_months
    if not (1 <= rate <= present_rate):
        message = f"Le taux réduit va de 1 à {present_rate}\u00a0%."
        raise ProcedureError(message, field="rate")
    if not (1 <= months <= present_months):
        message = f"La durée réduite va de 1 à {present_months} mois."
        raise ProcedureError(message, field="months")
    if (rate, months) == (present_rate, present_months):
        message = "Dites ce qui est réduit\u00a0: le taux, la durée, ou les deux."
        raise ProcedureError(message, field="rate")
    row.first_rate, row.first_months = present_rate, present_months
    row.rate, row.months = rate, months
    _set_period(row, months=months)


def _set_period(row: SanctionProcedure, *, months: int) -> None:
    """Shorten the sanction; one that was lifted earlier stays so."""
    period = SanctionPeriod.unscoped.filter(procedure=row).first()
    if period is not None:
        period.ends_on = min(period.ends_on, after_months(period.starts_on, months))
        period.save()
