"""Who one is, shown again: a session left open on a shared screen is not enough."""

import time
from urllib.parse import urlencode

from allauth.account import app_settings
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.socialaccount import adapter as social
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest
from django.urls import reverse

from portal.accounts.models import User


def where_to_prove(request: HttpRequest, user: User, *, then: str) -> str:
    """The address where a person shows again who they are and comes back to `then`.

    Empty when they have just shown it: by the password, the second factor, or the provider of
    identities where nothing else signs them in.
    """
    methods = get_adapter(request).get_reauthentication_methods(user)
    if methods:
        address = "" if did_recently_reauthenticate(request) else methods[0]["url"]
    else:
        address = _provider_to_ask(request, user)
    return f"{address}?{urlencode({'next': then})}" if address else ""


def _provider_to_ask(request: HttpRequest, user: User) -> str:
    """Allauth asks nothing of a person who has a provider only: signing in there again proves."""
    now = time.time()
    for record in get_authentication_records(request, user):
        age = now - record["at"]
        if record["method"] == "socialaccount" and age < app_settings.REAUTHENTICATION_TIMEOUT:
            return ""
    switched_on = {app.provider_id for app in social.get_adapter(request).list_apps(request)}
    identities = SocialAccount.objects.filter(user=user, provider__in=switched_on)
    latest = identities.order_by("-last_login").first()
    return reverse("openid_connect_login", args=[latest.provider]) if latest else ""
