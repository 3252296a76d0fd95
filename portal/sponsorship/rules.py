"""Who may, in sponsorship: one predicate per right, asked again once a service has its lock."""

from typing import Any

from portal.accounts.actors import Actor
from portal.accounts.capabilities import COORDINATE_SPONSORS, has_capability, level_given_by
from portal.accounts.models import User
from portal.sponsorship.errors import SponsorshipError

# The one level that the coordination gives.
SPONSOR = level_given_by(COORDINATE_SPONSORS)
NOT_YOURS = "La coordination du parrainage seule peut le faire."


def may_coordinate(user: Any) -> bool:
    """Whether somebody welcomes sponsors and keeps the waiting list."""
    return has_capability(user, COORDINATE_SPONSORS)


def require_coordinator(actor: Actor) -> User:
    """Who coordinates now. Raises SponsorshipError when their level has ended meanwhile."""
    user = User.objects.filter(pk=actor.user.pk).first() if actor.user else None
    if user is None or not may_coordinate(user):
        raise SponsorshipError(NOT_YOURS)
    return user
