"""Convoquer: a date of the service, when choosing led nowhere."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from portal.accounts.actors import Actor
from portal.followup.appointments.errors import DoubleBookingError
from portal.followup.appointments.models import Appointment
from portal.followup.appointments.services import check_is_free, check_is_to_come
from portal.followup.booking import answering, sending, words
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import AppointmentCategory, Invitation
from portal.followup.booking.services.inviting import check_people
from portal.followup.booking.states import I, Role, go
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.authors import written_by

Basis = Appointment.Basis
_State = Appointment.State


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a summons would follow. `basis` OTHER asks for a reason; `is_refused`: no summons."""

    basis: Basis
    at: datetime | None = None
    is_refused: bool = False

    @property
    def needs_reason(self) -> bool:
        """Whether who summons says why."""
        return self.basis == Basis.OTHER

    @property
    def said(self) -> str:
        """In words, for who summons."""
        if self.is_refused:
            return (
                "Le dernier rendez-vous a été annulé par le service\u00a0: invitez d’abord la "
                "personne à choisir une autre date."
            )
        if self.needs_reason:
            return "Rien de récent ne fonde une convocation\u00a0: donnez-en le motif."
        return f"Cette convocation fait suite à\u00a0: {self.basis.label.lower()}."


@transaction.atomic
def summon(
    *,
    beneficiary: Beneficiary,
    category: AppointmentCategory,
    professional: Professional,
    starts_at: datetime,
    actor: Actor,
    mode: str = Appointment.Mode.OFFICE,
    place: str = "",
    reason: str = "",
    anyway: bool = False,
) -> Appointment:
    """Fix a date; the person is told by mail and by letter.

    Raises BookingError, AppointmentError.
    """
    check_people(beneficiary, professional, actor)
    if beneficiary.has_left:
        message = "Cette personne est sortie du suivi."
        raise BookingError(message)
    words.check("place", place)
    check_is_to_come(starts_at)
    answering.hold(beneficiary.pk)
    grounds = grounds_of(beneficiary, actor=actor)
    if grounds.is_refused:
        raise BookingError(grounds.said)
    if grounds.needs_reason and not reason.strip():
        raise BookingError(grounds.said, field="reason")
    answering.hold_diary(professional.pk)
    if not anyway:
        check_is_free(professional, starts_at, category.minutes)
    made = Appointment(
        beneficiary=beneficiary,
        professional=professional,
        starts_at=starts_at,
        minutes=category.minutes,
        mode=mode,
        place=place,
        category=category,
        holds_slot=not anyway,
        is_summons=True,
        warns=category.warns,
        basis=grounds.basis,
        basis_reason=reason,
        **written_by(actor),
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise DoubleBookingError(name=professional.name, at=starts_at) from error
    _close_invitations(made, actor)
    answering.summoned(made, actor=actor)
    return made


def grounds_of(beneficiary: Beneficiary, *, actor: Actor) -> Grounds:
    """The last thing that happened in the case, which alone counts.

    An invitation that expired, an absence that nobody excused, a cancellation by the person found a
    summons; a cancellation by the service forbids it; anything else asks for a reason.
    """
    at, basis, is_refused = max(
        _events(beneficiary, actor), key=lambda event: event[0], default=(None, Basis.OTHER, False)
    )
    return Grounds(Basis(basis), at, is_refused)


def _events(case: Beneficiary, actor: Actor) -> Iterator[tuple[datetime, str, bool]]:
    invitations = Invitation.objects.visible_to(actor.user).filter(beneficiary=case)
    rows = invitations.annotate(last_changed_at=Max("appointments__updated_at"))
    for row in rows.filter(state__in=[I.WAITING, I.EXPIRED]):
        if row.state == I.EXPIRED and row.expired_at:
            yield row.expired_at, Basis.EXPIRED, False
        elif not _was_given_back(row):
            # What the service cancelled and offers again is answered first.
            yield row.round_at, Basis.OTHER, row.round > 1
    appointments = Appointment.objects.visible_to(actor.user).filter(beneficiary=case)
    for one in appointments:
        if one.state == _State.CANCELLED:
            basis = Basis.OTHER if one.cancelled_by_service else Basis.CANCELLED
            yield one.updated_at, basis, one.cancelled_by_service
        elif one.state == _State.NO_SHOW:
            yield one.starts_at, Basis.ABSENCE, False
        elif one.state == _State.PLANNED:
            yield one.created_at, Basis.OTHER, False
        else:
            yield one.starts_at, Basis.OTHER, False


def _was_given_back(invitation: Any) -> bool:
    """Whether it waits again because the person cancelled: the cancellation counts, not it."""
    last = invitation.last_changed_at
    return last is not None and last >= invitation.round_at


def _close_invitations(summons: Appointment, actor: Actor) -> None:
    """What waited for a choice of the same kind is followed by the summons."""
    rows = Invitation.objects.visible_to(actor.user).filter(
        beneficiary=summons.beneficiary,
        category=summons.category,
        state__in=[I.WAITING, I.EXPIRED],
    )
    for row in rows.select_for_update(of=("self",)):
        go(row, I.SUMMONED, Role.SERVICE)
        row.save()
        sending.drop_choice(row, "Une convocation suit")
