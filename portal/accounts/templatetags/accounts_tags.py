"""Levels in words, and what the site's header shows to whom."""

from django import template
from django.conf import settings
from django.template.context import Context

from portal.accounts.capabilities import MANAGE_RIGHTS, has_capability
from portal.accounts.consents import TERMS, ConsentText
from portal.accounts.levels import label_of

register = template.Library()

register.filter("level_label", label_of)


@register.simple_tag
def terms() -> ConsentText:
    """Return the rules that whoever opens an account accepts."""
    return TERMS


@register.simple_tag(takes_context=True)
def administers_rights(context: Context) -> bool:
    """Return whether the reader administers rights.

    The session is not opened for visitors who have none: their pages stay the same for all.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and has_capability(user, MANAGE_RIGHTS)
