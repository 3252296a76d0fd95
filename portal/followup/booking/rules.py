"""Who sets whose hours: one's own, and those of the unit that one manages."""

from typing import Any

from portal.accounts.capabilities import WRITE_CASES, has_capability
from portal.followup.access import reach, rules
from portal.followup.people.models import Professional, Unit


def may_set_hours_of(user: Any, professional: Professional) -> bool:
    """Whether a person opens and closes the diary of this professional."""
    if not has_capability(user, WRITE_CASES):
        return False
    return professional.user_id == user.pk or rules.leads(user, professional)


def may_set_hours_in(user: Any, unit: Unit) -> bool:
    """Whether a person sets the hours of a structure in this unit: who manages it."""
    me = reach.professional_of(user)
    return bool(me and me.unit_id == unit.pk and rules.leads(user, me))
