"""Who leads a session, who sits in it, who is too close to a case: one predicate each.

Members hold no right on a case: theirs last from the opening to the closing of a session, or to
the end of its day, for the cases of its agenda, and are asked inside the scope `board`.
"""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.accounts.capabilities import PREPARE_BOARD, SIT_ON_BOARD, has_capability
from portal.followup.access import reach
from portal.followup.access.models import Absence, CareTeamMember
from portal.followup.board.models import (
    BoardConflict,
    BoardMember,
    ReviewBoardSession,
    ReviewCase,
)
from portal.followup.link.models import AccountLink
from portal.followup.orientation.models import ReferentAssignment
from portal.followup.people.models import Beneficiary, Professional
from portal.followup.procedures.models import BreachReport


def leads(user: Any, session: ReviewBoardSession) -> bool:
    """Whether a person prepares and leads this session: the manager of its unit."""
    if not has_capability(user, PREPARE_BOARD):
        return False
    return reach.led_session_ids(user).filter(pk=session.pk).exists()


def is_held_now(session: ReviewBoardSession) -> bool:
    """Whether a session is open, and its day is not over.

    One that nobody closed ends with its day: that on which it was to be held, or was opened later.
    """
    if session.state != ReviewBoardSession.State.OPEN or session.opened_at is None:
        return False
    last = max(timezone.localdate(session.starts_at), timezone.localdate(session.opened_at))
    return timezone.localdate() <= last


def sits(user: Any, session: ReviewBoardSession) -> bool:
    """Whether a person reads the agenda now: a member, present, while the session is held."""
    if not has_capability(user, SIT_ON_BOARD) or not is_held_now(session):
        return False
    return (
        BoardMember.objects.visible_to(user)
        .filter(session=session, user=user.pk, is_present=True)
        .exists()
    )


def is_close_to(user: Any, case: Beneficiary) -> bool:
    """Whether a member and a case have to do with each other, as the site knows it.

    It is theirs, or somebody's of their household; or they are, or were, its referent, in its care
    team; stand in for its referent, reported a breach, are at the head of its unit. Asked in the
    scope `board`.
    """
    people = Beneficiary.unscoped.filter(pk=case.pk)
    if case.household_id:
        people = Beneficiary.unscoped.filter(household=case.household_id)
    links = AccountLink.unscoped.filter(user=user.pk, beneficiary__in=people.values("pk"))
    me = Professional.unscoped.filter(user=user.pk)
    referred = ReferentAssignment.unscoped.filter(beneficiary=case)
    leads_the_unit = has_capability(user, PREPARE_BOARD) and me.filter(unit=case.unit_id).exists()
    return (
        links.exists()
        or referred.filter(professional__in=me).exists()
        or _stands_in(me, referred)
        or BreachReport.unscoped.filter(beneficiary=case, reported_by__in=me).exists()
        or CareTeamMember.unscoped.filter(beneficiary=case, professional__in=me).exists()
        or leads_the_unit
    )


def _stands_in(me: Any, referred: Any) -> bool:
    """Whether somebody is now the deputy of the present referent."""
    now = timezone.now()
    present = referred.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=now))
    found: bool = Absence.unscoped.filter(
        deputy__in=me,
        starts_at__lte=now,
        ends_at__gt=now,
        professional__in=present.order_by().values("professional"),
    ).exists()
    return found


def has_conflict(user: Any, review: ReviewCase) -> bool:
    """Whether a member keeps out of a case: they said so, or the site knows it."""
    declared = BoardConflict.unscoped.filter(review=review, member__user=user.pk)
    return declared.exists() or is_close_to(user, review.beneficiary)


def voters_of(review: ReviewCase) -> list[BoardMember]:
    """The present members who deliberate on a case. Asked in the scope `board`."""
    present = BoardMember.unscoped.filter(session=review.session_id, is_present=True)
    return [
        member
        for member in present.select_related("user")
        if member.user is not None and not has_conflict(member.user, review)
    ]
