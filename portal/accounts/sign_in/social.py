"""ProConnect and FranceConnect, as OpenID Connect providers."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.openid_connect.views import callback, login
from django.conf import settings
from django.http import HttpRequest

from portal.accounts.models import User
from portal.accounts.sign_in.signup import welcome
from search.reporting import client_address

sign_in_elsewhere = login
__all__ = ["callback", "sign_in_elsewhere"]


class SocialAdapter(DefaultSocialAccountAdapter):
    """Identities from elsewhere."""

    def list_apps(
        self, request: HttpRequest, provider: str | None = None, client_id: str | None = None
    ) -> list[SocialApp]:
        """The providers of the settings: there is none in the database."""
        apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
        return [
            SocialApp(provider="openid_connect", **app)
            for app in apps
            if provider in (None, "openid_connect", app["provider_id"])
        ]

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account; without a form, nobody has made them a candidate yet."""
        user: User = super().save_user(request, sociallogin, form)
        if form is None:
            welcome(user, client_address(request))
        return user
