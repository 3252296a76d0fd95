"""Sessions: where a person is signed in, and ending it."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.db.models import F

from portal.accounts.actors import Actor
from portal.accounts.models import AuditEntry, User
from portal.accounts.services.audit import record
from portal.accounts.services.authority import require_rights_administrator


def end_sessions(user: User) -> None:
    """Sign a person out everywhere: nothing made before proves anything any more."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    for session in UserSession.objects.filter(user=user):
        session.end()
    user.known_devices.all().delete()


def open_sessions(user: User) -> list[UserSession]:
    """Where a person is signed in now, last used first."""
    sessions = [session for session in UserSession.objects.filter(user=user) if session.exists()]
    return sorted(sessions, key=lambda session: session.last_seen_at, reverse=True)


@transaction.atomic
def sign_out_everywhere(*, user: User, actor: Actor, reason: str = "") -> None:
    """End a person's sessions because they asked, or an administrator of rights.

    Raises AccountError when who acts on somebody else no longer administers them.
    """
    if actor.user != user:
        require_rights_administrator(actor)
    end_sessions(user)
    record(AuditEntry.Action.SESSIONS_ENDED, actor=actor, subject=user, reason=reason.strip())
