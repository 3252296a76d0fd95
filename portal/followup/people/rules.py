"""Rights on units and places: one predicate each."""

from typing import Any

from portal.accounts.capabilities import MANAGE_RIGHTS, has_capability


def may_administer(user: Any) -> bool:
    """Whether a person makes units and gives places. No case is read with it."""
    return bool(user and has_capability(user, MANAGE_RIGHTS))
