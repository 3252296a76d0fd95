"""Rights on people and organisations: one predicate each, True or False and nothing else."""

from typing import Any

import rules

from pages.wording import KindName
from portal.accounts.capabilities import (
    MANAGE_MEMBERS,
    MANAGE_RIGHTS,
    PROPOSE,
    has_capability,
    holds_everywhere,
)
from portal.accounts.models import Invitation, LevelGrant, Membership
from snippets.models import Organisation

MANAGE_ORGANISATION = "accounts.manage_organisation"
PROPOSE_FOR = "accounts.propose_for_organisation"

# What an organisation proposes, by what it is. A service of the Département writes in the CMS.
KINDS_PROPOSED: dict[str, frozenset[str]] = {
    Organisation.Kind.COMPANY: frozenset({KindName.JOB, KindName.SESSION}),
    Organisation.Kind.EMPLOYMENT_PARTNER: frozenset({KindName.SESSION, KindName.VOLUNTEERING}),
    Organisation.Kind.ASSOCIATION: frozenset({KindName.VOLUNTEERING}),
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
    """Whether a person may follow this organisation's opportunities, as a member.

    Writing one also depends on its kind: `can_draft_for`, `can_submit_for`.
    """
    return has_capability(user, PROPOSE) and is_member(user, organisation)


rules.add_perm(PROPOSE_FOR, can_propose_for)


def can_draft_for(user: Any, organisation: Organisation | None, kind: str) -> bool:
    """Whether a member may write an opportunity of this kind, verified or not.

    Nobody writes for an organisation that is suspended; its members still read.
    """
    return bool(
        organisation
        and not organisation.suspended_at
        and kind in KINDS_PROPOSED.get(organisation.kind, frozenset())
        and can_propose_for(user, organisation)
    )


def can_submit_for(user: Any, organisation: Organisation | None, kind: str) -> bool:
    """Whether a member may send an opportunity of this kind to review: once it is verified."""
    return bool(
        organisation and organisation.verified_at and can_draft_for(user, organisation, kind)
    )


def may_still_invite(invitation: Invitation) -> bool:
    """Whether the person who invited could do it now: a right that ended gives nothing more."""
    if invitation.organisation:
        return can_manage_organisation(invitation.invited_by, invitation.organisation)
    if invitation.invited_by is None:
        # The site invites the first administrator: once there is one, they invite.
        return not LevelGrant.objects.administrators().exists()
    return has_capability(invitation.invited_by, MANAGE_RIGHTS)
