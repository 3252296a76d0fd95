"""Rights on opportunities: one predicate each, True or False and nothing else."""

from typing import Any

import rules

from pages.moderation.permissions import MODERATE, ModeratedPageMixin

WITHDRAW = "pages.withdraw_opportunity"
PROLONG = "pages.prolong_opportunity"
TAKE_BACK = "pages.take_back_opportunity"
SHARE_DRAFT = "pages.share_draft"
DUPLICATE = "pages.duplicate_opportunity"


def _is_opportunity(page: Any) -> bool:
    return page is not None and issubclass(page.specific_class, ModeratedPageMixin)


@rules.predicate
def can_withdraw(user: Any, page: Any) -> bool:
    """Whether a person may take this page off line: a moderator who may edit it."""
    return bool(
        _is_opportunity(page)
        and user.is_active
        and user.has_perm(MODERATE)
        and page.permissions_for_user(user).can_edit()
    )


rules.add_perm(WITHDRAW, can_withdraw)


@rules.predicate
def can_prolong(user: Any, page: Any) -> bool:
    """Whether a person may put off its end: who may withdraw it, unless it ends by itself."""
    return bool(can_withdraw(user, page) and page.specific_class.is_prolongable)


rules.add_perm(PROLONG, can_prolong)


@rules.predicate
def can_duplicate(user: Any, page: Any) -> bool:
    """Whether a person may start another page from this one: who may add one beside it.

    A permission given on the index holds for what is below: lists need no query for each parent.
    """
    if not _is_opportunity(page) or not user.is_active:
        return False
    tester = page.permissions_for_user(user)
    return bool(tester.can_edit() and (user.is_superuser or "add" in tester.permissions))


rules.add_perm(DUPLICATE, can_duplicate)


@rules.predicate
def can_take_back(user: Any, page: Any) -> bool:
    """Whether a person may stop the review of this page: its author, while it is in progress."""
    if not _is_opportunity(page) or not user.is_active:
        return False
    state = page.current_workflow_state
    return bool(
        state
        and state.status == state.STATUS_IN_PROGRESS
        and user.pk in (page.owner_id, state.requested_by_id)
        and state.user_can_cancel(user)
    )


rules.add_perm(TAKE_BACK, can_take_back)


@rules.predicate
def can_share_draft(user: Any, page: Any) -> bool:
    """Whether a person may give others a link to this page's draft: those who may edit it."""
    return bool(
        page is not None and user.is_active and page.specific.permissions_for_user(user).can_edit()
    )


rules.add_perm(SHARE_DRAFT, can_share_draft)
