"""Invite somebody to choose an appointment, and stop: by who writes in the case."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.rules import may_write_case
from portal.followup.appointments.models import Appointment
from portal.followup.booking import deadlines, sending, telling
from portal.followup.booking.answering import hold, plan_reminder
from portal.followup.booking.errors import BookingError
from portal.followup.booking.models import AppointmentCategory, Invitation
from portal.followup.booking.sending import Channel, Kind
from portal.followup.booking.slots import free_slots
from portal.followup.booking.states import I, Role, go
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope


@transaction.atomic
def invite(
    *,
    beneficiary: Beneficiary,
    category: AppointmentCategory,
    actor: Actor,
    professional: Professional | None = None,
    by_mail: bool = True,
    by_letter: bool = True,
) -> Invitation:
    """Send one invitation, by one way or two. Without a professional, the referent's slots.

    Raises BookingError.
    """
    check_people(beneficiary, professional, actor)
    _check(beneficiary, category, by_mail=by_mail, by_letter=by_letter)
    hold(beneficiary.pk)
    _check_slots(beneficiary, category, professional)
    _check_one(beneficiary, category, actor)
    now = timezone.now()
    invitation: Invitation = Invitation.objects.create(
        beneficiary=beneficiary,
        category=category,
        professional=professional,
        round_at=now,
        answer_days=category.answer_days if category.is_mandatory else None,
        **written_by(actor),
    )
    about: dict[str, Any] = {"beneficiary": beneficiary, "invitation": invitation, "actor": actor}
    if by_letter:
        sending.plan(kind=Kind.INVITATION, channel=Channel.LETTER, due_at=now, **about)
    if by_mail:
        sending.send(kind=Kind.INVITATION, channel=Channel.MAIL, **about)
        deadlines.count_again(invitation, now=now)
    plan_reminder(invitation, actor=actor, now=now)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, reason: str, actor: Actor) -> Invitation:
    """The person need not choose any more: the link says so. Raises BookingError."""
    if not reason.strip():
        message = "Dites pourquoi l’invitation est retirée."
        raise BookingError(message, field="reason")
    row = held(invitation, actor)
    if row.state == I.BOOKED:
        message = "Un rendez-vous est pris\u00a0: annulez-le d’abord."
        raise BookingError(message)
    go(row, I.WITHDRAWN, Role.SERVICE)
    row.closing_reason = reason
    row.save()
    sending.drop_choice(row, "L’invitation est retirée")
    return row


@transaction.atomic
def stop_reminders(*, invitation: Invitation, reason: str, actor: Actor) -> Invitation:
    """No reminder leaves for this invitation; the invitation goes on. Raises BookingError."""
    if not reason.strip():
        message = "Dites pourquoi les relances s’arrêtent."
        raise BookingError(message, field="reason")
    row = held(invitation, actor)
    if not row.is_open:
        message = "Cette invitation n’attend plus de choix\u00a0: rien ne la rappelle."
        raise BookingError(message)
    row.reminders_stopped = reason
    row.version += 1
    row.save()
    sending.drop(sending.about(row).filter(kind=Kind.REMINDER), "Relances arrêtées")
    return row


def check_people(case: Beneficiary, professional: Professional | None, actor: Actor) -> None:
    """Refuse who does not write in the case, and to meet who does not. Raises BookingError."""
    if actor.user is None or not may_write_case(actor.user, case):
        message = "Vous n’écrivez pas dans ce dossier."
        raise BookingError(message)
    if professional is not None and not telling.follows(professional, case):
        message = f"{professional} ne suit pas ce dossier\u00a0: choisissez quelqu’un d’autre."
        raise BookingError(message, field="professional")


def held(invitation: Invitation, actor: Actor) -> Invitation:
    """The row as it is now, alone with it."""
    hold(invitation.beneficiary_id)
    rows = Invitation.objects.visible_to(actor.user).select_for_update(of=("self",))
    row: Invitation = rows.select_related("category", "beneficiary__unit").get(pk=invitation.pk)
    return row


def _check(
    case: Beneficiary, category: AppointmentCategory, *, by_mail: bool, by_letter: bool
) -> None:
    if case.has_left:
        message = "Cette personne est sortie du suivi."
        raise BookingError(message)
    if category.withdrawn_on and category.withdrawn_on <= timezone.localdate():
        message = "Cette catégorie est retirée."
        raise BookingError(message, field="category")
    if not (by_mail or by_letter):
        message = "Choisissez l’e-mail, la lettre, ou les deux."
        raise BookingError(message, field="by_letter")
    if by_mail and not case.email:
        message = "Cette personne n’a pas d’adresse e-mail\u00a0: envoyez une lettre."
        raise BookingError(message, field="by_mail")


def _check_one(case: Beneficiary, category: AppointmentCategory, actor: Actor) -> None:
    own = Invitation.objects.visible_to(actor.user).filter(beneficiary=case, category=category)
    if own.filter(state__in=[I.WAITING, I.EXPIRED]).exists():
        message = "Une invitation de cette catégorie attend déjà\u00a0: retirez-la d’abord."
        raise BookingError(message, field="category")
    to_come = own.filter(
        appointments__state=Appointment.State.PLANNED, appointments__starts_at__gt=timezone.now()
    )
    if to_come.exists():
        message = "La personne a déjà pris un rendez-vous de cette catégorie."
        raise BookingError(message, field="category")


def _check_slots(
    case: Beneficiary, category: AppointmentCategory, professional: Professional | None
) -> None:
    with system_scope(Scope.DIARY):
        adviser = professional or telling.referent_of(case)
        is_free = adviser is not None and bool(free_slots(adviser, category))
    if adviser is None:
        message = "Personne n’est référent·e\u00a0: choisissez avec qui."
        raise BookingError(message, field="professional")
    if not is_free:
        message = (
            f"{adviser} n’a aucun créneau libre pour cette catégorie dans les quatre semaines. "
            "Ajoutez des plages d’accueil dans «\u00a0Mes créneaux\u00a0»."
        )
        raise BookingError(message, field="professional")
