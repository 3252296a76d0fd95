"""ProConnect and FranceConnect, as OpenID Connect providers.

allauth leaves the signature of tokens to TLS and knows no nonce; here every token is verified:
signature by the provider's keys, issuer, audience, end, nonce.
"""

import secrets
from typing import Any

import jwt
import requests
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter, get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal.accounts.models import User
from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.sign_in.second_factor import needs_second_factor
from portal.accounts.sign_in.signup import welcome
from snippets.addresses import normal_address
from snippets.networks import client_address

# What both providers sign with; a token may not choose another, or none.
ALGORITHMS = ["RS256", "ES256"]
_PROCESSES = ("login", "connect")


class IdentityAdapter(OpenIDConnectOAuth2Adapter):
    """The exchange with a provider; `nonce` is what this browser was given when it left."""

    nonce = ""

    def complete_login(
        self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any
    ) -> SocialLogin:
        """The person whom verified tokens name. Raises OAuth2Error for any that is not."""
        identity = self._verified(app, str(kwargs["response"].get("id_token", "")))
        if not self.nonce or not secrets.compare_digest(identity.get("nonce", ""), self.nonce):
            message = "The identity token was made for another visit."
            raise OAuth2Error(message)
        person = self._userinfo(app, token.token)
        if person.get("sub") != identity["sub"]:
            message = "The tokens name two people."
            raise OAuth2Error(message)
        return self.get_provider().sociallogin_from_response(request, {"userinfo": person})

    def _userinfo(self, app: SocialApp, access_token: str) -> dict[str, Any]:
        """Who it is: a signed token from the State's providers, plain JSON from others."""
        headers = {"Authorization": f"Bearer {access_token}"}
        with get_adapter().get_requests_session() as session:
            response = session.get(self.profile_url, headers=headers)
            response.raise_for_status()
        if response.headers.get("Content-Type", "").startswith("application/jwt"):
            return self._verified(app, response.text, required=("iss", "aud", "sub"))
        found: dict[str, Any] = response.json()
        return found

    def _verified(
        self,
        app: SocialApp,
        token: str,
        required: tuple[str, ...] = ("iss", "aud", "sub", "exp"),
    ) -> dict[str, Any]:
        """The claims of a token that this provider signed for us and that still holds."""
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
        try:
            name = jwt.get_unverified_header(token).get("kid")
            keys = jwt.PyJWKSet.from_dict(response.json()).keys
            key = next(found for found in keys if found.key_id == name)
            claims: dict[str, Any] = jwt.decode(
                token,
                key.key,
                algorithms=ALGORITHMS,
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=30,
                options={"require": list(required)},
            )
        except (jwt.PyJWTError, StopIteration, TypeError) as error:
            message = "The token is not valid."
            raise OAuth2Error(message) from error
        return claims


class IdentityProvider(OpenIDConnectProvider):
    """ProConnect or FranceConnect."""

    oauth2_adapter_class = IdentityAdapter

    def redirect(
        self,
        request: HttpRequest,
        process: str,
        next_url: str | None = None,
        data: Any = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Leave for the provider with a nonce; nothing of the address chooses what is asked."""
        nonce = secrets.token_urlsafe(32)
        asked = {
            "auth_params": {
                "nonce": nonce,
                "acr_values": self.app.settings["acr_values"],
                # Who is signed in already shows again who they are: a session there is not enough.
                **({"prompt": "login"} if request.user.is_authenticated else {}),
            },
            "scope": self.get_scope(),
            "nonce": nonce,
        }
        process = process if process in _PROCESSES else _PROCESSES[0]
        try:
            response: HttpResponse = super().redirect(request, process, next_url, data, **asked)
        except requests.RequestException as error:
            return render_authentication_error(request, self, exception=error)
        return response

    def extract_extra_data(self, data: dict[str, Any]) -> dict[str, Any]:
        """Nothing: the account has the name and the address, the provider keeps the rest."""
        return {}

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """ProConnect calls the family name `usual_name`."""
        fields: dict[str, Any] = super().extract_common_fields(data)
        fields["last_name"] = fields["last_name"] or data["userinfo"].get("usual_name")
        return fields

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """The address, verified when the provider says true and nothing like it."""
        person = data["userinfo"]
        if not person.get("email"):
            return []
        is_verified = person.get("email_verified") is True
        return [
            EmailAddress(
                email=normal_address(str(person["email"])), verified=is_verified, primary=True
            )
        ]


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
            and client_id in (None, app["client_id"])
        ]

    def get_provider(
        self, request: HttpRequest, provider: str, client_id: str | None = None
    ) -> IdentityProvider:
        """Ours, for every provider. Raises SocialApp.DoesNotExist for one that is not set."""
        return IdentityProvider(request, app=self.get_app(request, provider, client_id))

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account of a verified address.

        Raises ImmediateHttpResponse for an agent without a second factor: nothing of theirs would
        be asked before the identity opens their account for good.
        """
        found: tuple[User, str] | None = super().authenticate_by_email(sociallogin)
        if found and needs_second_factor(found[0]) and not has_second_factor(found[0]):
            context = {"name": sociallogin.provider.name}
            raise ImmediateHttpResponse(
                render(self.request, "socialaccount/link_refused.html", context, status=403)
            )
        return found

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """Make the account; without a form, nobody has made them a candidate yet."""
        user: User = super().save_user(request, sociallogin, form)
        if form is None:
            welcome(user, client_address(request))
        return user


class IdentityCallbackView(OAuth2CallbackView):
    """The way back."""

    def _get_state(
        self, request: HttpRequest, provider: IdentityProvider
    ) -> tuple[dict[str, Any] | None, HttpResponse | None]:
        """Tell the adapter the nonce of the visit that this state belongs to."""
        state, response = super()._get_state(request, provider)
        self.adapter.nonce = (state or {}).get("nonce", "")
        return state, response


@login_not_required
def sign_in_elsewhere(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Leave for a provider: by a button, since GET shows one. 404 for one that is not set."""
    return _answer(OAuth2LoginView, request, provider_id)


@login_not_required
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Come back from a provider. 404 for one that is not set."""
    return _answer(IdentityCallbackView, request, provider_id)


def _answer(view: Any, request: HttpRequest, provider_id: str) -> HttpResponse:
    try:
        response: HttpResponse = view.adapter_view(IdentityAdapter(request, provider_id))(request)
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    return response
