"""What the screens of signing in show."""

from typing import Any

from allauth.account.utils import get_next_redirect_url
from allauth.mfa.models import Authenticator
from django import template
from django.conf import settings

from portal.accounts.models import User
from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.sign_in.second_factor import needs_second_factor

# The first mark found wins: most browsers name others too.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox", "Firefox"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)

register = template.Library()


@register.inclusion_tag("account/providers.html", takes_context=True)
def identity_buttons(context: dict[str, Any]) -> dict[str, Any]:
    """A button for each identity provider that the settings know."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    return {
        "providers": apps,
        **next_field(context),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("account/next_field.html", takes_context=True)
def next_field(context: dict[str, Any]) -> dict[str, Any]:
    """Where the person was going, when it is of this site: allauth's own field tells anything."""
    return {"next_address": get_next_redirect_url(context["request"]) or ""}


@register.simple_tag(takes_context=True)
def second_factor_state(context: dict[str, Any]) -> dict[str, bool]:
    """Whether the person must add a second factor before anything else."""
    user = context["request"].user
    return {"is_missing": needs_second_factor(user) and not has_second_factor(user)}


@register.simple_tag
def has_key(user: User) -> bool:
    """Whether a person may answer with a key."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).exists()


@register.filter
def device(user_agent: str) -> str:
    """The browser and the system, in words: “Firefox sur Android”."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "Navigateur inconnu")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} sur {system}" if system else browser
