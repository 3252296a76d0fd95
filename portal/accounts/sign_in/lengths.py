"""How long a session lasts, from the moment somebody signs in."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from portal.accounts.sign_in.second_factor import needs_second_factor

OF_AGENTS = timedelta(hours=8)
OF_OTHERS = timedelta(days=30)


def limit_session(request: HttpRequest, user: Any) -> None:
    """End the session at a fixed moment, used or not: 8 hours for agents, 30 days for others."""
    length = OF_AGENTS if needs_second_factor(user) else OF_OTHERS
    request.session.set_expiry(timezone.now() + length)
