"""The way to sponsorship in the header of the site."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

from portal.accounts.capabilities import (
    ASK_SPONSOR_FOR,
    COORDINATE_SPONSORS,
    OWN_SPONSORSHIPS,
    has_capability,
)
from portal.accounts.holders import may_as_agent

register = template.Library()


@register.simple_tag(takes_context=True)
def sponsorship_door(context: dict[str, Any]) -> str:
    """Where sponsorship is for the visitor; empty for most, who are not looked up."""
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return ""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    if has_capability(user, COORDINATE_SPONSORS):
        return reverse("sponsorship:coordination")
    if has_capability(user, OWN_SPONSORSHIPS):
        return reverse("sponsorship:space")
    # Partners have it among the screens of their organisation.
    return reverse("sponsorship:asked_for") if may_as_agent(user, ASK_SPONSOR_FOR) else ""
