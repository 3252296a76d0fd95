"""Where a request for one's file may go, and who takes it there: on one screen."""

from enum import StrEnum

from portal.followup.own_side.models import FileRequest

S = FileRequest.State


class Role(StrEnum):
    """Who makes a change: the linked person, or the manager of the unit (`rules.may_prepare`)."""

    PERSON = "person"
    PREPARER = "preparer"


_BOTH = frozenset({Role.PERSON, Role.PREPARER})
_PREPARER = frozenset({Role.PREPARER})
TRANSITIONS: dict[tuple[S, S], frozenset[Role]] = {
    (S.RECEIVED, S.READY): _PREPARER,
    # Something was forgotten: it is prepared again.
    (S.READY, S.RECEIVED): _PREPARER,
    (S.READY, S.DELIVERED): _PREPARER,
    # Given in a space that is linked no more: the same file leaves another way.
    (S.DELIVERED, S.READY): _PREPARER,
    (S.RECEIVED, S.REFUSED): _PREPARER,
    # The person gives it up, in their space or by telling somebody.
    (S.RECEIVED, S.WITHDRAWN): _BOTH,
    (S.READY, S.WITHDRAWN): _BOTH,
}
OPEN = frozenset({S.RECEIVED, S.READY})


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether this role takes a request from one state to another."""
    return role in TRANSITIONS.get((S(state), S(to)), frozenset())
