"""Rights on one case: one predicate each, True or False and nothing else."""

from typing import Any

from portal.accounts.capabilities import ORIENT, has_capability
from portal.followup.access import reach
from portal.followup.people.models import Beneficiary


def may_see_identity(user: Any, case: Beneficiary) -> bool:
    """Whether a person reads who it is, the right and the orientation."""
    return reach.identity_ids(user).filter(pk=case.pk).exists()


def may_read_case(user: Any, case: Beneficiary) -> bool:
    """Whether a person reads the whole case, confidential notes apart."""
    return reach.case_ids(user).filter(pk=case.pk).exists()


def may_write_case(user: Any, case: Beneficiary) -> bool:
    """Whether a person writes in the case."""
    return reach.write_ids(user).filter(pk=case.pk).exists()


def is_in_team(user: Any, case: Beneficiary) -> bool:
    """Whether a person is its referent, in its care team, or the deputy of an absent referent."""
    return reach.team_ids(user).filter(pk=case.pk).exists()


def manages(user: Any, case: Beneficiary) -> bool:
    """Whether a person leads the unit that follows it."""
    return reach.managed_ids(user).filter(pk=case.pk).exists()


def may_orient(user: Any, case: Beneficiary) -> bool:
    """Whether a person decides its orientation, without being attached to it."""
    return has_capability(user, ORIENT)
