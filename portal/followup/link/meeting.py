"""What other parts of the site ask of the area: who must not meet, who works for another body."""

from typing import Any

from portal.accounts.capabilities import READ_CASES, has_capability
from portal.accounts.models import User
from portal.followup.access import reach
from portal.followup.models import AccountLink
from portal.followup.rows.scope import acting_as
from snippets.models import Organisation


def reads_their_case(user: Any, person: User) -> bool:
    """Whether somebody who would meet this person elsewhere reads their case.

    As a recruiter they would read a name that is hidden from them; as a sponsor they would know of
    the person what a sponsor never does.
    """
    if not has_capability(user, READ_CASES):
        return False
    with acting_as(user):
        links = AccountLink.objects.visible_to(user).filter(
            user=person, beneficiary__in=reach.identity_ids(user), cut_at__isnull=True
        )
        return bool(links.exists())


def works_outside(user: User) -> bool:
    """Whether a professional of the area works for a body to which the Département delegates."""
    if not has_capability(user, READ_CASES):
        return False
    with acting_as(user):
        me = reach.professional_of(user)
        return me is not None and me.structure.kind != Organisation.Kind.DEPARTMENT
