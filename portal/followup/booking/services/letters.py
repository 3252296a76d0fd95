"""Letters: printed with those of the day, handed over, received. A letter leaves when printed."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access import reach
from portal.followup.access.log import Act, log_many
from portal.followup.appointments.models import Appointment
from portal.followup.booking import deadlines, paper
from portal.followup.booking.answering import hold
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import BookingMessage, Invitation
from portal.followup.booking.sending import Channel, Kind
from portal.followup.booking.services.deliveries import send_again
from portal.followup.booking.states import M, settle
from portal.followup.rows.scope import Scope, system_scope

# A file that a printer takes; the next ones come with the next click.
MOST = 200
_PLACE = "followup:print_letters"
_RELATED = (
    "beneficiary__unit",
    "invitation__category",
    "invitation__professional",
    "appointment__professional",
    "appointment__category",
)


@transaction.atomic
def print_waiting(*, keys: Iterable[int], actor: Actor) -> bytes:
    """One PDF of these letters, those that wait; each is then noted as printed today.

    A letter that is of no use any more is dropped instead. Raises BookingError when none is left.
    """
    now = timezone.now()
    rows = BookingMessage.objects.visible_to(actor.user).filter(
        pk__in=list(keys),
        channel=Channel.LETTER,
        state=M.PLANNED,
        beneficiary__in=reach.write_ids(actor.user),
    )
    # In one order, whoever prints at the same time.
    for case in sorted(set(rows.values_list("beneficiary", flat=True))):
        hold(case)
    printed = []
    for row in rows.select_related(*_RELATED).order_by("due_at", "pk")[:MOST]:
        if row.kind == Kind.SUMMONS and not _takes_place(row):
            settle(row, M.DROPPED)
            row.reason, row.settled_at = "Le rendez-vous n’est plus prévu", now
            row.save()
            continue
        printed.append(row)
    if not printed:
        message = "Aucune lettre n’attend\u00a0: quelqu’un vient peut-être de les imprimer."
        raise BookingError(message)
    content = paper.letters_pdf(printed, day=timezone.localdate(now))
    for row in printed:
        settle(row, M.SENT)
        row.left_at = now
        row.save()
        _count(row)
    # A file of names and addresses: one line for each case in it.
    log_many(
        actor=actor,
        act=Act.PRINT,
        keys=sorted({row.beneficiary_id for row in printed}),
        place=_PLACE,
        reason="",
    )
    return content


def print_again(*, message: BookingMessage, actor: Actor) -> bytes:
    """The same letter, dated as it was: nothing changes.

    Raises BookingError for one that waits, and for one that another followed: what it said of the
    day and the delay is kept nowhere, and what is true now was never in it.
    """
    if message.channel != Channel.LETTER or message.left_at is None:
        error = "Cette lettre n’est pas encore imprimée."
        raise BookingError(error)
    rows = BookingMessage.objects.visible_to(actor.user).select_related(*_RELATED)
    row = rows.get(pk=message.pk)
    later = BookingMessage.objects.visible_to(actor.user).filter(
        channel=Channel.LETTER,
        kind=row.kind,
        invitation=row.invitation,
        appointment=row.appointment,
        pk__gt=row.pk,
    )
    if later.exists():
        error = "Une autre lettre a suivi celle-ci\u00a0: imprimez la dernière."
        raise BookingError(error)
    return paper.letters_pdf([row], day=timezone.localdate(row.left_at))


@transaction.atomic
def hand_over(
    *,
    message: BookingMessage,
    handed_on: date,
    actor: Actor,
    registered_number: str = "",
    received_on: date | None = None,
) -> BookingMessage:
    """Note when a letter was posted or given by hand, and the proof that it was received.

    Raises BookingError.
    """
    row = _held(message, actor)
    today = timezone.localdate()
    printed_on = timezone.localdate(row.left_at) if row.left_at else None
    if row.channel != Channel.LETTER or printed_on is None:
        error = "Imprimez d’abord cette lettre."
        raise BookingError(error)
    if handed_on > today or handed_on < printed_on:
        error = "La lettre est remise après son impression, et pas dans l’avenir."
        raise BookingError(error, field="handed_on")
    if received_on and not handed_on <= received_on <= today:
        error = "La lettre est reçue après sa remise, et pas dans l’avenir."
        raise BookingError(error, field="received_on")
    wanted = M.DELIVERED if received_on else M.HANDED
    if row.state != wanted:
        settle(row, wanted)
    row.handed_on, row.received_on = handed_on, received_on
    row.registered_number, row.settled_at = registered_number, timezone.now()
    row.save()
    _count(row)
    return row


@transaction.atomic
def come_back(*, message: BookingMessage, reason: str, actor: Actor) -> BookingMessage:
    """Note that a letter came back: it does not count. Raises BookingError."""
    if not reason.strip():
        error = "Dites pourquoi la lettre est revenue."
        raise BookingError(error, field="reason")
    row = _held(message, actor)
    if row.channel != Channel.LETTER:
        error = "Un e-mail revient de lui-même\u00a0: le site le note."
        raise BookingError(error)
    settle(row, M.BOUNCED)
    row.reason, row.settled_at = reason, timezone.now()
    row.save()
    with system_scope(Scope.DELIVERY, actor=actor):
        send_again(row, now=timezone.now())
    _count(row)
    return row


def _held(message: BookingMessage, actor: Actor) -> BookingMessage:
    hold(message.beneficiary_id)
    rows = BookingMessage.objects.visible_to(actor.user).select_for_update(of=("self",))
    row: BookingMessage = rows.select_related("beneficiary__unit", "appointment").get(pk=message.pk)
    return row


def _takes_place(message: BookingMessage) -> bool:
    appointment = message.appointment
    return bool(
        appointment
        and appointment.state == Appointment.State.PLANNED
        and appointment.starts_at > timezone.now()
    )


def _count(message: BookingMessage) -> None:
    """The delay of an invitation starts again from what worked."""
    if message.invitation_id is None or message.kind != Kind.INVITATION:
        return
    rows = Invitation.unscoped.select_for_update(of=("self",)).select_related("category")
    invitation = rows.get(pk=message.invitation_id)
    if invitation.is_open and invitation.round == message.round:
        deadlines.count_again(invitation, now=timezone.now())
