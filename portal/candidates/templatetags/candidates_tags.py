"""What the templates of every page show to candidates."""

from django import template
from django.conf import settings
from django.template.context import Context

from portal.accounts.capabilities import OWN_SPACE, has_capability
from search.parameters.named_fields import NamedRowField

register = template.Library()


@register.simple_tag(takes_context=True)
def has_own_space(context: Context) -> bool:
    """Return whether the reader has the space of a candidate.

    The session is not opened for visitors who have none: their pages stay the same for all.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and has_capability(user, OWN_SPACE)


@register.simple_tag(takes_context=True)
def keeps_in_browser(context: Context) -> bool:
    """Return whether the reader is a visitor, whose favourites are in the browser.

    Agents and members have other business in the header, which is full.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return True
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


@register.filter
def suggestions(bound_field: object) -> str:
    """Return the name of the address that completes a field, or an empty string."""
    field = getattr(bound_field, "field", None)
    return field.suggestions if isinstance(field, NamedRowField) else ""
