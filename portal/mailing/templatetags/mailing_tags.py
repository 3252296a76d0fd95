"""The way to campaigns, for those who write some."""

from django import template
from django.conf import settings
from django.template.context import Context

from portal.accounts.capabilities import CAMPAIGNS, has_capability

register = template.Library()


@register.simple_tag(takes_context=True)
def writes_campaigns(context: Context) -> bool:
    """Return whether the reader may write to many.

    The session is not opened for visitors who have none: their pages stay the same for all.
    """
    request = context.get("request")
    if request is None or settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return False
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated and has_capability(user, CAMPAIGNS)
