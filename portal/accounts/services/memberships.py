"""Entering and leaving an organisation, and its roles."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.models import AuditEntry, Membership, User
from portal.accounts.models.memberships import MembershipQuerySet
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_manager
from portal.accounts.services.grants import sync_groups
from portal.accounts.services.sessions import end_sessions
from snippets.models import Organisation

_LAST_MANAGER = (
    "C’est la dernière personne qui gère l’organisation\u00a0: "
    "donnez d’abord ce rôle à un ou une collègue."
)


@transaction.atomic
def add_member(
    *, organisation: Organisation, user: User, role: Membership.Role, actor: Actor
) -> Membership:
    """Make a person a member; the first one manages, whatever `role` says.

    Raises AccountError when they are in it already, when their account is closed, when the
    organisation is suspended, and for oneself once it has members: one of them lets people in.
    """
    if lock_members(organisation).suspended_at:
        refuse("Cette organisation est suspendue\u00a0: personne ne peut y entrer.")
    if not user.is_active:
        refuse("Ce compte est désactivé.")
    members = Membership.objects.active().filter(organisation=organisation)
    if members.filter(user=user).exists():
        refuse(f"{user} est déjà dans l’organisation.")
    if actor.user == user and members.exists():
        refuse("Un ou une collègue vous fait entrer dans l’organisation.")
    if not members.exists():
        role = Membership.Role.MANAGER
    membership = Membership.objects.create(
        organisation=organisation, user=user, role=role, created_by=actor.user or user
    )
    sync_groups(user)
    record(
        AuditEntry.Action.MEMBER_JOINED,
        actor=actor,
        subject=user,
        organisation=organisation,
        details={"role": role},
    )
    return membership


@transaction.atomic
def end_membership(*, membership: Membership, reason: str, actor: Actor) -> Membership:
    """Take a person out of an organisation and end their sessions, unless they leave by themselves.

    Raises AccountError when they have left already, for the last manager of others, and when who
    acts on somebody else no longer manages the organisation.
    """
    lock_members(membership.organisation)
    membership.refresh_from_db()
    if actor.user != membership.user:
        require_manager(actor, membership.organisation)
    if membership.ended_at:
        refuse("Cette personne n’est déjà plus dans l’organisation.")
    others = _others(membership)
    if others.exists() and not others.managers().exists():
        refuse(_LAST_MANAGER)
    membership.end(by=actor.user, reason=reason)
    sync_groups(membership.user)
    if actor.user != membership.user:
        end_sessions(membership.user)
    record(
        AuditEntry.Action.MEMBER_LEFT,
        actor=actor,
        subject=membership.user,
        organisation=membership.organisation,
        reason=membership.end_reason,
    )
    return membership


@transaction.atomic
def change_role(*, membership: Membership, role: Membership.Role, actor: Actor) -> Membership:
    """Give another role.

    Raises AccountError when nobody would manage the organisation any more, when who acts does not
    manage it, and for a larger role for oneself.
    """
    lock_members(membership.organisation)
    membership.refresh_from_db()
    require_manager(actor, membership.organisation)
    if membership.ended_at:
        refuse("Cette personne n’est plus dans l’organisation.")
    if membership.role == role:
        return membership
    if role == Membership.Role.MANAGER and actor.user == membership.user:
        refuse("Un ou une collègue peut vous donner ce rôle.")
    if role != Membership.Role.MANAGER and not _others(membership).managers().exists():
        refuse(_LAST_MANAGER)
    membership.role = role
    membership.save(update_fields=["role"])
    sync_groups(membership.user)
    record(
        AuditEntry.Action.ROLE_CHANGED,
        actor=actor,
        subject=membership.user,
        organisation=membership.organisation,
        details={"role": role},
    )
    return membership


def _others(membership: Membership) -> MembershipQuerySet:
    """The other active members of the same organisation."""
    colleagues = Membership.objects.active().filter(organisation=membership.organisation_id)
    return colleagues.exclude(pk=membership.pk)


def lock_members(organisation: Organisation) -> Organisation:
    """One change of an organisation's members at a time, as the trigger does."""
    return Organisation.objects.select_for_update().get(pk=organisation.pk)
