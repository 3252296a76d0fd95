"""A message leaves, or does not: one function for each way. Inside a scope that writes the case.

A letter leaves when it is printed (`services/letters.py`).
"""

import logging
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.booking import sms, telling
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.states import M, settle
from portal.followup.people.models import Beneficiary
from portal.followup.rows.authors import written_by
from snippets.mail.models import Delivery
from snippets.mail.queue import queue_mail

logger = logging.getLogger(__name__)
Kind, Channel = BookingMessage.Kind, BookingMessage.Channel
# What is not urgent leaves in the morning.
_MORNING = time(9, 0)
NO_ADDRESS = "Aucune adresse e-mail"
WITHHELD = "L’adresse ne reçoit plus nos messages"
LOST = "L’opérateur n’a pas pris le SMS"


def plan(
    *,
    beneficiary: Beneficiary,
    kind: str,
    channel: str,
    due_at: datetime,
    actor: Actor,
    invitation: Invitation | None = None,
    appointment: Appointment | None = None,
) -> BookingMessage:
    """Write what is to leave."""
    made: BookingMessage = BookingMessage.unscoped.create(
        beneficiary=beneficiary,
        invitation=invitation,
        appointment=appointment,
        round=invitation.round if invitation else 1,
        kind=kind,
        channel=channel,
        due_at=due_at,
        **written_by(actor),
    )
    return made


def send(**planned: Any) -> BookingMessage:
    """Plan a message, and let it leave at once: `plan` without `due_at`."""
    now = timezone.now()
    message = plan(due_at=now, **planned)
    leave(message, now=now)
    return message


def leave(message: BookingMessage, *, now: datetime) -> None:
    """Hand a mail or an SMS over, and save what became of it."""
    if message.channel == Channel.MAIL:
        _mail(message, now)
    elif message.channel == Channel.SMS:
        _text(message, now)
    message.save()


def drop(messages: Any, reason: str) -> int:
    """What has not left does not leave; why is shown. `messages` is a query."""
    count: int = messages.filter(state=M.PLANNED).update(
        state=M.DROPPED, reason=reason, settled_at=timezone.now()
    )
    return count


def plan_eve(appointment: Appointment, *, actor: Actor, now: datetime) -> None:
    """The reminder before an appointment, instead of the one that was planned.

    One that would leave after it should, or after the appointment itself, is dropped and shown.
    """
    own = BookingMessage.unscoped.filter(appointment=appointment, kind=Kind.EVE)
    drop(own, "Le rendez-vous a changé")
    days = appointment.category.eve_days if appointment.category else 0
    if not days:
        return
    due_at = morning(timezone.localtime(appointment.starts_at) - timedelta(days=days))
    for channel in electronic_ways(appointment.beneficiary):
        message = plan(
            beneficiary=appointment.beneficiary,
            kind=Kind.EVE,
            channel=channel,
            due_at=due_at,
            actor=actor,
            invitation=appointment.invitation,
            appointment=appointment,
        )
        if due_at <= now:
            settle(message, M.DROPPED)
            message.reason, message.settled_at = "Le rendez-vous est trop proche", now
            message.save()


def electronic_ways(case: Beneficiary) -> list[str]:
    """By which ways a reminder reaches somebody."""
    ways: list[str] = [Channel.MAIL] if case.email else []
    if sms.gateway() and sms.mobile(case.phone):
        ways.append(Channel.SMS)
    return ways


def morning(moment: datetime) -> datetime:
    """Nine o’clock of the same day, in the site's time zone."""
    return timezone.make_aware(datetime.combine(timezone.localdate(moment), _MORNING))


def about(invitation: Invitation) -> Any:
    """What asks of the person to choose, in the present round."""
    return BookingMessage.unscoped.filter(
        invitation=invitation,
        round=invitation.round,
        kind__in=[Kind.INVITATION, Kind.CANCELLATION, Kind.REMINDER],
    )


def drop_choice(invitation: Invitation, reason: str) -> None:
    """Nothing asks any more to choose: reminders, and letters that nobody printed."""
    drop(about(invitation).filter(Q(kind=Kind.REMINDER) | Q(channel=Channel.LETTER)), reason)


def _mail(message: BookingMessage, now: datetime) -> None:
    address = message.beneficiary.email
    if not address:
        settle(message, M.DROPPED)
        message.reason, message.settled_at = NO_ADDRESS, now
        return
    key, context = telling.mail_of(message)
    email = queue_mail(key, to=address, context=context)
    message.address, message.mail_key, message.left_at = address, email.pk, now
    if email.status == Delivery.WITHHELD:
        settle(message, M.BOUNCED)
        message.reason, message.settled_at = WITHHELD, now
        return
    settle(message, M.QUEUED)


def _text(message: BookingMessage, now: datetime) -> None:
    gateway, phone = sms.gateway(), sms.mobile(message.beneficiary.phone)
    if gateway is None or not phone:
        settle(message, M.DROPPED)
        message.reason, message.settled_at = "Pas de SMS pour cette personne", now
        return
    message.left_at = now
    try:
        gateway(phone=phone, text=telling.sms_of(message))
    except Exception:
        # Whatever the operator's library raises: the message is lost, and the others leave.
        logger.exception("sms %s", message.pk)
        settle(message, M.BOUNCED)
        message.reason, message.settled_at = LOST, now
        return
    settle(message, M.SENT)
