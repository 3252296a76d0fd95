"""What leaves by itself: reminders, and the deadlines that pass. Called by jobs, each time anew."""

from datetime import datetime

from django.utils import timezone

from portal.accounts.actors import SITE
from portal.followup.appointments.models import Appointment
from portal.followup.booking import sending
from portal.followup.booking.answering import hold
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.sending import Channel, Kind
from portal.followup.booking.states import I, M, Role, go, settle
from portal.followup.rows.scope import Scope, system_scope
from snippets.one_by_one import sum_of_each

LATE = "Le rendez-vous est passé ou commence"
NOT_PLANNED = "Le rendez-vous n’est plus prévu"
NOT_WAITED = "Plus aucun choix n’est attendu"
ANOTHER_ROUND = "Une autre proposition a suivi"


def send_due(*, now: datetime) -> int:
    """Let leave what was planned until now; return how many left."""
    with system_scope(Scope.REMINDERS):
        due = list(
            BookingMessage.objects.in_system_scope()
            .filter(state=M.PLANNED, due_at__lte=now)
            .exclude(channel=Channel.LETTER)
            .order_by("due_at", "pk")
            .only("pk")
        )
    return sum_of_each(due, lambda one: _send(one.pk, now), failed="reminder %s")


def _send(key: int, now: datetime) -> int:
    with system_scope(Scope.REMINDERS, actor=SITE):
        rows = BookingMessage.objects.in_system_scope()
        hold(rows.values_list("beneficiary", flat=True).get(pk=key))
        message = (
            rows.select_for_update(of=("self",))
            .select_related(
                "beneficiary__unit",
                "invitation__category",
                "invitation__professional",
                "appointment__professional",
                "appointment__category",
            )
            .get(pk=key)
        )
        if message.state != M.PLANNED:
            return 0
        if reason := why_not(message, now):
            settle(message, M.DROPPED)
            message.reason, message.settled_at = reason, now
            message.save()
            return 0
        sending.leave(message, now=now)
        return 1


def why_not(message: BookingMessage, now: datetime) -> str:
    """Why a message that was planned is of no use any more; empty when it is."""
    appointment, invitation = message.appointment, message.invitation
    if message.kind == Kind.EVE and appointment:
        if appointment.state != Appointment.State.PLANNED:
            return NOT_PLANNED
        return LATE if appointment.starts_at <= now else ""
    if invitation and message.kind == Kind.REMINDER:
        if message.round != invitation.round:
            return ANOTHER_ROUND
        if invitation.reminders_stopped:
            return "Relances arrêtées"
        return "" if invitation.state == I.WAITING else NOT_WAITED
    return ""


def expire(*, now: datetime) -> int:
    """Note the invitations whose last day is past: their advisers see them on their home page."""
    today = timezone.localdate(now)
    with system_scope(Scope.REMINDERS):
        late = list(
            Invitation.objects.in_system_scope()
            .filter(state=I.WAITING, deadline_on__lt=today)
            .order_by("pk")
            .only("pk", "beneficiary")
        )
    return sum_of_each(late, lambda one: _expire(one, now), failed="invitation %s")


def _expire(found: Invitation, now: datetime) -> int:
    with system_scope(Scope.REMINDERS, actor=SITE):
        hold(found.beneficiary_id)
        row = Invitation.objects.in_system_scope().select_for_update(of=("self",)).get(pk=found.pk)
        is_late = row.deadline_on is not None and row.deadline_on < timezone.localdate(now)
        if row.state != I.WAITING or not is_late:
            return 0
        go(row, I.EXPIRED, Role.SITE)
        row.expired_at = now
        row.save()
        sending.drop_choice(row, "Le délai pour choisir est passé")
        return 1
