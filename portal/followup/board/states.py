"""Where a session may go, and who takes it there; a case of its agenda too."""

from enum import StrEnum

from portal.followup.board.models import ReviewBoardSession, ReviewCase

B = ReviewBoardSession.State
C = ReviewCase.State


class Side(StrEnum):
    """Who makes a change."""

    MANAGER = "manager"
    MEMBER = "member"


TRANSITIONS: dict[tuple[B, B], Side] = {
    (B.PREPARED, B.OPEN): Side.MANAGER,
    (B.PREPARED, B.CANCELLED): Side.MANAGER,
    (B.OPEN, B.CLOSED): Side.MANAGER,
}
CASE_TRANSITIONS: dict[tuple[C, C], Side] = {
    (C.WAITING, C.LISTED): Side.MANAGER,
    (C.LISTED, C.WAITING): Side.MANAGER,
    (C.WAITING, C.WITHDRAWN): Side.MANAGER,
    (C.LISTED, C.WITHDRAWN): Side.MANAGER,
    (C.LISTED, C.POSTPONED): Side.MANAGER,
    (C.LISTED, C.GIVEN): Side.MEMBER,
}


def may_go(state: str, to: str, side: Side) -> bool:
    """Whether this side takes a session from one state to another."""
    return TRANSITIONS.get((B(state), B(to))) == side


def may_case_go(state: str, to: str, side: Side) -> bool:
    """Whether this side takes a case from one state to another."""
    return CASE_TRANSITIONS.get((C(state), C(to))) == side
