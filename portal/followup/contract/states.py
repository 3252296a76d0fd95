"""Where a contract, a goal, a step stands, and who may take it where: on one screen."""

from enum import StrEnum

from portal.followup.contract.models import ActionStep, EngagementContract, Goal

S = EngagementContract.State
G = Goal.State
T = ActionStep.State


class Role(StrEnum):
    """Who changes the state of a contract: who follows the person, or the site.

    The site acts for a decision taken elsewhere: the successor of the contract is signed, the
    person leaves, the case is handed over.
    """

    PROFESSIONAL = "professional"
    SITE = "site"


_PROFESSIONAL = frozenset({Role.PROFESSIONAL})
_SITE = frozenset({Role.SITE})
_EITHER = frozenset(Role)

# from → to → who may. What is over stays; a proposed one is taken back to be written again.
TRANSITIONS: dict[S, dict[S, frozenset[Role]]] = {
    S.DRAFT: {S.PROPOSED: _PROFESSIONAL, S.DROPPED: _EITHER},
    S.PROPOSED: {S.DRAFT: _PROFESSIONAL, S.SIGNED: _PROFESSIONAL, S.DROPPED: _EITHER},
    # `amended` is the work of the amendment that is signed, never a button.
    S.SIGNED: {S.AMENDED: _SITE, S.ENDED: _EITHER, S.BREACHED: _PROFESSIONAL},
    S.AMENDED: {},
    S.ENDED: {},
    S.BREACHED: {},
    S.DROPPED: {},
}
IN_PREPARATION = frozenset({S.DRAFT, S.PROPOSED})
OVER = frozenset({S.AMENDED, S.ENDED, S.BREACHED, S.DROPPED})
WAS_SIGNED = frozenset({S.SIGNED, S.AMENDED, S.ENDED, S.BREACHED})

# Goals and steps are changed by who follows the person; a mistake is put right.
GOAL_TRANSITIONS: dict[G, frozenset[G]] = {
    G.IN_PROGRESS: frozenset({G.DONE, G.ABANDONED}),
    G.DONE: frozenset({G.IN_PROGRESS}),
    G.ABANDONED: frozenset({G.IN_PROGRESS}),
}
OPEN_STEPS = frozenset({T.PLANNED, T.IN_PROGRESS})
_CLOSED_STEPS = frozenset({T.DONE, T.DROPPED_BY_PERSON, T.CANCELLED_BY_SERVICE})
STEP_TRANSITIONS: dict[T, frozenset[T]] = {
    **{state: (OPEN_STEPS | _CLOSED_STEPS) - {state} for state in OPEN_STEPS},
    **dict.fromkeys(_CLOSED_STEPS, frozenset({T.PLANNED})),
}


def may_go(state: str, to: str, role: Role = Role.PROFESSIONAL) -> bool:
    """Whether somebody in this role may take a contract from one state to another."""
    return role in TRANSITIONS[S(state)].get(S(to), frozenset())


def may_goal_go(state: str, to: str) -> bool:
    """Whether a goal goes from one state to another."""
    return G(to) in GOAL_TRANSITIONS[G(state)]


def may_step_go(state: str, to: str) -> bool:
    """Whether a step goes from one state to another."""
    return T(to) in STEP_TRANSITIONS[T(state)]
