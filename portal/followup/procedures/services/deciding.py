"""A person decides, notifies, lifts, ends; proposes a removal; ends the right: separate acts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.clocks.legal import after_months
from portal.followup.configuration import delays
from portal.followup.configuration.delays import Delay
from portal.followup.procedures import bounds
from portal.followup.procedures.errors import (
    MissingError,
    ObservationArrivedError,
    ProcedureError,
)
from portal.followup.procedures.models import SanctionPeriod, SanctionProcedure
from portal.followup.procedures.models.procedure import REASONS
from portal.followup.procedures.services.conducting import (
    check_nothing_is_awaited,
    lock_observations,
)
from portal.followup.procedures.services.moving import (
    Act,
    acted,
    check_decides,
    check_goes,
    check_past,
    me,
    move,
    said,
    taken,
)
from portal.followup.procedures.states import S

Outcome, Home = SanctionProcedure.Outcome, SanctionProcedure.Home


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided; without a sanction, its reasons alone. `reasons` has the four of the law."""

    outcome: str
    reasons: Mapping[str, str]
    stage: str = ""
    home: str = ""
    rate: int | None = None
    months: int | None = None
    effect_on: date | None = None


@transaction.atomic
def decide(
    *,
    procedure: SanctionProcedure,
    decision: Decision,
    observations_seen: int,
    actor: Actor,
    version: int,
) -> SanctionProcedure:
    """Decide, once the delay for observations is over, on those that were read.

    Raises ProcedureError, ObservationArrivedError.

    By somebody who conducts and was not the referent since the facts; with the four reasons of
    R. 262-68-5; a suppression after the opinion of the équipe pluridisciplinaire.
    """
    lock_observations(procedure)
    row = taken(procedure, actor, version)
    to = S.CLOSED if decision.outcome == Outcome.NONE else S.DECIDED
    check_goes(row, to, actor)
    today = timezone.localdate()
    if row.observations_until is None or today <= row.observations_until:
        raise MissingError([_too_early(row)])
    check_nothing_is_awaited(row)
    if (present := row.observations.count()) != observations_seen:
        raise ObservationArrivedError(present)
    for name in REASONS:
        given = decision.reasons.get(name, "")
        setattr(row, name, said(given, "La loi demande ce motif.", field=name))
    row.outcome = decision.outcome
    row.decided_on, row.decided_by = today, me(actor)
    if decision.outcome != Outcome.NONE:
        _write_sanction(row, decision, today)
    return move(row, to, Act.DECIDE, actor=actor, text=row.get_outcome_display())


@transaction.atomic
def notify_decision(
    *,
    procedure: SanctionProcedure,
    received_on: date,
    proof: str,
    starts_on: date,
    actor: Actor,
    version: int,
) -> SanctionProcedure:
    """The decision reached the person: the delay of appeal starts. Raises ProcedureError.

    `starts_on`: the first day of the sanction, never before the person knows of it, nor before the
    day that was decided.
    """
    row = taken(procedure, actor, version)
    check_past(received_on, field="received_on", after=row.decided_on, what="la décision")
    if starts_on < received_on:
        message = "La sanction ne commence pas avant que la personne ne l’apprenne."
        raise ProcedureError(message, field="starts_on")
    if row.effect_on and starts_on < row.effect_on:
        message = f"La décision prend effet le {row.effect_on:%d/%m/%Y}, pas avant."
        raise ProcedureError(message, field="starts_on")
    ends_on = after_months(starts_on, row.months or 0)
    overlapping = SanctionPeriod.unscoped.filter(
        beneficiary=row.beneficiary_id, starts_on__lt=ends_on, ends_on__gt=starts_on
    )
    if overlapping.exists():
        message = "Une autre sanction couvre déjà ces dates."
        raise ProcedureError(message, field="starts_on")
    row.decision_received_on, row.decision_proof = received_on, proof
    row.appeal_until = bounds.appeal_until(received_on)
    row.effect_on = starts_on
    move(row, S.IN_FORCE, Act.NOTIFY_DECISION, actor=actor, on=received_on)
    SanctionPeriod.objects.create(
        beneficiary_id=row.beneficiary_id, procedure=row, starts_on=starts_on, ends_on=ends_on
    )
    return row


@transaction.atomic
def lift(
    *, procedure: SanctionProcedure, on: date, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Lift a sanction; `on` is the first day without it. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    reason = said(reason, "Dites pourquoi.", field="reason")
    check_goes(row, S.LIFTED, actor)
    if row.state == S.IN_FORCE:
        if on > row.period.ends_on:
            message = f"La sanction est finie depuis le {row.period.ends_on:%d/%m/%Y}."
            raise ProcedureError(message, field="on")
        row.period.ends_on = max(row.period.starts_on, on)
        row.period.save()
    return move(row, S.LIFTED, Act.LIFT, actor=actor, on=on, text=reason)


@transaction.atomic
def end(*, procedure: SanctionProcedure, actor: Actor, version: int) -> SanctionProcedure:
    """Write that the time of a sanction is over. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    check_goes(row, S.ENDED, actor)
    _check_is_over(row)
    return move(row, S.ENDED, Act.END, actor=actor, on=row.period.ends_on)


@transaction.atomic
def propose_removal(
    *, procedure: SanctionProcedure, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Propose to France Travail to remove the person from its list. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    check_decides(row, actor)
    _check_stands(row)
    if not is_total(row):
        message = "Seule une suppression totale de cette durée mène à cette proposition."
        raise ProcedureError(message)
    if row.removal_proposed_on:
        message = "La radiation est déjà proposée."
        raise ProcedureError(message)
    row.removal_proposed_on = timezone.localdate()
    reason = said(reason, "Dites pourquoi.", field="reason")
    return acted(row, Act.PROPOSE_REMOVAL, actor=actor, text=reason)


@transaction.atomic
def end_right(
    *, procedure: SanctionProcedure, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """End the right, at the end of a total suppression. Raises ProcedureError.

    Nothing obliges to it. The CAF or the MSA is asked to; the case's entitlement follows its files.
    """
    row = taken(procedure, actor, version)
    check_decides(row, actor)
    _check_stands(row)
    if row.removal_proposed_on is None:
        message = "La fin de droit vient après la proposition de radiation."
        raise ProcedureError(message)
    if row.right_ended_on:
        message = "La fin de droit est déjà décidée."
        raise ProcedureError(message)
    _check_is_over(row)
    if row.appeals.filter(decided_on__isnull=True).exists():
        message = "Un recours attend sa réponse\u00a0: la fin de droit attend aussi."
        raise ProcedureError(message)
    row.right_ended_on = timezone.localdate()
    reason = said(reason, "Dites pourquoi.", field="reason")
    return acted(row, Act.END_RIGHT, actor=actor, text=reason)


def is_total(row: SanctionProcedure) -> bool:
    """Whether it is a total suppression, as long as the setting of its day asks."""
    if row.outcome != Outcome.SUPPRESSION or row.rate != 100 or row.decided_on is None:
        return False
    return (row.months or 0) >= delays.value(Delay.REMOVAL_MONTHS, row.decided_on)


def _write_sanction(row: SanctionProcedure, decision: Decision, today: date) -> None:
    """Check a sanction against the scale of the day, and keep both. Raises ProcedureError."""
    if decision.stage not in bounds.stages_of(row):
        message = "Ce barème ne s’applique pas à ce dossier."
        raise ProcedureError(message, field="stage")
    if decision.outcome not in bounds.outcomes_of(decision.stage):
        message = "Un premier manquement ne mène pas à une suppression."
        raise ProcedureError(message, field="outcome")
    if decision.outcome == Outcome.SUPPRESSION and not row.opinion:
        message = "Une suppression attend l’avis de l’équipe pluridisciplinaire."
        raise ProcedureError(message, field="outcome")
    if decision.home not in Home.values:
        message = "Dites qui compte dans le foyer."
        raise ProcedureError(message, field="home")
    people = bounds.known_people(row.beneficiary)
    if decision.home != Home.SEVERAL and people > 1:
        message = f"Le foyer connu compte {people} personnes\u00a0: corrigez-le d’abord."
        raise ProcedureError(message, field="home")
    allowed = bounds.bounds_of(decision.stage, decision.home, today)
    _check_between(decision.rate, allowed.rate_least, allowed.rate_most, "rate", "\u00a0%")
    _check_between(decision.months, allowed.months_least, allowed.months_most, "months", " mois")
    if decision.effect_on is None or decision.effect_on < today:
        message = "Choisissez un jour à venir."
        raise ProcedureError(message, field="effect_on")
    row.stage, row.home = decision.stage, decision.home
    row.rate, row.months, row.effect_on = decision.rate, decision.months, decision.effect_on
    for name, value in allowed.columns().items():
        setattr(row, name, value)


def _check_between(value: int | None, least: int, most: int, field: str, unit: str) -> None:
    if value is not None and least <= value <= most:
        return
    message = f"De {least} à {most}{unit} pour ce barème et ce foyer."
    raise ProcedureError(message, field=field)


def _check_stands(row: SanctionProcedure) -> None:
    if row.state not in {S.IN_FORCE, S.ENDED}:
        message = "La sanction n’est plus en vigueur."
        raise ProcedureError(message)


def _check_is_over(row: SanctionProcedure) -> None:
    if timezone.localdate() < row.period.ends_on:
        message = f"La sanction court jusqu’au {row.period.ends_on:%d/%m/%Y}."
        raise ProcedureError(message)


def _too_early(row: SanctionProcedure) -> str:
    if row.observations_until is None:
        return "Le courrier n’est pas encore notifié."
    return f"Le délai d’observations court jusqu’au {row.observations_until:%d/%m/%Y} inclus."
