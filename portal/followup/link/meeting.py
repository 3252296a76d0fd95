"""Two people who must not meet through another part of the site."""

from typing import Any

from portal.accounts.capabilities import READ_CASES, has_capability
from portal.accounts.models import Membership, User
from portal.followup.access import reach
from portal.followup.models import AccountLink
from portal.followup.rows.scope import acting_as


def follows_and_recruits(user: Any, person: User) -> bool:
    """Whether somebody who recruits for an organisation reads the case of this person as well."""
    if not has_capability(user, READ_CASES):
        return False
    if not Membership.objects.active().filter(user_id=user.pk).exists():
        return False
    with acting_as(user):
        links = AccountLink.objects.visible_to(user).filter(
            user=person, beneficiary__in=reach.identity_ids(user), cut_at__isnull=True
        )
        return bool(links.exists())
