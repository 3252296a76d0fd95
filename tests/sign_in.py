"""Sessions of people who have signed in completely, second factor included, without the forms."""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import get_random_string

from portal.accounts.models import User
from portal.accounts.sign_in.activity import SEEN
from portal.accounts.sign_in.second_factor import PROOF


def prove(session: Any, user: User) -> None:
    """Write in a session what showing the second factor writes, and that it has just been used.

    A session that was never seen is noted by its first request: ten queries, in thousands of tests.
    """
    _write_proof(session, user)
    session.save()


def _write_proof(session: Any, user: User) -> None:
    now = int(time.time())
    session[PROOF] = [user.pk, now]
    session[SEEN] = now


def new_session(user: User) -> SessionStore:
    """A session as signing in leaves it, without the twenty other queries of `force_login`.

    Nor those that look for its random key among the others.
    """
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    _write_proof(session, user)
    session._session_key = get_random_string(32, VALID_KEY_CHARS)
    session.create_model_instance(session._session).save(force_insert=True)
    return session


def session_cookie(user: User, base_url: str) -> Any:
    """The cookie of a new session of this person, for a browser."""
    key = new_session(user).session_key
    return {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": base_url}
