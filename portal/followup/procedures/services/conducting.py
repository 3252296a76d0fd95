"""What the manager of the unit does before a decision, and what delays it."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.board.models import ReviewBoardSession, ReviewCase
from portal.followup.clocks.legal import after_months
from portal.followup.documents.models import CaseDocument
from portal.followup.procedures import bounds, rules
from portal.followup.procedures.errors import (
    ForbiddenMoveError,
    NotYoursError,
    ProcedureError,
)
from portal.followup.procedures.models import Observation, SanctionProcedure
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
from portal.followup.procedures.states import BEFORE_DECISION, GOES_ON, S
from portal.followup.rows.authors import written_by
from snippets import locks

WAITING = (ReviewCase.State.WAITING, ReviewCase.State.LISTED)


@transaction.atomic
def notify(
    *, procedure: SanctionProcedure, received_on: date, proof: str, actor: Actor, version: int
) -> SanctionProcedure:
    """The letter reached the person: the delay for observations starts. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    check_past(
        received_on,
        field="received_on",
        after=timezone.localdate(row.created_at),
        what="l’ouverture de la procédure",
    )
    row.notice_received_on, row.notice_proof = received_on, proof
    row.observations_until = bounds.observations_until(received_on)
    return move(row, S.NOTIFIED, Act.NOTIFY, actor=actor, on=received_on)


@transaction.atomic
def observe(
    *,
    procedure: SanctionProcedure,
    on: date,
    way: str,
    text: str,
    actor: Actor,
    helped_by: str = "",
    document: CaseDocument | None = None,
) -> Observation:
    """Write what the person says, in time or late, as long as nothing is decided.

    Raises ProcedureError.
    """
    if not (
        rules.reads_procedures(actor.user, procedure.beneficiary)
        and rules.may_report(actor.user, procedure.beneficiary)
    ):
        message = "Seules les personnes du Département qui suivent ce dossier les écrivent."
        raise NotYoursError(message)
    if document is not None and document.beneficiary_id != procedure.beneficiary_id:
        message = "Cette pièce n’est pas de ce dossier."
        raise ProcedureError(message, field="document")
    return add_observation(
        procedure=procedure,
        on=on,
        way=way,
        text=text,
        actor=actor,
        helped_by=helped_by,
        document=document,
    )


def add_observation(
    *,
    procedure: SanctionProcedure,
    on: date,
    way: str,
    text: str,
    actor: Actor,
    helped_by: str = "",
    document: CaseDocument | None = None,
    by_person: bool = False,
) -> Observation:
    """Add it, once who calls has checked the right: a colleague, or the person in their space.

    Raises ProcedureError.
    """
    lock_observations(procedure)
    # As it is under the lock: it may have been decided while this was written.
    present = SanctionProcedure.unscoped.get(pk=procedure.pk)
    if present.state not in BEFORE_DECISION - {S.OPENED}:
        raise ForbiddenMoveError(present.get_state_display())
    check_past(on, field="on")
    made: Observation = Observation.objects.create(
        beneficiary_id=procedure.beneficiary_id,
        procedure=procedure,
        on=on,
        way=way,
        text=said(text, "Écrivez les observations.", field="text"),
        helped_by=helped_by.strip(),
        document=document,
        by_person=by_person,
        **written_by(actor),
    )
    write_act(procedure, Act.OBSERVE, actor=actor, on=on)
    return made


@transaction.atomic
def ask_board(
    *, procedure: SanctionProcedure, question: str, actor: Actor, version: int
) -> ReviewCase:
    """Ask for the opinion of the équipe pluridisciplinaire. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    question = said(question, "Écrivez la question posée.", field="question")
    move(row, S.BOARD, Act.ASK_BOARD, actor=actor, text=question)
    made: ReviewCase = ReviewCase.objects.create(
        beneficiary_id=row.beneficiary_id, procedure=row, question=question, **written_by(actor)
    )
    return made


@transaction.atomic
def leave_board(
    *, procedure: SanctionProcedure, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Take the case off the board, unless its session is open. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    waiting = (
        ReviewCase.objects.visible_to(actor.user)
        .filter(procedure=row, state__in=WAITING)
        .select_related("session")
        .first()
    )
    if waiting is None:
        raise ForbiddenMoveError("Avis rendu" if row.opinion else row.get_state_display())
    if waiting.session and waiting.session.state == ReviewBoardSession.State.OPEN:
        message = "La séance est ouverte\u00a0: attendez qu’elle soit close."
        raise ProcedureError(message)
    waiting.state, waiting.session = ReviewCase.State.WITHDRAWN, None
    waiting.version += 1
    waiting.save()
    reason = said(reason, "Dites pourquoi.", field="reason")
    return move(row, S.NOTIFIED, Act.LEAVE_BOARD, actor=actor, text=reason)


@transaction.atomic
def close(
    *, procedure: SanctionProcedure, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Close it without a sanction. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    check_nothing_is_awaited(row)
    reason = said(reason, "Dites pourquoi la procédure est close.", field="reason")
    return move(row, S.CLOSED, Act.CLOSE, actor=actor, text=reason)


@transaction.atomic
def postpone(
    *, procedure: SanctionProcedure, until: date, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Give more time: for observations, or before a sanction begins. Raises ProcedureError.

    `until` is the last day for observations, or the first day of the sanction.
    """
    row = taken(procedure, actor, version)
    check_conducts(row, actor)
    reason = said(reason, "Dites pourquoi.", field="reason")
    if row.state in {S.NOTIFIED, S.BOARD}:
        _check_later(until, row.observations_until)
        row.observations_until = until
    elif row.state == S.DECIDED:
        _check_later(until, row.effect_on)
        row.effect_on = until
    elif row.state == S.IN_FORCE and row.period.starts_on > timezone.localdate():
        _check_later(until, row.period.starts_on)
        row.effect_on = until
        row.period.starts_on = until
        row.period.ends_on = after_months(until, row.months or 0)
        row.period.save()
    else:
        message = "Il n’y a plus de date à reporter."
        raise ProcedureError(message)
    return acted(row, Act.POSTPONE, actor=actor, text=f"Au {until:%d/%m/%Y}. {reason}")


@transaction.atomic
def hold(
    *, procedure: SanctionProcedure, reason: str, actor: Actor, version: int
) -> SanctionProcedure:
    """Put it on hold, at any step. Raises ProcedureError."""
    row = taken(procedure, actor, version)
    check_conducts(row, actor)
    if row.state not in GOES_ON:
        raise ForbiddenMoveError(row.get_state_display())
    row.hold_reason = said(reason, "Dites pourquoi.", field="reason")
    row.held_on = timezone.localdate()
    return acted(row, Act.HOLD, actor=actor, text=reason)


@transaction.atomic
def resume(*, procedure: SanctionProcedure, actor: Actor, version: int) -> SanctionProcedure:
    """Go on with it. Raises ProcedureError."""
    row = taken(procedure, actor, version, even_held=True)
    check_conducts(row, actor)
    if not row.is_held:
        message = "La procédure n’est pas en attente."
        raise ProcedureError(message)
    row.held_on, row.hold_reason = None, ""
    return acted(row, Act.RESUME, actor=actor)


def lock_observations(procedure: SanctionProcedure) -> None:
    """One at a time adds an observation, or decides on those that there are."""
    locks.take(f"followup.observations:{procedure.pk}")


def check_nothing_is_awaited(row: SanctionProcedure) -> None:
    """Raise ProcedureError while the board was asked and has not answered."""
    if ReviewCase.unscoped.filter(procedure=row, state__in=WAITING).exists():
        message = (
            "L’avis de l’équipe pluridisciplinaire est attendu\u00a0: attendez-le, ou retirez la "
            "demande d’avis."
        )
        raise ProcedureError(message)


def _check_later(until: date, present: date | None) -> None:
    if present is not None and until <= present:
        message = f"Choisissez un jour après le {present:%d/%m/%Y}."
        raise ProcedureError(message, field="until")
