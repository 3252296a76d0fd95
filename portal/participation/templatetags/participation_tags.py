"""The way to the list of people to call back, and to what is above: campaigns."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from portal.accounts.capabilities import (
    CALL_BACK,
    CAMPAIGNS,
    has_capability,
    holds_everywhere,
)

register = template.Library()


@register.simple_tag(takes_context=True)
def calls_back(context: dict[str, Any]) -> bool:
    """Whether the visitor calls people back; a visitor without a session is not looked up."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    return has_capability(request.user, CALL_BACK) if hasattr(request, "user") else False


@register.simple_tag(takes_context=True)
def campaign_url(context: dict[str, Any], public: str, **about: int) -> str:
    """Where to write anything else to these people, for who may; the app of campaigns is above.

    Empty for the others, and on a site without campaigns.
    """
    if not holds_everywhere(context["request"].user, CAMPAIGNS):
        return ""
    try:
        return reverse("mailing:new", query={"public": public, **about})
    except NoReverseMatch:
        return ""
