"""Rights on how long cases are kept: one predicate each."""

from typing import Any

from portal.accounts.capabilities import LEAD_UNIT, has_capability
from portal.followup.access import reach
from portal.followup.people.models import Beneficiary
from portal.followup.retention.models import EliminationSlip


def answers_for(user: Any, case: Beneficiary) -> bool:
    """Whether a person decides how long a case is kept: its unit's manager, archived or not."""
    if not has_capability(user, LEAD_UNIT):
        return False
    units = reach.led_unit_ids(user)
    return case.unit_id is not None and units.filter(unit=case.unit_id).exists()


def conducts(user: Any, slip: EliminationSlip) -> bool:
    """Whether a person prepares this slip and notes the answer: the manager of its unit."""
    return reach.led_unit_ids(user).filter(unit=slip.unit_id).exists()
