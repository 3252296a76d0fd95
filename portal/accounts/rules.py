"""Rights on people and organisations: one predicate each, True or False and nothing else."""

from typing import Any

import rules

from pages.wording import KindName
from portal.accounts.capabilities import (
    MANAGE_MEMBERS,
    MANAGE_RIGHTS,
    PROPOSE,
    Reach,
    has_capability,
)
from portal.accounts.models import Invitation, Membership
from snippets.models import Organisation

MANAGE_ORGANISATION = "accounts.manage_organisation"
PROPOSE_FOR = "accounts.propose_for_organisation"

# What an organisation proposes, by what it is.
KINDS_PROPOSED: dict[str, frozenset[str]] = {
    Organisation.Kind.COMPANY: frozenset({KindName.JOB, KindName.SESSION}),
    Organisation.Kind.EMPLOYMENT_PARTNER: frozenset({KindName.SESSION, KindName.VOLUNTEERING}),
    Organisation.Kind.ASSOCIATION: frozenset({KindName.VOLUNTEERING}),
}


def holds_widely(user: Any, levels: frozenset[str]) -> bool:
    """Whether a person has one of these levels and may sign in."""
    return bool(user.is_authenticated and user.is_active and user.levels & levels)


_OVER_ALL_MEMBERS = frozenset(
    level for level, reach in MANAGE_MEMBERS.holders.items() if reach == Reach.ALL
)


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
    if holds_widely(user, _OVER_ALL_MEMBERS):
        return True
    managers = Membership.objects.managers().filter(user=user, organisation=organisation)
    return managers.exists()


rules.add_perm(MANAGE_ORGANISATION, can_manage_organisation)


@rules.predicate
def can_propose_for(user: Any, organisation: Organisation | None) -> bool:
    """Whether a person may write and follow this organisation's opportunities, as a member."""
    return has_capability(user, PROPOSE) and is_member(user, organisation)


rules.add_perm(PROPOSE_FOR, can_propose_for)


def can_draft_for(user: Any, organisation: Organisation | None, kind: str) -> bool:
    """Whether a member may write an opportunity of this kind, verified or not."""
    return bool(
        organisation
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
    return has_capability(invitation.invited_by, MANAGE_RIGHTS)
