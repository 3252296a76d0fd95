"""Rights on files."""

from typing import Any

from portal.accounts.capabilities import IMPORT_CASES, holds_everywhere


def may_bring_in(user: Any) -> bool:
    """Whether somebody brings files in, says what their columns hold, drops them."""
    return user is not None and holds_everywhere(user, IMPORT_CASES)
