"""allauth's forms in this site's words and look."""

from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.cache import caches
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.accounts.sign_in.kept_password import KeptPasswordMixin
from portal.accounts.sign_in.lengths import limit_session
from portal.accounts.sign_in.words import PASSWORD_HELP

_UNREADABLE_KEY = "La réponse de la clé n’est pas lisible. Réessayez."
_LABELS = {
    "login": "Adresse e-mail",
    "email": "Adresse e-mail",
    "password": "Mot de passe",
    "password1": "Mot de passe",
    "password2": "Le même mot de passe, encore une fois",
    "oldpassword": "Mot de passe actuel",
    "code": "Code à 6 chiffres",
    "name": "Nom de la clé",
}


class StyledMixin(KeptPasswordMixin):
    """Labels in plain French, the site's fields, no placeholder that stands for a label."""

    labels: dict[str, str] = {}
    helps: dict[str, str] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for name, field in fields.items():
            field.label = self.labels.get(name) or _LABELS.get(name, field.label)
            field.help_text = self.helps.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if not field.widget.is_hidden:
                field.widget.attrs["class"] = "form-control"


class LoginForm(StyledMixin, account.LoginForm):
    """Address and password."""

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, or go to the next step; allauth would then set its own length."""
        response: HttpResponse = super().login(request, redirect_url)
        if request.user.is_authenticated:
            limit_session(request, request.user)
        return response


class SignupForm(StyledMixin, account.SignupForm):
    """Name, address, password."""

    account_already_exists: bool
    field_order = ["first_name", "last_name", "email", "password1"]
    helps = {
        "email": "Nous y envoyons un lien pour vérifier qu’elle est à vous.",
        "password1": PASSWORD_HELP,
    }

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or answer the same when the address has one already."""
        if not self.account_already_exists:
            try:
                with transaction.atomic():
                    return super().try_save(request)
            except IntegrityError:
                # Somebody has just registered with this address.
                self.account_already_exists = True
        # As long as hashing a password takes: the answer's time tells nothing.
        User().set_password(self.cleaned_data["password1"])
        return super().try_save(request)


class PendingAddressForm(StyledMixin, forms.Form):
    """The right address, in place of the one that was typed when registering.

    Whether it has an account is not told here: its owner gets a mail.
    """

    labels = {"email": "La bonne adresse"}
    email = forms.EmailField(
        max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_email(self) -> str:
        """As registering does."""
        return str(get_account_adapter().clean_email(self.cleaned_data["email"].lower()))


class ChangeEmailForm(StyledMixin, account.AddEmailForm):
    """Another address."""

    labels = {"email": "Nouvelle adresse e-mail"}
    helps = {"email": "Nous y envoyons un lien. L’adresse change quand vous l’ouvrez."}


class ChangePasswordForm(StyledMixin, account.ChangePasswordForm):
    """The old one, the new one."""

    labels = {"password1": "Nouveau mot de passe"}
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(StyledMixin, account.SetPasswordForm):
    """The first password of somebody who came by a provider."""

    helps = {"password1": PASSWORD_HELP}


class ResetPasswordForm(StyledMixin, account.ResetPasswordForm):
    """The address of a forgotten password."""


class NewPasswordForm(StyledMixin, account.ResetPasswordKeyForm):
    """A new password, by the link of a mail."""

    labels = {"password1": "Nouveau mot de passe"}
    helps = {"password1": PASSWORD_HELP}


class ReauthenticateForm(StyledMixin, account.ReauthenticateForm):
    """The password again, before something serious."""


class _CodeMixin(StyledMixin):
    helps = {"code": "Celui de votre application, ou l’un de vos codes de secours."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: forms.Field = self.fields["code"]  # type: ignore[attr-defined]
        field.widget.attrs["inputmode"] = "numeric"
        field.label = "Code"


class _OnceMixin(_CodeMixin):
    """allauth remembers a code for one period; with the tolerance, it holds for three."""

    def clean_code(self) -> str:
        """Refuse a code of an application that has served. Raises ValidationError."""
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        if authenticator.type == Authenticator.Type.TOTP:
            seconds = (2 * app_settings.TOTP_TOLERANCE + 1) * app_settings.TOTP_PERIOD
            key = f"sign_in.code.{authenticator.user_id}.{''.join(code.split())}"
            if not caches["shared"].add(key, value=True, timeout=seconds):
                has_served = "incorrect_code"
                raise get_adapter().validation_error(has_served)
        return code


class CodeForm(_OnceMixin, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(_OnceMixin, mfa.ReauthenticateForm):
    """The second factor again, before something serious."""


class ActivateAppForm(_CodeMixin, ActivateTOTPForm):
    """The first code of an application."""

    helps = {"code": "L’application affiche 6 chiffres, qui changent toutes les 30 secondes."}


class AddKeyForm(StyledMixin, AddWebAuthnForm):
    """A key or a phone, with a name to know it by."""

    labels = {"name": "Nom de cet appareil"}
    helps = {
        "name": "Pour le reconnaître\u00a0: «\u00a0Clé bleue\u00a0», «\u00a0Mon téléphone\u00a0»."
    }

    def clean(self) -> dict[str, Any]:
        """Refuse an answer that no key makes: allauth lets its decoding fail."""
        try:
            return super().clean() or {}
        except (ValueError, KeyError) as error:
            raise forms.ValidationError(_UNREADABLE_KEY) from error
