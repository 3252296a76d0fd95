"""Cases of a session whose unit changed since: they keep their line in it.

Who led the session reads that line in its minutes, and nothing more of the case. Called for the
manager of the session alone.
"""

from portal.accounts.actors import Actor
from portal.followup.board.models import ReviewBoardSession, ReviewCase
from portal.followup.board.states import C, Side, may_case_go
from portal.followup.rows.authors import written_by
from portal.followup.rows.scope import Scope, system_scope

MOVED = "Le dossier est suivi par une autre unité."


def every_line_of(session: ReviewBoardSession) -> list[tuple[ReviewCase, int]]:
    """Each case of a session, in its order, with how many members kept out of it."""
    with system_scope(Scope.BOARD):
        rows = ReviewCase.objects.in_system_scope().filter(session=session)
        rows = rows.select_related("beneficiary", "procedure__report").order_by("pk")
        return [(row, row.conflicts.count()) for row in rows]


def leave_to_their_unit(session: ReviewBoardSession, *, actor: Actor) -> int:
    """Postpone those that nobody of this unit can examine any more; they wait where they are."""
    mine = ReviewCase.objects.visible_to(actor.user).filter(session=session)
    reached = {*mine.values_list("pk", flat=True)}
    with system_scope(Scope.BOARD, actor=actor):
        rows = ReviewCase.objects.in_system_scope().select_for_update(of=("self",))
        moved = [
            row
            for row in rows.filter(session=session, state=C.LISTED)
            if row.pk not in reached and may_case_go(row.state, C.POSTPONED, Side.MANAGER)
        ]
        for row in moved:
            row.state, row.postponed_reason = C.POSTPONED, MOVED
            row.version += 1
            row.save()
            ReviewCase.objects.create(
                beneficiary_id=row.beneficiary_id,
                procedure_id=row.procedure_id,
                question=row.question,
                **written_by(actor),
            )
    return len(moved)
