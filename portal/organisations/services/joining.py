"""Asking to join an organisation that is there already, and answering."""

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry, JoinRequest, Membership
from portal.accounts.rules import can_manage_organisation
from portal.accounts.services.audit import record
from portal.accounts.services.memberships import add_member
from portal.organisations.services.common import (
    address_of,
    lock,
    managers_of,
    person,
    tell,
    tell_officers,
)
from portal.organisations.services.verification import ask_verification
from portal.organisations.standing import Stand, standing
from snippets.models import Organisation
from snippets.site import call_us

MAX_PENDING = 5
MAX_A_DAY = 10
_WAITS = "Votre demande attend déjà une réponse."
_ANSWERED = "Cette demande a déjà une réponse."
_Outcome = JoinRequest.Outcome


@transaction.atomic
def ask_to_join(*, organisation: Organisation, message: str, actor: Actor) -> JoinRequest:
    """Ask the managers of an organisation, or the employment officers when it has none.

    Raises AccountError for a member, for whoever has asked already or too often, and when nobody
    can enter this organisation.
    """
    user = person(actor)
    organisation = lock(organisation)
    if organisation.kind == Organisation.Kind.DEPARTMENT:
        refuse("Pour un service du Département, adressez-vous à l’administration des droits.")
    if organisation.suspended_at:
        refuse(f"Cette organisation ne reçoit pas de demande\u00a0: {call_us()}.")
    if Membership.objects.active().filter(organisation=organisation, user=user).exists():
        refuse("Vous êtes déjà dans cette organisation.")
    pending = JoinRequest.objects.waiting().filter(user=user)
    if pending.filter(organisation=organisation).exists():
        refuse(_WAITS)
    if pending.count() >= MAX_PENDING:
        refuse(f"Vous avez déjà {MAX_PENDING}\u00a0demandes qui attendent une réponse.")
    lately = JoinRequest.objects.filter(
        user=user, created_at__gt=timezone.now() - timedelta(days=1)
    )
    if lately.count() >= MAX_A_DAY:
        # Asking and cancelling again and again would write to the managers each time.
        refuse(f"Vous avez fait {MAX_A_DAY}\u00a0demandes en un jour\u00a0: réessayez demain.")
    try:
        with transaction.atomic():
            request = JoinRequest.objects.create(
                organisation=organisation, user=user, message=message.strip()
            )
    except IntegrityError:
        refuse(_WAITS)
    record(AuditEntry.Action.JOIN_ASKED, actor=actor, subject=user, organisation=organisation)
    context = {
        "asker_name": str(user),
        "asker_email": user.email,
        "message": request.message,
        "answer_url": address_of("members", organisation),
    }
    managers = managers_of(organisation)
    if managers:
        tell(managers, "join_asked", organisation, **context)
    else:
        tell_officers("join_asked", organisation, **context)
    return request


@transaction.atomic
def accept_join(*, join_request: JoinRequest, role: Membership.Role, actor: Actor) -> JoinRequest:
    """Let the person in, and tell them; the first member manages and asks for verification.

    Somebody who came in meanwhile by an invitation keeps their role. Raises AccountError when it
    has an answer already, or when the actor may not give one.
    """
    organisation = _lock_pending(join_request, actor)
    _answer(join_request, _Outcome.ACCEPTED, actor)
    members = Membership.objects.active().filter(organisation=organisation)
    if not members.filter(user=join_request.user).exists():
        add_member(organisation=organisation, user=join_request.user, role=role, actor=actor)
    if not organisation.verified_at and standing(organisation).stand == Stand.UNCHECKED:
        ask_verification(organisation=organisation, actor=Actor(join_request.user))
    tell(
        [join_request.user],
        "join_accepted",
        organisation,
        home_url=address_of("sheet", organisation),
    )
    return join_request


@transaction.atomic
def refuse_join(*, join_request: JoinRequest, reason: str, actor: Actor) -> JoinRequest:
    """Keep the person out, and tell them why. Raises AccountError as `accept_join` does."""
    organisation = _lock_pending(join_request, actor)
    reason = reason.strip()
    if not reason:
        refuse("Dites pourquoi vous refusez.")
    _answer(join_request, _Outcome.REFUSED, actor, reason)
    record(
        AuditEntry.Action.JOIN_REFUSED,
        actor=actor,
        subject=join_request.user,
        organisation=organisation,
        reason=reason,
    )
    tell([join_request.user], "join_refused", organisation, message=reason)
    return join_request


@transaction.atomic
def cancel_join(*, join_request: JoinRequest, actor: Actor) -> JoinRequest:
    """Take back one's own request. Raises AccountError when it has an answer already."""
    organisation = lock(join_request.organisation)
    join_request.refresh_from_db()
    if actor.user != join_request.user:
        refuse("Cette demande est celle d’une autre personne.")
    if join_request.decided_at:
        refuse(_ANSWERED)
    _answer(join_request, _Outcome.CANCELLED, actor)
    record(
        AuditEntry.Action.JOIN_CANCELLED,
        actor=actor,
        subject=join_request.user,
        organisation=organisation,
    )
    return join_request


def _lock_pending(join_request: JoinRequest, actor: Actor) -> Organisation:
    """The organisation, locked, once the request and the actor have been checked again."""
    organisation = lock(join_request.organisation)
    join_request.refresh_from_db()
    if not can_manage_organisation(person(actor), organisation):
        refuse("Vous ne gérez plus cette organisation.")
    if actor.user == join_request.user:
        refuse("C’est votre demande\u00a0: un ou une collègue y répond.")
    if join_request.decided_at:
        refuse(_ANSWERED)
    return organisation


def _answer(
    join_request: JoinRequest, outcome: JoinRequest.Outcome, actor: Actor, reason: str = ""
) -> None:
    join_request.decided_at = timezone.now()
    join_request.decided_by = actor.user
    join_request.outcome = outcome
    join_request.reason = reason
    join_request.save(update_fields=["decided_at", "decided_by", "outcome", "reason"])
