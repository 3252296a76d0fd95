"""Values of the caseload in words, and who has a home in the area."""

from typing import Any

from django import template
from django.conf import settings

from portal.accounts.capabilities import READ_CASES, has_capability
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


@register.simple_tag(takes_context=True)
def follows_cases(context: Any) -> bool:
    """Return whether the reader reads cases: the site's header leads them to their day.

    The session is not opened for visitors who have none: their pages stay the same for all.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and has_capability(user, READ_CASES)
