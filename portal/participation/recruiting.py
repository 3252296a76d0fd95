"""Which organisations a person recruits for: the same for applications and for sessions."""

from typing import Any

from django.db.models import QuerySet

from portal.accounts.capabilities import CANDIDATE_LIST, has_capability
from portal.accounts.models import Membership
from snippets.models import Organisation


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
