"""The person chooses, moves or cancels, by the link of their invitation, without an account.

Each act opens the scope `booking`, finds one invitation by its token, and touches nothing else.
Lock, count, write: the case, then the diary, then the slots are read again, then the row.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.appointments.models import Appointment
from portal.followup.booking import answering, sending, telling
from portal.followup.booking.codes import typed
from portal.followup.booking.errors import BookingError, SlotTakenError, UnusableLinkError
from portal.followup.booking.models import Invitation
from portal.followup.booking.slots import Slot, free_slots
from portal.followup.booking.states import I, Role, go
from portal.followup.people.models import Professional
from portal.followup.rows.scope import Scope, system_scope

# What history says of who acted.
BY_LINK = "Par le lien de l’invitation"
UNKNOWN = "Ce lien est incomplet ou n’existe pas. Vérifiez que vous l’avez copié en entier."
PAST = "Ce rendez-vous est passé\u00a0: ce lien ne sert plus."
SETTLED = "Ce rendez-vous ne se change plus en ligne\u00a0: appelez-nous."
# Another invitation of the same kind waits, or waited: it alone goes on.
GIVEN_UP = (
    "Ce rendez-vous est annulé\u00a0: ce lien ne sert plus. Pour en choisir un autre, ouvrez le "
    "lien de votre dernière invitation, ou appelez-nous."
)
_CLOSED = {
    I.WITHDRAWN: "Cette invitation n’est plus à suivre\u00a0: vous n’avez rien à choisir.",
    I.SUMMONED: "Une date vous a été fixée\u00a0: elle est dans la lettre que vous avez reçue.",
}


@contextmanager
def by_link(address: str = "") -> Iterator[Actor]:
    """The scope in which somebody without an account acts; they look in `looking.by_link`."""
    actor = Actor(None, address, BY_LINK)
    with system_scope(Scope.BOOKING, actor=actor):
        yield actor


def invitation_of(token: str) -> Invitation:
    """The invitation of a link. Raises UnusableLinkError. Inside one of the two scopes."""
    rows = Invitation.objects.in_system_scope().select_related(
        "category", "professional", "beneficiary__unit"
    )
    found: Invitation | None = rows.filter(token=typed(token)).first()
    if found is None:
        raise UnusableLinkError(UNKNOWN)
    return found


def appointment_of(invitation: Invitation) -> Appointment | None:
    """What was chosen, whatever became of it, unless it was cancelled."""
    rows = Appointment.objects.in_system_scope().select_related(
        "professional", "category", "beneficiary__unit"
    )
    found: Appointment | None = (
        rows.filter(invitation=invitation)
        .exclude(state=Appointment.State.CANCELLED)
        .order_by("-starts_at")
        .first()
    )
    return found


def check_usable(invitation: Invitation, appointment: Appointment | None, now: datetime) -> None:
    """Raise UnusableLinkError for an invitation that is over.

    What a colleague noted, an absence that was excused for one, is not the person's to change.
    """
    if message := _CLOSED.get(I(invitation.state)):
        raise UnusableLinkError(message)
    if invitation.state != I.BOOKED:
        return
    if appointment is None:
        raise UnusableLinkError(GIVEN_UP)
    if appointment.starts_at <= now:
        raise UnusableLinkError(PAST)
    if appointment.state != Appointment.State.PLANNED:
        raise UnusableLinkError(SETTLED)


def slots_of(invitation: Invitation, *, besides: Appointment | None = None) -> list[Slot]:
    """What the person may choose now. Inside the scope."""
    adviser = telling.adviser_of(invitation)
    return free_slots(adviser, invitation.category, besides=besides) if adviser else []


@transaction.atomic
def choose(*, token: str, slot: str, address: str = "") -> Appointment:
    """Take a slot (its key). Raises SlotTakenError, UnusableLinkError, BookingError."""
    with by_link(address) as actor:
        invitation, _ = _held(token)
        if invitation.state == I.BOOKED:
            message = "Vous avez déjà un rendez-vous\u00a0: vous pouvez le déplacer."
            raise BookingError(message)
        adviser, taken = _take(invitation, slot)
        made = _written(
            Appointment(
                beneficiary=invitation.beneficiary,
                professional=adviser,
                starts_at=taken.starts_at,
                minutes=taken.minutes,
                mode=taken.mode,
                place=taken.place,
                category=invitation.category,
                holds_slot=True,
                author_name=BY_LINK,
            )
        )
        answering.take_up(invitation, made, role=Role.PERSON, actor=actor)
        return made


@transaction.atomic
def move(*, token: str, slot: str, address: str = "") -> Appointment:
    """Take another slot instead. Raises SlotTakenError, UnusableLinkError, BookingError."""
    with by_link(address) as actor:
        invitation, appointment = _held(token)
        if appointment is None:
            message = "Vous n’avez pas encore de rendez-vous\u00a0: choisissez une heure."
            raise BookingError(message)
        adviser, taken = _take(invitation, slot, besides=appointment)
        appointment.professional = adviser
        appointment.starts_at, appointment.minutes = taken.starts_at, taken.minutes
        appointment.mode, appointment.place = taken.mode, taken.place
        appointment.version += 1
        _written(appointment)
        answering.confirm(appointment, actor=actor, now=timezone.now())
        return appointment


@transaction.atomic
def cancel(*, token: str, reason: str = "", address: str = "") -> Appointment:
    """Give a slot back; the person may choose another. Raises UnusableLinkError, BookingError."""
    with by_link(address):
        invitation, appointment = _held(token)
        if appointment is None:
            message = "Vous n’avez pas de rendez-vous à annuler."
            raise BookingError(message)
        appointment.state = Appointment.State.CANCELLED
        appointment.cancelled_by_service, appointment.state_reason = False, reason
        appointment.version += 1
        appointment.save()
        sending.drop(appointment.messages.all(), answering.CANCELLED)
        if not answering.another_waits(invitation):
            go(invitation, I.WAITING, Role.PERSON)
            invitation.save()
        return appointment


def _held(token: str) -> tuple[Invitation, Appointment | None]:
    """The invitation and its appointment, alone with them. Raises UnusableLinkError."""
    answering.hold(invitation_of(token).beneficiary_id)
    # What it was before the lock was waited for is forgotten.
    found = invitation_of(token)
    Invitation.objects.in_system_scope().select_for_update().get(pk=found.pk)
    appointment = appointment_of(found) if found.state == I.BOOKED else None
    check_usable(found, appointment, timezone.now())
    return found, appointment


def _take(
    invitation: Invitation, slot: str, *, besides: Appointment | None = None
) -> tuple[Professional, Slot]:
    adviser = telling.adviser_of(invitation)
    if adviser is None:
        raise SlotTakenError
    answering.hold_diary(adviser.pk)
    offered = free_slots(adviser, invitation.category, besides=besides)
    found = next((one for one in offered if one.key == slot), None)
    if found is None:
        raise SlotTakenError
    return adviser, found


def _written(appointment: Appointment) -> Appointment:
    """Save it; the database refuses two at once whatever came before. Raises SlotTakenError."""
    try:
        with transaction.atomic():
            appointment.save()
    except IntegrityError as error:
        raise SlotTakenError from error
    return appointment
