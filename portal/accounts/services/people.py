"""Closing and opening again the account of a person."""

from django.db import transaction

from portal.accounts.actors import Actor
from portal.accounts.errors import refuse
from portal.accounts.level_names import LevelName
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_rights_administrator
from portal.accounts.services.grants import (
    lock_administrators,
    lock_person,
    refuse_the_last_administrator,
    tell_administrator_removed,
)
from portal.accounts.services.sessions import end_sessions


@transaction.atomic
def deactivate_account(*, user: User, reason: str, actor: Actor) -> None:
    """Keep a person from signing in, and end their sessions; their levels and history stay.

    Raises AccountError without a reason, for oneself, for the last administrator of rights, and
    when who acts no longer administers them.
    """
    lock_administrators()
    lock_person(user)
    require_rights_administrator(actor)
    user.refresh_from_db(fields=["is_active"])
    if not reason.strip():
        refuse("Dites pourquoi ce compte est désactivé.")
    if not user.is_active:
        refuse("Ce compte est déjà désactivé.")
    if actor.user == user:
        refuse("Un ou une collègue peut désactiver votre compte, pas vous.")
    held = user.grants.active().filter(level=LevelName.RIGHTS_ADMINISTRATOR)
    grant = held.first()
    refuse_the_last_administrator(grant)
    user.is_active = False
    user.save(update_fields=["is_active"])
    if grant:
        tell_administrator_removed(user=user, reason=reason.strip(), actor=actor)
    end_sessions(user)
    record(AuditEntry.Action.ACCOUNT_DEACTIVATED, actor=actor, subject=user, reason=reason.strip())


@transaction.atomic
def reactivate_account(*, user: User, reason: str, actor: Actor) -> None:
    """Let a person sign in again, with the levels they still have.

    Raises AccountError without a reason, when the account is open or erased, and when who acts no
    longer administers rights.
    """
    lock_administrators()
    lock_person(user)
    require_rights_administrator(actor)
    user.refresh_from_db(fields=["is_active", "erased_at"])
    if not reason.strip():
        refuse("Dites pourquoi ce compte est réactivé.")
    if user.erased_at:
        refuse("Ce compte est effacé\u00a0: la personne peut en ouvrir un autre.")
    if user.is_active:
        refuse("Ce compte est déjà actif.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    record(AuditEntry.Action.ACCOUNT_REACTIVATED, actor=actor, subject=user, reason=reason.strip())
