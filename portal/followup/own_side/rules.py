"""Who shares with the person, and who answers a request for a file: one predicate each."""

from typing import Any

from portal.followup.access.rules import manages, may_write_case
from portal.followup.people.models import Beneficiary


def may_share(user: Any, case: Beneficiary) -> bool:
    """Whether somebody shares with the person, or stops: whoever writes in the case."""
    return may_write_case(user, case)


def may_record(user: Any, case: Beneficiary) -> bool:
    """Whether somebody records a request that came by letter or at the desk."""
    return may_write_case(user, case)


def may_prepare(user: Any, case: Beneficiary) -> bool:
    """Whether somebody prepares and gives the answer: the manager of the unit."""
    return manages(user, case)
