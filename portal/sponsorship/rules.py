"""Who may, in sponsorship: one predicate per right, asked again once a service has its lock."""

from typing import Any

from django.db.models import QuerySet

from portal.accounts.actors import Actor
from portal.accounts.capabilities import (
    COORDINATE_SPONSORS,
    DECIDE_APPEALS,
    LEAD_UNIT,
    ORIENT,
    READ_CASES,
    SIT_ON_BOARD,
    has_capability,
    level_given_by,
)
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
from portal.sponsorship.errors import SponsorshipError

# What opens cases, be it one's own caseload or those of everybody.
_ON_CASES = (READ_CASES, ORIENT, LEAD_UNIT, SIT_ON_BOARD, DECIDE_APPEALS)
# The one level that the coordination gives.
SPONSOR = level_given_by(COORDINATE_SPONSORS)
NOT_YOURS = "La coordination du parrainage seule peut le faire."


def may_coordinate(user: Any) -> bool:
    """Whether somebody welcomes sponsors and keeps the waiting list."""
    return has_capability(user, COORDINATE_SPONSORS)


def reads_cases(user: Any) -> bool:
    """Whether the work of somebody opens cases, of whomever.

    As a sponsor, whom they could not be proposed to would be exactly who has a case.
    """
    return any(has_capability(user, one) for one in _ON_CASES)


def readers_of_cases() -> QuerySet[User]:
    """Everybody of whom `reads_cases` is true."""
    found = people_who_may(_ON_CASES[0])
    for capability in _ON_CASES[1:]:
        found = found | people_who_may(capability)
    return found


def require_coordinator(actor: Actor) -> User:
    """Who coordinates now. Raises SponsorshipError when their level has ended meanwhile."""
    user = User.objects.filter(pk=actor.user.pk).first() if actor.user else None
    if user is None or not may_coordinate(user):
        raise SponsorshipError(NOT_YOURS)
    return user
