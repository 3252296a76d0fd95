"""A breach is reported, taken back, dismissed, or opens a procedure."""

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.orientation.services.present import current_assignment
from portal.followup.people.models import Beneficiary
from portal.followup.procedures import convocation, rules
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    NotYoursError,
    ProcedureError,
)
from portal.followup.procedures.models import BreachReport, SanctionProcedure
from portal.followup.procedures.services.moving import Act, check_past, me, said, write_act
from portal.followup.procedures.states import OPEN, R, Role, may_report_go
from portal.followup.procedures.telling import tell_reported
from portal.followup.rows.authors import written_by
from portal.followup.rows.versions import locked_version

_NOT_FOLLOWED = "Seules les personnes qui suivent ce dossier signalent un manquement."
_ALREADY_OPEN = "Une procédure est déjà en cours pour ce dossier."


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is reported. The day of an absence is that of its appointment."""

    kind: str
    facts: str
    facts_on: date | None = None
    tried: str = ""
    person_words: str = ""
    appointment: Appointment | None = None
    warned: bool = False
    received_proof: str = ""
    received_on: date | None = None


@transaction.atomic
def report(*, beneficiary: Beneficiary, facts: Facts, actor: Actor) -> BreachReport:
    """Report a breach. It starts nothing. Raises ProcedureError."""
    if not rules.may_report(actor.user, beneficiary):
        raise NotYoursError(_NOT_FOLLOWED)
    if facts.appointment is not None and facts.appointment.beneficiary_id != beneficiary.pk:
        message = "Ce rendez-vous n’est pas de ce dossier."
        raise ProcedureError(message, field="appointment")
    if facts.kind == BreachReport.Kind.ABSENCE:
        facts = _as_recorded(facts)
    values = asdict(facts) | {"appointment": facts.appointment}
    if facts.kind == BreachReport.Kind.ABSENCE:
        values["facts_on"] = _absence_day(facts)
    else:
        values |= {"appointment": None, "warned": False, "received_proof": "", "received_on": None}
    if values["facts_on"] is None:
        message = "Donnez la date des faits."
        raise ProcedureError(message, field="facts_on")
    check_past(values["facts_on"], field="facts_on")
    values["facts"] = said(facts.facts, "Décrivez les faits.", field="facts")
    reporter = me(actor)
    try:
        with transaction.atomic():
            made: BreachReport = BreachReport.objects.create(
                beneficiary=beneficiary,
                reported_by=reporter,
                structure=reporter.structure,
                **values,
                **written_by(actor),
            )
    except IntegrityError as error:
        # By another structure, whose reports are not read here: nothing is told of it.
        message = "Cette absence ne peut pas être signalée. Parlez-en à la ou au responsable."
        raise ProcedureError(message, field="appointment") from error
    tell_reported(made)
    return made


@transaction.atomic
def withdraw(*, report: BreachReport, actor: Actor, version: int) -> BreachReport:
    """Take back what one reported. Raises ProcedureError, ChangedMeanwhileError."""
    row = _locked(report, actor, version)
    _check_goes(row, R.WITHDRAWN, Role.REPORTER)
    if not rules.may_withdraw(actor.user, row):
        message = "Seule la personne qui a signalé retire son signalement."
        raise NotYoursError(message)
    row.state = R.WITHDRAWN
    row.save()
    return row


@transaction.atomic
def dismiss(*, report: BreachReport, answer: str, actor: Actor, version: int) -> BreachReport:
    """Say that nothing follows, and why. Raises ProcedureError, ChangedMeanwhileError."""
    row = _conducted(report, actor, version, to=R.DISMISSED)
    row.answer = said(answer, "Dites pourquoi il n’y a pas de suite.", field="answer")
    row.state = R.DISMISSED
    return _answered(row, actor)


@transaction.atomic
def open_procedure(
    *, report: BreachReport, actor: Actor, version: int, answer: str = ""
) -> SanctionProcedure:
    """Open a procedure on a report. Raises ProcedureError, ChangedMeanwhileError."""
    row = _conducted(report, actor, version, to=R.OPENED)
    if SanctionProcedure.unscoped.filter(beneficiary=row.beneficiary_id, state__in=OPEN).exists():
        raise ProcedureError(_ALREADY_OPEN)
    row.state, row.answer = R.OPENED, answer.strip()
    _answered(row, actor)
    assignment = current_assignment(row.beneficiary)
    try:
        with transaction.atomic():
            made: SanctionProcedure = SanctionProcedure.objects.create(
                beneficiary_id=row.beneficiary_id,
                report=row,
                referent=assignment.professional if assignment else None,
                **written_by(actor),
            )
    except IntegrityError as error:
        raise ProcedureError(_ALREADY_OPEN) from error
    write_act(made, Act.OPEN, actor=actor, text=row.answer)
    return made


def _as_recorded(facts: Facts) -> Facts:
    """The same, with what is recorded of the site's own summons: what is typed of one is nothing.

    Raises ProcedureError while it has no receipt, or did not warn.
    """
    if facts.appointment is None or not facts.appointment.is_summons:
        return facts
    receipt = convocation.receipt_of(facts.appointment)
    if receipt is None:
        message = (
            "Cette convocation a été faite ici\u00a0: elle doit avertir des conséquences d’une "
            "absence, et sa réception doit être notée dans les rendez-vous du dossier."
        )
        raise ProcedureError(message, field="appointment")
    return replace(
        facts, warned=True, received_proof=receipt.proof, received_on=receipt.received_on
    )


def _absence_day(facts: Facts) -> date:
    """The day of the appointment that was missed. Raises ProcedureError."""
    if facts.appointment is None or not convocation.was_missed(facts.appointment):
        message = "Choisissez un rendez-vous noté «\u00a0absence non excusée\u00a0»."
        raise ProcedureError(message, field="appointment")
    if not facts.warned:
        message = "Sans avertissement dans la convocation, une absence ne se signale pas."
        raise ProcedureError(message, field="warned")
    if not convocation.was_summoned(
        facts.appointment,
        warned=facts.warned,
        received_proof=facts.received_proof,
        received_on=facts.received_on,
    ):
        message = "Il faut la preuve que la convocation a été reçue, avant le rendez-vous."
        field = "received_on" if facts.received_proof in convocation.PROVES else "received_proof"
        raise ProcedureError(message, field=field)
    taken = BreachReport.unscoped.filter(
        appointment=facts.appointment, state__in=[R.SENT, R.OPENED]
    )
    if taken.exists():
        message = "Cette absence est déjà signalée."
        raise ProcedureError(message, field="appointment")
    return timezone.localdate(facts.appointment.starts_at)


def _locked(report: BreachReport, actor: Actor, version: int) -> BreachReport:
    rows = BreachReport.objects.visible_to(actor.user).select_related("beneficiary", "reported_by")
    try:
        row: BreachReport = locked_version(rows, pk=report.pk, version=version)
    except BreachReport.DoesNotExist:
        raise NotYoursError from None
    return row


def _conducted(report: BreachReport, actor: Actor, version: int, *, to: R) -> BreachReport:
    row = _locked(report, actor, version)
    _check_goes(row, to, Role.CONDUCTOR)
    if not rules.may_conduct(actor.user, row.beneficiary):
        raise NotYoursError
    return row


def _check_goes(row: BreachReport, to: R, role: Role) -> None:
    if not may_report_go(row.state, to, role):
        raise ForbiddenMoveError(row.get_state_display(), "le signalement")


def _answered(row: BreachReport, actor: Actor) -> BreachReport:
    row.answered_on, row.answered_by = timezone.localdate(), me(actor)
    row.save()
    return row
