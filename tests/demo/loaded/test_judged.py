"""The demo has something to move for a manager, and something to read for a board."""

import pytest

from portal.followup.models import (
    BoardMember,
    BreachReport,
    ReviewBoardSession,
    ReviewCase,
    SanctionProcedure,
)
from portal.followup.rows.scope import Scope, system_scope

pytestmark = pytest.mark.django_db


def test_procedures_and_a_session_are_there(made):
    with system_scope(Scope.TEST):
        states = sorted(SanctionProcedure.unscoped.values_list("state", flat=True))
        assert states == ["board", "notified"]
        assert BreachReport.unscoped.filter(state="sent").count() == 1
        session = ReviewBoardSession.unscoped.get()
        members = BoardMember.unscoped.filter(session=session)
        assert members.count() >= session.quorum
        assert all(member.quality for member in members)
        assert ReviewCase.unscoped.get().session == session
