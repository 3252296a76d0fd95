"""Rights on opportunities: one predicate each, True or False and nothing else."""

from typing import Any

import rules

WITHDRAW = "pages.withdraw_opportunity"
TAKE_BACK = "pages.take_back_opportunity"


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


@rules.predicate
def can_take_back(user: Any, page: Any) -> bool:
    """Whether a person may stop the review of this offer: its author, while it is in progress."""
    from pages.models import OpportunityPage

    if page is None or not user.is_active or not issubclass(page.specific_class, OpportunityPage):
        return False
    state = page.current_workflow_state
    return bool(
        state
        and state.status == state.STATUS_IN_PROGRESS
        and user.pk in (page.owner_id, state.requested_by_id)
        and state.user_can_cancel(user)
    )


rules.add_perm(TAKE_BACK, can_take_back)
