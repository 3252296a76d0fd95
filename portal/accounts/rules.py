"""Rights on people and organisations: one predicate each, True or False and nothing else."""

from typing import Any

import rules

from pages.models import JobOfferPage, RecruitmentSessionPage, VolunteeringPage
from portal.accounts.capabilities import (
    MANAGE_MEMBERS,
    MANAGE_RIGHTS,
    PROPOSE,
    has_capability,
    holds_everywhere,
)
from portal.accounts.models import Invitation, Membership
from snippets.models import Organisation

MANAGE_ORGANISATION = "accounts.manage_organisation"
PROPOSE_FOR = "accounts.propose_for_organisation"

# A service of the Département proposes nothing here: its officers write in the CMS.
_PROPOSABLE: dict[str, tuple[str, ...]] = {
    Organisation.Kind.COMPANY: (JobOfferPage.kind, RecruitmentSessionPage.kind),
    Organisation.Kind.EMPLOYMENT_PARTNER: (RecruitmentSessionPage.kind, VolunteeringPage.kind),
    Organisation.Kind.ASSOCIATION: (VolunteeringPage.kind,),
}


def is_member(user: Any, organisation: Organisation | None) -> bool:
    """Whether a person belongs to this organisation now."""
    return bool(
        organisation
        and user.is_authenticated
        and Membership.objects.active().filter(user=user, organisation=organisation).exists()
    )


@rules.predicate
def can_manage_organisation(user: Any, organisation: Organisation | None) -> bool:
    """Whether a person may change its members: its managers, and those who may everywhere."""
    if organisation is None or not has_capability(user, MANAGE_MEMBERS):
        return False
    if holds_everywhere(user, MANAGE_MEMBERS):
        return True
    managers = Membership.objects.managers().filter(user=user, organisation=organisation)
    return managers.exists()


rules.add_perm(MANAGE_ORGANISATION, can_manage_organisation)


@rules.predicate
def can_propose_for(user: Any, organisation: Organisation | None) -> bool:
    """Whether a person may write this organisation's opportunities, as a member: drafts at least.

    Nobody writes for an organisation that is suspended; its members still read.
    """
    if organisation is None or organisation.suspended_at:
        return False
    return has_capability(user, PROPOSE) and is_member(user, organisation)


rules.add_perm(PROPOSE_FOR, can_propose_for)


def can_submit_for(user: Any, organisation: Organisation | None, kind: str) -> bool:
    """Whether a person may send this organisation's opportunity of a kind (`job`…) to review.

    What a person may write may be sent once the organisation is verified, if its own kind proposes
    such opportunities.
    """
    return bool(
        organisation
        and organisation.verified_at
        and kind in proposable_kinds(organisation)
        and can_propose_for(user, organisation)
    )


def proposable_kinds(organisation: Organisation) -> tuple[str, ...]:
    """The kinds of opportunities that an organisation may propose, once it is verified."""
    return _PROPOSABLE.get(organisation.kind, ())


def may_still_invite(invitation: Invitation) -> bool:
    """Whether the person who invited could do it now: a right that ended gives nothing more."""
    if invitation.organisation:
        return can_manage_organisation(invitation.invited_by, invitation.organisation)
    return has_capability(invitation.invited_by, MANAGE_RIGHTS)
