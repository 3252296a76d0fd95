"""Who proposes and agrees to a merge: one predicate each, True or False and nothing else."""

from typing import Any

from portal.accounts.capabilities import MERGE_CASES, ORIENT, has_capability
from portal.followup.access import reach
from portal.followup.access.rules import manages
from portal.followup.merging.models import CaseMerge
from portal.followup.people.models import Beneficiary


def may_merge(user: Any, kept: Beneficiary, loser: Beneficiary) -> bool:
    """Whether a person has a right on both: who orients, or who manages the unit of both."""
    if not user or not has_capability(user, MERGE_CASES):
        return False
    if has_capability(user, ORIENT):
        return True
    return manages(user, kept) and manages(user, loser)


def may_propose(user: Any, case: Beneficiary) -> bool:
    """Whether a person looks for a duplicate of this case."""
    return may_merge(user, case, case)


def may_agree(user: Any, merge: CaseMerge) -> bool:
    """Whether a person agrees or refuses: with a right on both, and never who proposed."""
    if merge.state != CaseMerge.State.ASKED or merge.asked_by.user_id == user.pk:
        return False
    return may_merge(user, merge.beneficiary, merge.loser)


def may_withdraw(user: Any, merge: CaseMerge) -> bool:
    """Whether a person takes back what they proposed."""
    return merge.state == CaseMerge.State.ASKED and merge.asked_by.user_id == user.pk


def reads_both(user: Any, *cases: Beneficiary) -> bool:
    """Whether a person reads both cases whole: who orients sees no more than identities."""
    keys = {case.pk for case in cases}
    return reach.case_ids(user).filter(pk__in=keys).count() == len(keys)
