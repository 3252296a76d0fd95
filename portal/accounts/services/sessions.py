"""Ending sessions."""

from allauth.usersessions.models import UserSession
from django.db.models import F

from portal.accounts.models import User


def end_sessions(user: User) -> None:
    """Sign a person out everywhere: no session made before proves anything any more."""
    User.objects.filter(pk=user.pk).update(session_epoch=F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
    for session in UserSession.objects.filter(user=user):
        session.end()
