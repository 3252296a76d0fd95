"""Signing in: django-allauth's settings, and the public identity providers."""

from typing import Any
from urllib.parse import urlsplit

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "account_home"
PASSWORD_RESET_TIMEOUT = 2 * 3600

ACCOUNT_ADAPTER = "portal.accounts.sign_in.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "portal.accounts.sign_in.signup.NameForm"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
# Only for the browser that registered: a link alone signs nobody in.
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# The length of a session is ours: `portal.accounts.sign_in.lengths`.
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_FORMS = {
    "login": "portal.accounts.sign_in.forms.LoginForm",
    "signup": "portal.accounts.sign_in.forms.SignupForm",
    "add_email": "portal.accounts.sign_in.forms.ChangeEmailForm",
    "change_password": "portal.accounts.sign_in.forms.ChangePasswordForm",
    "set_password": "portal.accounts.sign_in.forms.SetPasswordForm",
    "reset_password": "portal.accounts.sign_in.forms.ResetPasswordForm",
    "reset_password_from_key": "portal.accounts.sign_in.forms.NewPasswordForm",
    "reauthenticate": "portal.accounts.sign_in.forms.ReauthenticateForm",
}
# Ours instead: `portal.accounts.sign_in.limits`.
ACCOUNT_RATE_LIMITS = False

MFA_ADAPTER = "portal.accounts.sign_in.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
# A clock may be half a minute late.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "portal.accounts.sign_in.forms.CodeForm",
    "reauthenticate": "portal.accounts.sign_in.forms.ReauthenticateCodeForm",
    "activate_totp": "portal.accounts.sign_in.forms.ActivateAppForm",
    "add_webauthn": "portal.accounts.sign_in.forms.AddKeyForm",
}

SOCIALACCOUNT_ADAPTER = "portal.accounts.sign_in.social.SocialAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
# An address that the provider has verified finds its account; any other finds none.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_EMAIL_VERIFICATION = "mandatory"


def identity_providers(**configured: dict[str, Any]) -> dict[str, Any]:
    """The providers of `SOCIALACCOUNT_PROVIDERS` of which the environment gives address and keys.

    Each is named by what its addresses show (`proconnect`, `franceconnect`).
    """
    apps = [
        {
            "provider_id": name,
            "name": values["label"],
            "client_id": values["client_id"],
            "secret": values["secret"],
            "settings": {
                "server_url": values["server_url"],
                "token_auth_method": "client_secret_post",
                "oauth_pkce_enabled": True,
                "scope": values["scope"],
                "acr_values": values["acr_values"],
            },
        }
        for name, values in configured.items()
        if values["client_id"]
    ]
    return {"openid_connect": {"APPS": apps}} if apps else {}


def provider_origins(providers: dict[str, Any]) -> list[str]:
    """Scheme, host and port of each provider that is switched on."""
    apps = providers.get("openid_connect", {}).get("APPS", [])
    addresses = [urlsplit(app["settings"]["server_url"]) for app in apps]
    return [f"{address.scheme}://{address.netloc}" for address in addresses]
