"""Who follows candidates, of applications and of sessions alike: agents, members for their own."""

from typing import Any

from django.db.models import QuerySet

from portal.accounts.capabilities import CANDIDATE_LIST, has_capability, holds_everywhere
from portal.accounts.models import Membership
from snippets.models import Organisation


def is_agent(user: Any) -> bool:
    """Whether somebody follows every candidate for the Département: nothing is hidden from them."""
    return holds_everywhere(user, CANDIDATE_LIST)


def recruiting_for(user: Any) -> QuerySet[Organisation]:
    """The organisations whose candidates a member handles: verified, not suspended."""
    if not (user.is_authenticated and has_capability(user, CANDIDATE_LIST)):
        return Organisation.objects.none()
    members = Membership.objects.active().filter(user_id=user.pk)
    return Organisation.objects.filter(
        pk__in=members.values("organisation"),
        verified_at__isnull=False,
        suspended_at__isnull=True,
    )
