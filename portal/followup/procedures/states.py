"""Where a report and a procedure may go, and who takes them there: on one screen.

No pair is taken by the site: nothing moves by itself.
"""

from enum import StrEnum

from portal.followup.procedures.models import BreachReport, SanctionProcedure

R = BreachReport.State
S = SanctionProcedure.State


class Role(StrEnum):
    """Who makes a change; `rules.py` says who that is."""

    REPORTER = "reporter"
    CONDUCTOR = "conductor"
    DECIDER = "decider"
    APPEALS = "appeals"


REPORT_TRANSITIONS: dict[tuple[R, R], Role] = {
    (R.SENT, R.WITHDRAWN): Role.REPORTER,
    (R.SENT, R.OPENED): Role.CONDUCTOR,
    (R.SENT, R.DISMISSED): Role.CONDUCTOR,
}
TRANSITIONS: dict[tuple[S, S], Role] = {
    (S.OPENED, S.NOTIFIED): Role.CONDUCTOR,
    (S.OPENED, S.CLOSED): Role.CONDUCTOR,
    (S.NOTIFIED, S.BOARD): Role.CONDUCTOR,
    (S.BOARD, S.NOTIFIED): Role.CONDUCTOR,
    (S.NOTIFIED, S.DECIDED): Role.DECIDER,
    (S.BOARD, S.DECIDED): Role.DECIDER,
    # Without a decision, or by one that sanctions nothing: by whoever may decide.
    (S.NOTIFIED, S.CLOSED): Role.DECIDER,
    (S.BOARD, S.CLOSED): Role.DECIDER,
    (S.DECIDED, S.IN_FORCE): Role.CONDUCTOR,
    (S.DECIDED, S.LIFTED): Role.DECIDER,
    (S.IN_FORCE, S.LIFTED): Role.DECIDER,
    (S.IN_FORCE, S.ENDED): Role.CONDUCTOR,
    # An appeal is answered whatever became of the sanction meanwhile.
    (S.IN_FORCE, S.ANNULLED): Role.APPEALS,
    (S.LIFTED, S.ANNULLED): Role.APPEALS,
    (S.ENDED, S.ANNULLED): Role.APPEALS,
}
# Somebody still has to move them before the decision is notified.
OPEN = frozenset({S.OPENED, S.NOTIFIED, S.BOARD, S.DECIDED})
# Somebody still has something to do.
GOES_ON = OPEN | {S.IN_FORCE}
BEFORE_DECISION = frozenset({S.OPENED, S.NOTIFIED, S.BOARD})
# A sanction that the person was told of, and that stands.
STANDS = frozenset({S.IN_FORCE, S.LIFTED, S.ENDED})


def may_go(state: str, to: str, role: Role) -> bool:
    """Whether this role takes a procedure from one state to another."""
    return TRANSITIONS.get((S(state), S(to))) == role


def role_of(state: str, to: str) -> Role | None:
    """Who takes a procedure there; None when nobody does."""
    return TRANSITIONS.get((S(state), S(to)))


def may_report_go(state: str, to: str, role: Role) -> bool:
    """Whether this role takes a report from one state to another."""
    return REPORT_TRANSITIONS.get((R(state), R(to))) == role
