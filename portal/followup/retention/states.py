"""Where a case and a slip may go, and who takes them there: on one screen."""

from enum import StrEnum

from portal.followup.retention.models import CaseRetention, EliminationSlip, SlipLine

R = CaseRetention.State
S = EliminationSlip.State
L = SlipLine.State


class Role(StrEnum):
    """Who makes a change: the manager of the unit, or the job of the night."""

    MANAGER = "manager"
    SITE = "site"


_MANAGER, _SITE = frozenset({Role.MANAGER}), frozenset({Role.SITE})
_EITHER = frozenset(Role)
# A case that was anonymised stays so. Nothing is destroyed but by a slip that was approved.
CASE_TRANSITIONS: dict[tuple[R, R], frozenset[Role]] = {
    (R.NOTICED, R.ARCHIVED): _SITE,
    (R.NOTICED, R.LAPSED): _SITE,
    (R.ARCHIVED, R.LAPSED): _EITHER,
    (R.LAPSED, R.NOTICED): _SITE,
    (R.ARCHIVED, R.ANONYMISED): _SITE,
}
SLIP_TRANSITIONS: dict[tuple[S, S], frozenset[Role]] = {
    (S.PREPARED, S.SENT): _MANAGER,
    (S.PREPARED, S.CANCELLED): _MANAGER,
    (S.SENT, S.APPROVED): _MANAGER,
    (S.SENT, S.RETURNED): _MANAGER,
    (S.SENT, S.REFUSED): _MANAGER,
    # Corrected: sent again, or another one is prepared.
    (S.RETURNED, S.SENT): _MANAGER,
    (S.RETURNED, S.CANCELLED): _MANAGER,
    (S.APPROVED, S.DESTROYING): _MANAGER,
    (S.APPROVED, S.CANCELLED): _MANAGER,
    # Once every line was destroyed or withheld.
    (S.DESTROYING, S.DESTROYED): _SITE,
}
# Its lines wait for nothing more.
OVER = frozenset({S.REFUSED, S.DESTROYED, S.CANCELLED})


def may_case_go(state: str, to: str, role: Role) -> bool:
    """Whether this role takes a case there."""
    return role in CASE_TRANSITIONS.get((R(state), R(to)), ())


def may_slip_go(state: str, to: str, role: Role) -> bool:
    """Whether this role takes a slip there."""
    return role in SLIP_TRANSITIONS.get((S(state), S(to)), ())
