"""What becomes of invitations when an appointment is planned, moved, cancelled, by any way.

Whoever writes an appointment calls these: its services, a transfer, an exit, the person's page.
Reminders stop; what the service cancels is offered again. Each opens the scope that it needs.
"""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.booking import deadlines, sending, telling
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.sending import Channel, Kind
from portal.followup.booking.states import I, Role, go, may_go
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope
from snippets.locks import check_reads_committed, take

TAKEN = "Un rendez-vous est pris"
CANCELLED = "Le rendez-vous est annulé"
EXITED = "La personne est sortie du suivi"


def hold(case_pk: int) -> None:
    """One act at a time on the invitations and slots of a case; taken before a diary."""
    take(f"followup.booking.{case_pk}")


def hold_diary(professional_pk: int) -> None:
    """One act at a time in a professional's diary: lock, count, write. Raises RuntimeError."""
    check_reads_committed()
    take(f"followup.diary.{professional_pk}")


def planned(appointment: Appointment, *, actor: Actor) -> None:
    """A colleague planned it, at the desk or on the phone: it answers what waited with them."""
    with system_scope(Scope.BOOKING, actor=actor):
        for invitation in _open(appointment.beneficiary):
            if telling.adviser_of(invitation) == appointment.professional:
                take_up(invitation, appointment, role=Role.SERVICE, actor=actor)
                return


def take_up(invitation: Invitation, appointment: Appointment, *, role: Role, actor: Actor) -> None:
    """An appointment answers an invitation: the person is told, and nothing reminds them of it."""
    now = timezone.now()
    go(invitation, I.BOOKED, role)
    invitation.expired_at = None
    invitation.save()
    appointment.invitation = invitation
    appointment.category = appointment.category or invitation.category
    appointment.save()
    sending.drop_choice(invitation, TAKEN)
    confirm(appointment, actor=actor, now=now)


def confirm(appointment: Appointment, *, actor: Actor, now: datetime) -> None:
    """Say by mail when it is, and plan the reminder before it."""
    if appointment.beneficiary.email and appointment.invitation_id:
        sending.send(
            beneficiary=appointment.beneficiary,
            kind=Kind.CONFIRMATION,
            channel=Channel.MAIL,
            actor=actor,
            invitation=appointment.invitation,
            appointment=appointment,
        )
    sending.plan_eve(appointment, actor=actor, now=now)


def moved(appointment: Appointment, *, actor: Actor) -> None:
    """It is at another moment, or elsewhere: what was said of it is said again."""
    if not (appointment.invitation_id or appointment.is_summons):
        return
    with system_scope(Scope.BOOKING, actor=actor):
        if appointment.is_summons:
            summoned(appointment, actor=actor)
        else:
            confirm(appointment, actor=actor, now=timezone.now())


def summoned(appointment: Appointment, *, actor: Actor) -> None:
    """A date of the service: told by mail when there is an address, by letter always."""
    about: dict[str, Any] = {
        "beneficiary": appointment.beneficiary,
        "appointment": appointment,
        "actor": actor,
    }
    now = timezone.now()
    letters = appointment.messages.filter(kind=Kind.SUMMONS, channel=Channel.LETTER)
    sending.drop(letters, "Le rendez-vous a changé")
    if appointment.beneficiary.email:
        sending.send(kind=Kind.SUMMONS, channel=Channel.MAIL, **about)
    sending.plan(kind=Kind.SUMMONS, channel=Channel.LETTER, due_at=now, **about)
    sending.plan_eve(appointment, actor=actor, now=now)


def freed(appointment: Appointment, *, by_service: bool, actor: Actor) -> None:
    """It is cancelled. By the person: they may choose again. By the service: it offers again."""
    with system_scope(Scope.BOOKING, actor=actor):
        sending.drop(appointment.messages.all(), CANCELLED)
        invitation = appointment.invitation
        if invitation is None:
            if by_service and appointment.is_summons and appointment.category_id:
                _offer_instead(appointment, actor=actor)
            return
        if not may_go(invitation.state, I.WAITING, Role.SERVICE):
            return
        if _has_another(invitation) or another_waits(invitation):
            return
        go(invitation, I.WAITING, Role.SERVICE)
        if by_service:
            _offer_again(invitation, appointment, actor=actor)
        else:
            deadlines.count_again(invitation, now=timezone.now())


def handed_over(case: Beneficiary, former: Professional) -> None:
    """The case is somebody else's: what named the former referent offers the hours of the new one.

    Inside the scope of the transfer.
    """
    rows = Invitation.unscoped.filter(
        beneficiary=case, professional=former, state__in=[I.WAITING, I.EXPIRED, I.BOOKED]
    )
    rows.update(professional=None)


def exited(case: Beneficiary, *, actor: Actor) -> None:
    """The pathway ends: nothing is offered any more. Inside the scope of the exit."""
    sending.drop(BookingMessage.unscoped.filter(beneficiary=case), EXITED)
    rows = Invitation.unscoped.filter(beneficiary=case, state__in=[I.WAITING, I.EXPIRED, I.BOOKED])
    for invitation in rows.select_for_update(of=("self",)):
        met = invitation.appointments.exclude(state=Appointment.State.CANCELLED)
        if invitation.state == I.BOOKED and met.exists():
            # It was answered, and the appointment was had: that stays so.
            continue
        go(invitation, I.WITHDRAWN, Role.SERVICE)
        invitation.closing_reason = EXITED
        invitation.save()


def _open(case: Beneficiary) -> list[Invitation]:
    """The oldest first, locked."""
    rows = Invitation.unscoped.filter(beneficiary=case, state__in=[I.WAITING, I.EXPIRED])
    return list(
        rows.select_for_update(of=("self",))
        .select_related("category", "professional", "beneficiary__unit")
        .order_by("round_at", "pk")
    )


def _has_another(invitation: Invitation) -> bool:
    """Whether another appointment answers it already."""
    planned_ones = invitation.appointments.filter(state=Appointment.State.PLANNED)
    return planned_ones.exists()


def another_waits(invitation: Invitation) -> bool:
    """Whether another invitation of the category waits already, which alone goes on."""
    others = Invitation.unscoped.filter(
        beneficiary=invitation.beneficiary_id,
        category=invitation.category_id,
        state__in=[I.WAITING, I.EXPIRED],
    )
    return others.exclude(pk=invitation.pk).exists()


def _offer_again(invitation: Invitation, appointment: Appointment, *, actor: Actor) -> None:
    """Another round of the same invitation: the same link, and a delay that begins now."""
    now = timezone.now()
    category = invitation.category
    invitation.round += 1
    invitation.round_at = now
    invitation.reminders_stopped = ""
    invitation.answer_days = category.answer_days if category.is_mandatory else None
    invitation.deadline_on = None
    invitation.save()
    about: dict[str, Any] = {
        "beneficiary": invitation.beneficiary,
        "invitation": invitation,
        "actor": actor,
    }
    if invitation.beneficiary.email:
        sending.send(kind=Kind.CANCELLATION, channel=Channel.MAIL, appointment=appointment, **about)
        plan_reminder(invitation, actor=actor, now=now)
    else:
        sending.plan(kind=Kind.INVITATION, channel=Channel.LETTER, due_at=now, **about)
    deadlines.count_again(invitation, now=now)


def plan_reminder(invitation: Invitation, *, actor: Actor, now: datetime) -> None:
    """After the days that the category says, by the ways that reach the person."""
    days = invitation.category.reminder_days
    if not days:
        return
    due_at = sending.morning(now + timedelta(days=days))
    for channel in sending.electronic_ways(invitation.beneficiary):
        sending.plan(
            beneficiary=invitation.beneficiary,
            kind=Kind.REMINDER,
            channel=channel,
            due_at=due_at,
            actor=actor,
            invitation=invitation,
        )


def _offer_instead(appointment: Appointment, *, actor: Actor) -> None:
    """A summons that the service cancels is followed by an invitation, never by a summons."""
    now = timezone.now()
    case, category = appointment.beneficiary, appointment.category
    if category is None or any(one.category_id == category.pk for one in _open(case)):
        return
    invitation = Invitation.unscoped.create(
        beneficiary=case,
        category=category,
        professional=appointment.professional,
        round_at=now,
        **written_by(actor),
    )
    appointment.invitation = invitation
    appointment.save()
    _offer_again(invitation, appointment, actor=actor)
