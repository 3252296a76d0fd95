"""Where a request of the referent may go, and who takes it there."""

from enum import StrEnum

from portal.followup.orientation.models import ReorientationRequest

S = ReorientationRequest.State


class Side(StrEnum):
    """Who moves a request."""

    REFERENT = "referent"
    OFFICER = "officer"


TRANSITIONS: dict[tuple[S, S], Side] = {
    (S.DRAFT, S.SENT): Side.REFERENT,
    (S.DRAFT, S.WITHDRAWN): Side.REFERENT,
    (S.SENT, S.WITHDRAWN): Side.REFERENT,
    (S.SENT, S.ACCEPTED): Side.OFFICER,
    (S.SENT, S.REFUSED): Side.OFFICER,
}
# Those that somebody still has to move.
OPEN = frozenset({S.DRAFT, S.SENT})


def may_go(state: str, to: str, side: Side) -> bool:
    """Whether this side takes a request from one state to another."""
    return TRANSITIONS.get((S(state), S(to))) == side
