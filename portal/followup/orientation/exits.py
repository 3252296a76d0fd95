"""The end of a pathway, and its undoing when it was a mistake."""

from datetime import date

from django.contrib.postgres.functions import TransactionNow
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.models import CareTeamMember
from portal.followup.access.rules import manages
from portal.followup.appointments.models import Appointment
from portal.followup.booking.answering import exited
from portal.followup.contract.models import EngagementContract
from portal.followup.orientation import rules, telling
from portal.followup.orientation.errors import NotAllowedError, OrientationError
from portal.followup.orientation.models import (
    Exit,
    ExitReason,
    Orientation,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.orientation.services.assigning import end_assignment
from portal.followup.orientation.services.present import (
    check_active,
    current_assignment,
    current_orientation,
    locked_case,
)
from portal.followup.orientation.states import OPEN
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, current_scope, system_scope

_Contract = EngagementContract.State


@transaction.atomic
def record_exit(
    *,
    beneficiary: Beneficiary,
    reason: str,
    on: date,
    actor: Actor,
    situation: str = "",
    request: ReorientationRequest | None = None,
) -> Exit:
    """End a pathway: orientation, referent, team, contract, future appointments, open requests.

    The case leaves every caseload; the manager of its unit still reads it. Texts being typed stay
    their author's. Raises OrientationError, HasLeftError.
    """
    if current_scope() is None and not (
        rules.decides(actor.user) or (actor.user and manages(actor.user, beneficiary))
    ):
        message = "La sortie revient à une personne chargée d’orientation."
        raise NotAllowedError(message)
    with system_scope(Scope.TRANSFER, actor=actor):
        case = locked_case(beneficiary)
        check_active(case)
        orientation = current_orientation(case)
        _check_day(on, orientation)
        said = _said(reason)
        if orientation is not None:
            orientation.ends_on = on
            orientation.version += 1
            orientation.save(update_fields=["ends_on", "version", "updated_at"])
        if (referent := current_assignment(case)) is not None:
            end_assignment(referent, said, actor)
            telling.tell_handed_over(case, referent.professional)
        _end_the_rest(case, on, said, but=request)
        exited(case, actor=actor)
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.EXITED)
        beneficiary.state = Beneficiary.State.EXITED
        return Exit.unscoped.create(
            beneficiary=case,
            reason=reason,
            on=on,
            situation=situation,
            request=request,
            **written_by(actor),
        )


@transaction.atomic
def take_back(*, exit: Exit, actor: Actor, why: str) -> ReferentAssignment | None:  # noqa: A002 - the word of the domain
    """Undo an exit that was a mistake: the path, the contract, the same referent if still there.

    Appointments and the care team stay ended: the person was told, and access is given anew.
    Returns the referent, None when somebody else is to be named. The row goes; what it said and
    `why` stay in its history. Raises OrientationError.
    """
    if not rules.decides(actor.user):
        message = "L’annulation d’une sortie revient à une personne chargée d’orientation."
        raise NotAllowedError(message)
    if not why.strip():
        message = "Dites pourquoi la sortie est annulée."
        raise OrientationError(message, field="why")
    with system_scope(Scope.TRANSFER, actor=actor):
        case = locked_case(exit.beneficiary)
        row = Exit.unscoped.select_for_update(of=("self",)).filter(pk=exit.pk).first()
        if row is None or not case.has_left:
            message = "Cette sortie est déjà annulée."
            raise OrientationError(message)
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.ACTIVE)
        orientation = _reopen_orientation(case, row)
        _reopen_contract(case, row)
        referent = _same_referent(case, row, orientation, actor)
        # History keeps the last state of what is deleted.
        row.situation = f"Annulée\u00a0: {why}\n\n{row.situation}".strip()[:2000]
        row.save(update_fields=["situation"])
        row.delete()
        return referent


@transaction.atomic
def come_back(*, beneficiary: Beneficiary, actor: Actor) -> Beneficiary:
    """Somebody who had left has a right again: active, to be oriented. The exit stays.

    Raises OrientationError.
    """
    if current_scope() is None and not rules.decides(actor.user):
        message = "Le retour d’une personne revient à l’orientation."
        raise NotAllowedError(message)
    with system_scope(Scope.TRANSFER, actor=actor):
        case = locked_case(beneficiary)
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.ACTIVE)
    beneficiary.state = Beneficiary.State.ACTIVE
    return beneficiary


def _said(reason: str) -> str:
    """What rows that an exit ends say of it."""
    return f"Sortie\u00a0: {ExitReason(reason).label.lower()}"


def _check_day(on: date, orientation: Orientation | None) -> None:
    if on > timezone.localdate():
        message = "La sortie s’enregistre le jour venu, ou après."
        raise OrientationError(message, field="on")
    if orientation is not None and on < orientation.starts_on:
        message = (
            f"L’orientation en cours est du {orientation.starts_on:%d/%m/%Y}\u00a0: "
            "la sortie vient après."
        )
        raise OrientationError(message, field="on")


def _end_the_rest(
    case: Beneficiary, on: date, said: str, *, but: ReorientationRequest | None
) -> None:
    CareTeamMember.unscoped.filter(beneficiary=case, ends_at__isnull=True).update(
        ends_at=TransactionNow(), end_reason=said
    )
    Appointment.unscoped.filter(
        beneficiary=case, state=Appointment.State.PLANNED, starts_at__gte=timezone.now()
    ).update(
        state=Appointment.State.CANCELLED,
        cancelled_by_service=True,
        state_reason=said,
        version=F("version") + 1,
        updated_at=timezone.now(),
    )
    contracts = EngagementContract.unscoped.filter(beneficiary=case)
    closed = {"closed_on": on, "closing_reason": said, "version": F("version") + 1}
    contracts.filter(state=_Contract.SIGNED).update(state=_Contract.ENDED, **closed)
    contracts.filter(state__in=[_Contract.DRAFT, _Contract.PROPOSED]).update(
        state=_Contract.DROPPED, **closed
    )
    requests = ReorientationRequest.unscoped.filter(beneficiary=case, state__in=OPEN)
    requests.exclude(pk=but.pk if but else None).update(
        state=ReorientationRequest.State.WITHDRAWN,
        decided_at=timezone.now(),
        answer="Sans objet\u00a0: la personne est sortie du suivi.",
        version=F("version") + 1,
    )


def _reopen_orientation(case: Beneficiary, row: Exit) -> Orientation | None:
    """The one that the exit ended, unless another was decided since."""
    if (present := current_orientation(case)) is not None:
        return present
    last = Orientation.unscoped.filter(beneficiary=case).order_by("-starts_on", "-pk").first()
    if last is None or last.ends_on != row.on:
        return None
    last.ends_on = None
    last.version += 1
    last.save(update_fields=["ends_on", "version", "updated_at"])
    return last


def _reopen_contract(case: Beneficiary, row: Exit) -> None:
    """The contract that the exit ended is in force again, unless its last day is past."""
    contracts = EngagementContract.unscoped.filter(beneficiary=case)
    if contracts.filter(state=_Contract.SIGNED).exists():
        return
    said = _said(row.reason)
    ended = contracts.filter(
        state=_Contract.ENDED,
        closed_on=row.on,
        closing_reason=said,
        ends_on__gte=timezone.localdate(),
    ).first()
    if ended is not None:
        ended.state, ended.closed_on, ended.closing_reason = _Contract.SIGNED, None, ""
        ended.version += 1
        ended.save()


def _same_referent(
    case: Beneficiary, row: Exit, orientation: Orientation | None, actor: Actor
) -> ReferentAssignment | None:
    """Whoever the exit took the case from, if they may still follow it."""
    if orientation is None or current_assignment(case) is not None:
        return current_assignment(case)
    last = (
        ReferentAssignment.unscoped.select_related("professional__user")
        .filter(beneficiary=case)
        .order_by("-ends_at", "-pk")
        .first()
    )
    if last is None or last.end_reason != _said(row.reason):
        return None
    if last.structure_id != orientation.structure_id:
        return None
    if last.professional.structure_id != last.structure_id:
        return None
    if not rules.can_follow(last.professional):
        return None
    again = ReferentAssignment.unscoped.create(
        beneficiary=case,
        professional=last.professional,
        structure=last.structure,
        starts_at=TransactionNow(),
        **written_by(actor),
    )
    again.refresh_from_db(fields=["starts_at"])
    telling.tell_entrusted(case, last.professional)
    return again
