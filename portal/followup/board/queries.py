"""What the manager of a unit and the members of a board see of sessions."""

from typing import Any

from django.db.models import Q, QuerySet

from portal.accounts.capabilities import SIT_ON_BOARD
from portal.accounts.holders import people_who_may
from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.board.models import BoardMember, ReviewBoardSession, ReviewCase
from portal.followup.board.states import C


def led_sessions(user: Any) -> QuerySet[ReviewBoardSession]:
    """Of the unit that a person manages, the newest first."""
    rows: QuerySet[ReviewBoardSession] = ReviewBoardSession.objects.visible_to(user)
    return rows.filter(pk__in=reach.led_session_ids(user)).select_related("unit")


def own_sessions(user: Any) -> QuerySet[ReviewBoardSession]:
    """Those to which somebody was called."""
    rows: QuerySet[ReviewBoardSession] = ReviewBoardSession.objects.visible_to(user)
    members = BoardMember.objects.visible_to(user).filter(user=user.pk)
    return rows.filter(pk__in=members.values("session")).select_related("unit")


def members_of(session: ReviewBoardSession, user: Any) -> QuerySet[BoardMember]:
    """Who was called."""
    rows: QuerySet[BoardMember] = BoardMember.objects.visible_to(user)
    return rows.filter(session=session).select_related("user")


def reviews_of(session: ReviewBoardSession, user: Any) -> QuerySet[ReviewCase]:
    """Its cases, as its manager reads them."""
    rows: QuerySet[ReviewCase] = ReviewCase.objects.visible_to(user)
    return rows.filter(session=session).select_related("beneficiary", "procedure__report")


def agenda_choices(session: ReviewBoardSession, user: Any) -> QuerySet[ReviewCase]:
    """Cases that may be on its agenda: those that wait, those that are there."""
    rows: QuerySet[ReviewCase] = ReviewCase.objects.visible_to(user)
    return rows.filter(
        Q(state=C.WAITING) | Q(state=C.LISTED, session=session),
        beneficiary__in=reach.conducted_ids(user),
    ).select_related("beneficiary", "procedure__report")


def waiting_count(user: Any) -> int:
    """How many cases wait for a session."""
    rows = ReviewCase.objects.visible_to(user).filter(state=C.WAITING)
    return int(rows.filter(beneficiary__in=reach.conducted_ids(user)).count())


def people_to_call() -> QuerySet[User]:
    """Everybody who may sit on a board."""
    return people_who_may(SIT_ON_BOARD).order_by("folded_name")
