"""When a session was last used, and forgetting where from once it has ended."""

import time

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

# Writing each request down would cost more than it tells.
SECONDS = 300
# The key in the session: when it was last noted, in seconds.
SEEN = "sign_in_seen"


def start(request: HttpRequest) -> None:
    """Signing in is the first use: allauth notes it."""
    request.session[SEEN] = int(time.time())


def note(request: HttpRequest) -> None:
    """Keep when and from where the session is used, every five minutes at most."""
    if time.time() - request.session.get(SEEN, 0) >= SECONDS:
        UserSession.objects.create_from_request(request)
        start(request)


def forget_ended() -> None:
    """Delete ended sessions, and the addresses and devices they were used from."""
    Session.objects.filter(expire_date__lt=timezone.now()).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
