"""What is done to appointments: planned, moved, cancelled, said to be held or not."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.errors import (
    AppointmentError,
    DoubleBookingError,
    ForbiddenChangeError,
)
from portal.followup.appointments.models import Appointment
from portal.followup.appointments.states import HAPPENED, S, may_go
from portal.followup.booking import answering
from portal.followup.configuration.models import Term
from portal.followup.people.errors import HasLeftError
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from portal.followup.rows.versions import locked_version

USUAL_MINUTES = 45
_LONGEST = timedelta(minutes=480)
_PAST = "Cette date est passée. Pour un rendez-vous qui a eu lieu, choisissez «\u00a0Noter\u00a0»."


@transaction.atomic
def plan(
    *,
    beneficiary: Beneficiary,
    professional: Professional,
    starts_at: datetime,
    actor: Actor,
    minutes: int = USUAL_MINUTES,
    mode: str = Appointment.Mode.OFFICE,
    place: str = "",
    kind: Term | None = None,
    anyway: bool = False,
) -> Appointment:
    """Plan an appointment to come; it answers the invitation that waits with this professional.

    Raises AppointmentError, HasLeftError, and DoubleBookingError unless `anyway`.
    """
    if beneficiary.has_left:
        raise HasLeftError
    check_is_to_come(starts_at)
    answering.hold(beneficiary.pk)
    answering.hold_diary(professional.pk)
    if not anyway:
        check_is_free(professional, starts_at, minutes)
    appointment: Appointment = Appointment.objects.create(
        beneficiary=beneficiary,
        professional=professional,
        starts_at=starts_at,
        minutes=minutes,
        mode=mode,
        place=place,
        kind=kind,
        holds_slot=not anyway,
        **written_by(actor),
    )
    answering.planned(appointment, actor=actor)
    return appointment


@transaction.atomic
def note(
    *,
    beneficiary: Beneficiary,
    professional: Professional,
    starts_at: datetime,
    state: str,
    actor: Actor,
    minutes: int = USUAL_MINUTES,
    mode: str = Appointment.Mode.OFFICE,
    kind: Term | None = None,
    reason: str = "",
) -> Appointment:
    """Write an appointment that nobody had planned, and that took place or was missed.

    Raises AppointmentError: it is to come, or is written already.
    """
    if timezone.localdate(starts_at) > timezone.localdate() or state not in HAPPENED:
        message = "Un rendez-vous à venir ne se note pas encore\u00a0: planifiez-le."
        raise AppointmentError(message, field="on")
    # Two presses on the button, or a form that was sent again.
    same = Appointment.objects.visible_to(actor.user).filter(
        beneficiary=beneficiary, professional=professional, starts_at=starts_at
    )
    if same.exclude(state=S.CANCELLED).exists():
        message = "Un rendez-vous est déjà noté à cette heure."
        raise AppointmentError(message, field="at")
    appointment: Appointment = Appointment.objects.create(
        beneficiary=beneficiary,
        professional=professional,
        starts_at=starts_at,
        state=state,
        minutes=minutes,
        mode=mode,
        kind=kind,
        state_reason=reason,
        **written_by(actor),
    )
    return appointment


@transaction.atomic
def record(
    *, appointment: Appointment, state: str, actor: Actor, reason: str = "", version: int = 0
) -> Appointment:
    """Say what became of an appointment.

    Raises ForbiddenChangeError, ChangedMeanwhileError when `version` is not the last one.
    """
    answering.hold(appointment.beneficiary_id)
    row = _locked(appointment, actor, version)
    if state == S.CANCELLED or not may_go(row, state):
        raise ForbiddenChangeError(row, state)
    row.state, row.state_reason = state, reason
    row.cancelled_by_service = False
    if state == S.PLANNED:
        # Its slot may be somebody else's by now: it stands beside.
        answering.hold_diary(row.professional_id)
        row.holds_slot = not _is_taken(row)
    row.save()
    if state == S.PLANNED:
        answering.planned(row, actor=actor)
    return row


@transaction.atomic
def move(
    *,
    appointment: Appointment,
    starts_at: datetime,
    actor: Actor,
    version: int = 0,
    anyway: bool = False,
    **changes: Any,
) -> Appointment:
    """Move an appointment that is planned; `changes`: professional, minutes, mode, place, kind.

    Raises AppointmentError, DoubleBookingError, ChangedMeanwhileError.
    """
    answering.hold(appointment.beneficiary_id)
    row = _locked(appointment, actor, version)
    if row.state != S.PLANNED:
        message = "Ce rendez-vous n’est plus prévu\u00a0: il ne se déplace pas."
        raise AppointmentError(message)
    if starts_at != row.starts_at:
        check_is_to_come(starts_at)
    told = (row.starts_at, row.mode, row.place, row.professional_id)
    for name, value in changes.items():
        setattr(row, name, value)
    answering.hold_diary(row.professional_id)
    if not anyway:
        check_is_free(row.professional, starts_at, row.minutes, besides=row)
    row.starts_at, row.holds_slot = starts_at, not anyway
    row.save()
    if told != (row.starts_at, row.mode, row.place, row.professional_id):
        answering.moved(row, actor=actor)
    return row


@transaction.atomic
def cancel(
    *,
    appointment: Appointment,
    actor: Actor,
    by_service: bool,
    reason: str = "",
    version: int = 0,
) -> Appointment:
    """Cancel what was planned; who cancels is said, since it counts differently for the person.

    What came of an invitation is offered again when the service cancels.
    Raises ForbiddenChangeError, ChangedMeanwhileError.
    """
    answering.hold(appointment.beneficiary_id)
    row = _locked(appointment, actor, version)
    if not may_go(row, S.CANCELLED):
        raise ForbiddenChangeError(row, S.CANCELLED)
    row.state, row.state_reason, row.cancelled_by_service = S.CANCELLED, reason, by_service
    row.save()
    answering.freed(row, by_service=by_service, actor=actor)
    return row


def taken_at(
    *,
    professional: Professional,
    starts_at: datetime,
    minutes: int,
    besides: Appointment | None = None,
) -> datetime | None:
    """When another appointment of a professional begins that meets this one, or None.

    In a scope of the site: it may be of a case that who plans does not read. The hour alone is
    told.
    """
    ends_at = starts_at + timedelta(minutes=minutes)
    with system_scope(Scope.DIARY):
        rows = Appointment.objects.in_system_scope().filter(
            professional=professional,
            state=S.PLANNED,
            starts_at__lt=ends_at,
            starts_at__gt=starts_at - _LONGEST,
        )
        if besides is not None:
            rows = rows.exclude(pk=besides.pk)
        others = list(rows.order_by("starts_at").values_list("starts_at", "minutes"))
    return next((at for at, last in others if at + timedelta(minutes=last) > starts_at), None)


def _locked(appointment: Appointment, actor: Actor, version: int) -> Appointment:
    """The row as it is now, at its next version; any version, when none is given."""
    rows = Appointment.objects.visible_to(actor.user)
    version = version or rows.values_list("version", flat=True).get(pk=appointment.pk)
    row: Appointment = locked_version(rows, pk=appointment.pk, version=version)
    return row


def _is_taken(row: Appointment) -> bool:
    at = taken_at(
        professional=row.professional, starts_at=row.starts_at, minutes=row.minutes, besides=row
    )
    return at is not None


def check_is_to_come(starts_at: datetime) -> None:
    """Raise AppointmentError for a moment that is past."""
    if starts_at < timezone.now():
        raise AppointmentError(_PAST, field="on")


def check_is_free(
    professional: Professional,
    starts_at: datetime,
    minutes: int,
    besides: Appointment | None = None,
) -> None:
    """Raise DoubleBookingError when the professional is taken. Under the lock of the diary."""
    at = taken_at(professional=professional, starts_at=starts_at, minutes=minutes, besides=besides)
    if at is not None:
        raise DoubleBookingError(name=professional.name, at=at)
