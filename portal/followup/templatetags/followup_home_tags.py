"""Values of the caseload in words, and who has a home in the area."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from portal.accounts.capabilities import (
    DECIDE_APPEALS,
    READ_CASES,
    SIT_ON_BOARD,
    has_capability,
)
from portal.followup.models import EngagementContract, Path

register = template.Library()


@register.filter
def path_label(value: str) -> str:
    """A path in words."""
    return Path(value).label


@register.filter
def contract_label(value: str) -> str:
    """The state of a contract in words."""
    return EngagementContract.State(value).label


# Where the site's header leads who has a level of the area.
_DOORS = (
    (READ_CASES, "followup:home"),
    (SIT_ON_BOARD, "followup:board"),
    (DECIDE_APPEALS, "followup:appeals"),
)


@register.simple_tag(takes_context=True)
def area_door(context: Any) -> str:
    """Return the address of the reader's screen in the area, empty for who has none.

    The session is not opened for visitors who have none: their pages stay the same for all.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    found = [name for capability, name in _DOORS if has_capability(user, capability)]
    return reverse(found[0]) if found else ""
