"""Who decides on a pathway: one predicate each, True or False and nothing else."""

from typing import Any

from django.utils import timezone

from portal.accounts.capabilities import FOLLOW_CASES, OPEN_CASES, ORIENT, has_capability
from portal.followup.access import reach
from portal.followup.access.models import Absence
from portal.followup.access.rules import manages
from portal.followup.orientation.models import ReferentAssignment, ReorientationRequest
from portal.followup.people.models import Beneficiary, Professional


def decides(user: Any) -> bool:
    """Whether a person orients, answers requests and records exits, for everybody."""
    return bool(user) and has_capability(user, ORIENT)


def may_assign(user: Any, case: Beneficiary) -> bool:
    """Whether a person names the referent of this case: who orients, the manager of its unit."""
    if not user or not has_capability(user, OPEN_CASES):
        return False
    return decides(user) or manages(user, case)


def may_ask(user: Any, case: Beneficiary) -> bool:
    """Whether a person asks for another pathway: its referent, or who replaces them today."""
    if not user or not has_capability(user, FOLLOW_CASES):
        return False
    me = reach.professional_of(user)
    if me is None:
        return False
    now = timezone.now()
    absent = Absence.unscoped.filter(deputy=me, starts_at__lte=now, ends_at__gt=now)
    referents = [me.pk, *absent.values_list("professional", flat=True)]
    return ReferentAssignment.unscoped.filter(
        beneficiary=case, professional__in=referents, ends_at__isnull=True
    ).exists()


def may_change_request(user: Any, request: ReorientationRequest) -> bool:
    """Whether a person writes, sends or takes back a request: of a case that they follow now."""
    return may_ask(user, request.beneficiary)


def can_follow(professional: Professional) -> bool:
    """Whether a professional may be given a case: still there, with the level of advisers."""
    user = professional.user
    if professional.left_on is not None or user is None:
        return False
    return has_capability(user, FOLLOW_CASES)
