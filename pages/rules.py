"""Rights on opportunities: one predicate each, True or False and nothing else."""

from typing import Any

import rules

WITHDRAW = "pages.withdraw_opportunity"


@rules.predicate
def can_withdraw(user: Any, page: Any) -> bool:
    """Whether a person may take this offer off line: a moderator who may edit it."""
    from pages.models import OpportunityPage

    return bool(
        page is not None
        and user.is_active
        and user.has_perm("pages.moderate_opportunity")
        and issubclass(page.specific_class, OpportunityPage)
        and page.permissions_for_user(user).can_edit()
    )


rules.add_perm(WITHDRAW, can_withdraw)
