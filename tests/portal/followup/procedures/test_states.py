"""Every pair of states of a report, a procedure, a session: who takes it there, and nobody else."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup import jobs
from portal.followup.board import states as board
from portal.followup.procedures.errors import ForbiddenMoveError, NotYoursError
from portal.followup.procedures.models import ProcedureAct, SanctionProcedure
from portal.followup.procedures.services import moving
from portal.followup.procedures.states import (
    REPORT_TRANSITIONS,
    TRANSITIONS,
    R,
    Role,
    S,
    may_go,
    may_report_go,
    role_of,
)
from portal.followup.rows.scope import acting_as
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    refer,
)
from tests.portal.followup.procedures.laid import make_appeal, make_procedure
from tests.states import undone

C, D, A = Role.CONDUCTOR, Role.DECIDER, Role.APPEALS
# Written out here again: a pair that changes is a decision.
ALLOWED = {
    ("opened", "notified"): C,
    ("opened", "closed"): C,
    ("notified", "board"): C,
    ("board", "notified"): C,
    ("notified", "decided"): D,
    ("board", "decided"): D,
    ("notified", "closed"): D,
    ("board", "closed"): D,
    ("decided", "in_force"): C,
    ("decided", "lifted"): D,
    ("in_force", "lifted"): D,
    ("in_force", "ended"): C,
    ("in_force", "annulled"): A,
    ("lifted", "annulled"): A,
    ("ended", "annulled"): A,
}


def test_the_table_has_these_pairs_and_no_other():
    found = {
        (one.value, other.value): role_of(one, other)
        for one, other in product(S, S)
        if role_of(one, other)
    }
    assert found == ALLOWED
    for (one, other), role in product(product(S, S), Role):
        assert may_go(one, other, role) == (ALLOWED.get((one.value, other.value)) == role)
    assert len(TRANSITIONS) == len(ALLOWED)


def test_a_report_is_taken_back_by_its_author_and_answered_by_the_manager():
    allowed = {
        ("sent", "withdrawn"): Role.REPORTER,
        ("sent", "opened"): C,
        ("sent", "dismissed"): C,
    }
    for (one, other), role in product(product(R, R), Role):
        assert may_report_go(one, other, role) == (allowed.get((one.value, other.value)) == role)
    assert len(REPORT_TRANSITIONS) == len(allowed)


def test_a_session_and_its_cases_move_by_these_sides_alone():
    manager, member = board.Side.MANAGER, board.Side.MEMBER
    sessions = {
        ("prepared", "open"): manager,
        ("prepared", "cancelled"): manager,
        ("open", "closed"): manager,
    }
    cases = {
        ("waiting", "listed"): manager,
        ("listed", "waiting"): manager,
        ("waiting", "withdrawn"): manager,
        ("listed", "withdrawn"): manager,
        ("listed", "postponed"): manager,
        ("listed", "given"): member,
    }
    for (one, other), side in product(product(board.B, board.B), board.Side):
        assert board.may_go(one, other, side) == (sessions.get((one, other)) == side)
    for (one, other), side in product(product(board.C, board.C), board.Side):
        assert board.may_case_go(one, other, side) == (cases.get((one, other)) == side)


@pytest.fixture(scope="module")
def people(lasting):
    """Who may be anything to a case, and the case."""
    unit = make_unit()
    referent = make_professional(unit=unit)
    case = make_beneficiary(referent)
    return {
        "case": case,
        "referent": referent,
        "conductor": make_professional(L.UNIT_MANAGER, unit=unit),
        "was referent": _was_referent(case, unit),
        "adviser": make_professional(unit=unit),
        "other manager": make_professional(L.UNIT_MANAGER),
        "officer": make_professional(L.ORIENTATION_OFFICER, unit=unit),
        "answers": person_with(L.APPEAL_OFFICER),
        "first decider": person_with(L.APPEAL_OFFICER),
    }


def _was_referent(case, unit):
    """A manager of the unit who followed the person until after the facts."""
    one = make_professional(L.UNIT_MANAGER, unit=unit)
    now = timezone.now()
    refer(case, one, starts_at=now - timedelta(days=90), ends_at=now - timedelta(days=10))
    return one


# Who each role is, among them.
HOLDERS = {
    C: {"conductor", "was referent"},
    D: {"conductor"},
    A: {"answers"},
}
EVERYBODY = (
    "referent",
    "conductor",
    "was referent",
    "adviser",
    "other manager",
    "officer",
    "answers",
    "first decider",
)


@pytest.mark.django_db
@pytest.mark.parametrize("present", S)
def test_each_pair_is_refused_to_all_but_who_holds_its_right(people, present):
    with undone():
        row = make_procedure(
            people["case"],
            people["referent"],
            present,
            decider=people["conductor"],
            referent=people["referent"],
        )
        if present in {S.IN_FORCE, S.LIFTED, S.ENDED}:
            make_appeal(row, first_decider=people["first decider"])
        for who in EVERYBODY:
            actor = people[who]
            user = getattr(actor, "user", actor)
            with acting_as(user):
                for wanted in S:
                    role = ALLOWED.get((present.value, wanted.value))
                    may = bool(role) and who in HOLDERS[role]
                    assert goes(row, wanted, Actor(user)) == may, (who, present, wanted)


def goes(row, wanted, actor) -> bool:
    try:
        moving.check_goes(row, wanted, actor)
    except (ForbiddenMoveError, NotYoursError):
        return False
    return True


@pytest.mark.django_db
def test_no_state_is_written_outside_of_the_one_way():
    """Nothing moves by itself: no job, no signal names a state."""
    assert not [name for name in vars(jobs) if "procedure" in name.lower()]
    assert {kind.value for kind in ProcedureAct.Kind} >= {"propose_removal", "end_right"}
    assert SanctionProcedure.State.IN_FORCE in S
