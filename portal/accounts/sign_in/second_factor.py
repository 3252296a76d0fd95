"""The second factor: who needs one, and whether this session has shown it.

Whether somebody has one is asked in `services/second_factor.py`.
"""

import time
from typing import Any

from django.http import HttpRequest

from portal.accounts.level_names import OF_STAFF
from portal.accounts.models import User

# In seconds: older than this, a proof is asked again.
PROOF_SECONDS = 8 * 3600
# The key in the session: whose, and when in seconds.
PROOF = "second_factor"


def needs_second_factor(user: Any) -> bool:
    """Whether a person may do nothing before a second factor: agents, and developers."""
    if not user.is_authenticated:
        return False
    return bool(user.is_superuser or user.levels & OF_STAFF)


def record_proof(request: HttpRequest, user: User) -> None:
    """Keep in the session that this person has just shown their second factor."""
    request.session[PROOF] = [user.pk, int(time.time())]


def is_proved(request: HttpRequest) -> bool:
    """Whether this session has shown the second factor of the person signed in, lately enough."""
    user_id, at = request.session.get(PROOF, (None, 0))
    return bool(user_id == request.user.pk and time.time() - at < PROOF_SECONDS)
