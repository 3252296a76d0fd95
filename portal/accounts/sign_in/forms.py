"""allauth's forms in this site's words and look."""

import secrets
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from portal.accounts.models import User
from portal.accounts.sign_in import limits
from portal.accounts.sign_in.kept_password import KeptPasswordMixin
from portal.accounts.sign_in.lengths import limit_session
from portal.accounts.sign_in.words import PASSWORD_HELP
from snippets.addresses import INVALID_ADDRESS, normal_address
from snippets.fields import AddressFormField

_TOO_MANY_CODES = {
    limits.CODES_BY_PLACE: "too_many_codes",
    limits.CODES_BY_ACCOUNT: "too_many_codes_for_account",
}
# No address of this domain receives anything (RFC 2606).
_NOWHERE = "nulle-part.invalid"
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
_EXAMPLE = "Exemple\u00a0: nom@exemple.fr."
_HELPS = {
    "login": _EXAMPLE,
    "email": _EXAMPLE,
    "wants_campaigns": "Facultatif. Vous pouvez changer d’avis à tout moment.",
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
            field.help_text = self.helps.get(name) or _HELPS.get(name, "")
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):  # noqa: TID251 - allauth's
                # An example says what is missing; what refuses for another reason has its own code.
                field.error_messages.setdefault("invalid", INVALID_ADDRESS)
            if isinstance(field.widget, forms.CheckboxInput):
                field.widget.attrs["class"] = "form-check-input"
            elif not field.widget.is_hidden:
                field.widget.attrs["class"] = "form-control"


class LoginForm(StyledMixin, account.LoginForm):
    """Address and password."""

    def clean_login(self) -> str:
        """The form under which accounts are found."""
        return normal_address(super().clean_login())

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        """Sign in, or go to the next step; allauth would then set its own length."""
        response: HttpResponse = super().login(request, redirect_url)
        if request.user.is_authenticated:
            limit_session(request, request.user)
        return response


class SignupForm(StyledMixin, account.SignupForm):
    """Name, address, password."""

    account_already_exists: bool
    cleaned_data: dict[str, Any]
    field_order = ["first_name", "last_name", "email", "password1"]
    helps = {
        "email": f"{_EXAMPLE} Nous y envoyons un lien pour vérifier qu’elle est à vous.",
        "password1": PASSWORD_HELP,
    }

    def clean(self) -> dict[str, Any]:
        """Check the password against the names too: allauth knows the address only."""
        data: dict[str, Any] = super().clean()
        password = data.get("password1")
        if password and "password1" not in self.errors:
            named = {name: data.get(name, "") for name in ("first_name", "last_name", "email")}
            try:
                validate_password(password, User(**named))
            except forms.ValidationError as error:
                self.add_error("password1", error)
        return data

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Make the account, or answer the same when the address has one already."""
        if self.account_already_exists:
            self._make_and_undo(request)
            return super().try_save(request)
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # Somebody has just registered with this address; the work is done.
            self.account_already_exists = True
            return super().try_save(request)

    def _make_and_undo(self, request: HttpRequest) -> None:
        """Do the same work as for a new account, for nobody: the answer's time tells nothing."""
        typed = self.cleaned_data
        self.cleaned_data = typed | {"email": f"{secrets.token_hex(16)}@{_NOWHERE}"}
        self.account_already_exists = False
        with transaction.atomic():
            self.save(request)
            transaction.set_rollback(True)
        self.cleaned_data, self.account_already_exists = typed, True


class PendingAddressForm(StyledMixin, forms.Form):
    """The right address, in place of the one that was typed when registering.

    Whether it has an account is not told here: its owner gets a mail.
    """

    labels = {"email": "La bonne adresse"}
    email = AddressFormField(widget=forms.EmailInput(attrs={"autocomplete": "email"}))


class ChangeEmailForm(StyledMixin, account.AddEmailForm):
    """Another address."""

    labels = {"email": "Nouvelle adresse e-mail"}
    helps = {"email": f"{_EXAMPLE} Nous y envoyons un lien. L’adresse change quand vous l’ouvrez."}


class ChangePasswordForm(StyledMixin, account.ChangePasswordForm):
    """The old one, the new one."""

    labels = {"password1": "Nouveau mot de passe"}
    helps = {"password1": PASSWORD_HELP}


class SetPasswordForm(StyledMixin, account.SetPasswordForm):
    """The first password of somebody who came by a provider."""

    helps = {"password1": PASSWORD_HELP}


class ResetPasswordForm(StyledMixin, account.ResetPasswordForm):
    """The address of a forgotten password."""

    def clean_email(self) -> str:
        """Count the request, known address or not; the form that is kept.

        allauth looks the account up by it, and gives back what was typed. Raises ValidationError
        past a limit.
        """
        email = normal_address(super().clean_email())
        reached = limits.reached_by_reset(context.request, email)
        if reached is limits.RESETS_BY_VISITOR:
            from_network = "too_many_resets_from_network"
            raise get_account_adapter().validation_error(from_network)
        if reached is not None:
            too_many = "too_many_resets"
            raise get_account_adapter().validation_error(too_many)
        return email


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


class _CountedMixin(_CodeMixin):
    """A code counts before it is tried, and serves once."""

    def clean_code(self) -> str:
        """Refuse one too many, and one that has served. Raises ValidationError."""
        user: User = self.user  # type: ignore[attr-defined]
        reached = limits.reached_by_code(context.request, user)
        if reached is not None:
            raise get_account_adapter().validation_error(_TOO_MANY_CODES[reached])
        code: str = super().clean_code()  # type: ignore[misc]
        authenticator: Authenticator = self.authenticator  # type: ignore[attr-defined]
        # Its digits alone, as allauth reads it: with a dash it is the same code.
        digits = "".join(filter(str.isdecimal, code))
        is_of_app = authenticator.type == Authenticator.Type.TOTP
        if is_of_app and not limits.CODE_ONCE.allows(user.pk, digits):
            has_served = "incorrect_code"
            raise get_adapter().validation_error(has_served)
        limits.code_was_right(context.request, user)
        return code


class CodeForm(_CountedMixin, mfa.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateCodeForm(_CountedMixin, mfa.ReauthenticateForm):
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
