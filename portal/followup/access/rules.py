"""Rights on one case: one predicate each, True or False and nothing else."""

from typing import Any

from portal.accounts.capabilities import (
    FOLLOW_CASES,
    LEAD_UNIT,
    OPEN_CASES,
    ORIENT,
    has_capability,
    holds_everywhere,
)
from portal.followup.access import reach
from portal.followup.access.models import CareTeamMember
from portal.followup.access.ways import READING, TEAM, WRITING, Way, ways_to
from portal.followup.people.models import Beneficiary, Professional, Unit

_ANSWERING = frozenset({Way.REFERENT, Way.DEPUTY, Way.UNIT})


def may_see_identity(user: Any, case: Beneficiary) -> bool:
    """Whether a person reads who it is, the right and the orientation."""
    return reach.identity_ids(user).filter(pk=case.pk).exists()


def may_read_case(user: Any, case: Beneficiary) -> bool:
    """Whether a person reads the whole case, confidential notes apart."""
    return not READING.isdisjoint(ways_to(user, case.pk))


def may_write_case(user: Any, case: Beneficiary) -> bool:
    """Whether a person writes in the case."""
    return not WRITING.isdisjoint(ways_to(user, case.pk))


def is_in_team(user: Any, case: Beneficiary) -> bool:
    """Whether a person is its referent, in its care team, or the deputy of an absent referent."""
    return not TEAM.isdisjoint(ways_to(user, case.pk))


def manages(user: Any, case: Beneficiary) -> bool:
    """Whether a person leads the unit that follows it."""
    return Way.UNIT in ways_to(user, case.pk)


def may_orient(user: Any, case: Beneficiary) -> bool:
    """Whether a person decides its orientation, without being attached to it."""
    return has_capability(user, ORIENT)


def may_write_identity(user: Any, case: Beneficiary) -> bool:
    """Whether a person corrects who it is and how to reach them."""
    return may_write_case(user, case) or may_orient(user, case)


def may_write_numbers(user: Any, case: Beneficiary) -> bool:
    """Whether a person writes the household's numbers: those who orient, or where there are none.

    A number that is written belongs to a whole household, which others may follow.
    """
    if may_orient(user, case):
        return True
    has_number = bool(case.household_id and case.household and case.household.matricule)
    return not has_number and may_write_case(user, case)


def may_open(user: Any, unit: Unit | None) -> bool:
    """Whether a person opens a case by hand that this unit follows; none, before orientation."""
    if holds_everywhere(user, OPEN_CASES):
        return True
    if not has_capability(user, OPEN_CASES) or unit is None:
        return False
    me = reach.professional_of(user)
    return bool(me and me.unit_id == unit.pk)


def answers_for(user: Any, case: Beneficiary) -> bool:
    """Whether a person says who enters and leaves the care team: referent, deputy, manager."""
    return not _ANSWERING.isdisjoint(ways_to(user, case.pk))


def may_answer(user: Any, member: CareTeamMember) -> bool:
    """Whether a person confirms or refuses this request, which nobody does for oneself."""
    return member.professional.user_id != user.pk and answers_for(user, member.beneficiary)


def may_end(user: Any, member: CareTeamMember) -> bool:
    """Whether a person ends this access: one's own, or as who answers for the case."""
    return member.professional.user_id == user.pk or answers_for(user, member.beneficiary)


def may_follow(professional: Professional) -> bool:
    """Whether somebody may be let into a case: they work here, with the level that follows."""
    user = professional.user
    return bool(professional.left_on is None and user and has_capability(user, FOLLOW_CASES))


def is_oneself(user: Any, professional: Professional) -> bool:
    """Whether this professional is the person who acts: nobody lets oneself into a case."""
    return bool(user) and professional.user_id == user.pk


def may_ask_for(user: Any, professional: Professional) -> bool:
    """Whether a person asks that this professional enters a team: oneself, or of one's unit."""
    return professional.user_id == user.pk or leads(user, professional)


def leads(user: Any, professional: Professional) -> bool:
    """Whether a person manages the unit in which this professional works."""
    if not has_capability(user, LEAD_UNIT):
        return False
    me = reach.professional_of(user)
    return bool(me and me.unit_id == professional.unit_id)
