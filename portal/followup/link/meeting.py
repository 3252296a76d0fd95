"""What other parts of the site ask of the area: who must not meet, who works for another body."""

from collections.abc import Collection
from typing import Any

from portal.accounts.capabilities import READ_CASES, has_capability
from portal.followup.access import reach
from portal.followup.models import AccountLink
from portal.followup.rows.scope import acting_as
from snippets.models import Organisation


def whose_cases_are_read(user: Any, people: Collection[int]) -> set[int]:
    """Which of these people, whom somebody would meet elsewhere, have a case that they read.

    As a recruiter they would read a name that is hidden from them. As a sponsor they meet nobody:
    whoever reads cases is proposed to no one (`portal/sponsorship/rules.py`), followed or not.
    """
    if not has_capability(user, READ_CASES):
        return set()
    with acting_as(user):
        links = AccountLink.objects.visible_to(user).filter(
            user__in=people, beneficiary__in=reach.identity_ids(user), cut_at__isnull=True
        )
        return set(links.values_list("user_id", flat=True))


def works_outside(user: Any) -> bool:
    """Whether a professional of the area works for a body to which the Département delegates."""
    if not has_capability(user, READ_CASES):
        return False
    with acting_as(user):
        me = reach.professional_of(user)
        return me is not None and me.structure.kind != Organisation.Kind.DEPARTMENT
