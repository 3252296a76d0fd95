"""The way to the list of people to call back."""

from typing import Any

from django import template
from django.conf import settings

from portal.accounts.capabilities import CALL_BACK, has_capability

register = template.Library()


@register.simple_tag(takes_context=True)
def calls_back(context: dict[str, Any]) -> bool:
    """Whether the visitor calls people back; a visitor without a session is not looked up."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return has_capability(request.user, CALL_BACK) if hasattr(request, "user") else False
