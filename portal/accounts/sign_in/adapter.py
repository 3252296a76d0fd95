"""How allauth speaks to people here: our mails, our words, our addresses."""

import base64
import hashlib
import ipaddress
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.encoding import force_bytes

from portal.accounts.services.second_factor import has_second_factor
from portal.accounts.sign_in import limits, words
from portal.accounts.sign_in.devices import remember_device
from portal.accounts.sign_in.mails import MAILS
from portal.accounts.sign_in.next_page import home_of, is_ours
from portal.accounts.sign_in.pending import next_of
from portal.accounts.sign_in.second_factor import needs_second_factor
from snippets.addresses import normal_address, validate_address
from snippets.mail.queue import queue_mail
from snippets.networks import client_address
from snippets.site import absolute_url, call_us, site_settings

# What anybody may have us write to an address that they only type.
_ASKED_BY_ANYBODY = frozenset(
    {
        "account/email/email_confirmation_signup",
        "account/email/email_confirmation",
        "account/email/account_already_exists",
        "account/email/unknown_account",
    }
)
_TOO_MANY = {
    limits.PASSWORDS_BY_VISITOR: "too_many_from_network",
    limits.PASSWORDS_BY_PLACE: "too_many_login_attempts",
    limits.PASSWORDS_BY_ACCOUNT: "too_many_for_account",
}
# Characters of a page to come back to; a longer one would make a link that mail programs cut.
_MAX_NEXT = 500


def _leading_on(address: str, request: HttpRequest) -> str:
    """The address of a page, with where the person was going when it is of this site."""
    wanted = get_next_redirect_url(request) or next_of(request)
    if wanted and wanted.startswith("/") and len(wanted) <= _MAX_NEXT:
        return f"{address}?{urlencode({'next': wanted})}"
    return address


class AccountAdapter(DefaultAccountAdapter):
    """Accounts."""

    error_messages = DefaultAccountAdapter.error_messages | words.ERRORS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue the message of ours that stands for allauth's. Raises KeyError when none does.

        Past a limit nothing leaves: the request remembers it, for a screen that may say so without
        telling who has an account. The messages that left before still work.
        """
        mail = MAILS[template_prefix]
        if template_prefix in _ASKED_BY_ANYBODY and not limits.may_write_to(self.request, email):
            self.request.is_mail_withheld = True
            return
        queue_mail(mail.key, to=email, context=mail.context(context))

    def clean_email(self, email: str) -> str:
        """The form that is kept. Raises ValidationError for what the outbox cannot write to.

        Asked by every form of allauth, and of what providers say.
        """
        validate_address(email)
        return normal_address(email)

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Say it in our words, or nothing where the next page says it."""
        if message_template:
            message = words.message(message_template, message_context or {}, request.user)
        if message:
            super().add_message(request, level, extra_tags=extra_tags, message=message)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the password before it is tried. Raises ValidationError past a limit."""
        reached = limits.reached_by_password(request, credentials["email"])
        if reached is not None:
            code = _TOO_MANY[reached]
            raise ValidationError(words.ERRORS[code].format(call_us=call_us()), code=code)

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Try a password; a right one counts as no attempt."""
        user: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if user is not None:
            limits.password_was_right(request, credentials["email"])
        return user

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        """Go on, and know this device again."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    @transaction.atomic
    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """Verify an address; what follows the change of address is in the same transaction."""
        confirmed: bool = super().confirm_email(request, email_address)
        return confirmed

    def get_client_ip(self, request: HttpRequest) -> str:
        """The visitor's address; an unreadable one is the unspecified address."""
        try:
            return str(ipaddress.ip_address(client_address(request)))
        except ValueError:
            return "::"

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Where signing in leads, without another page to go to: see `home_of`."""
        return home_of(request.user)

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same after registering, once the address is verified: not a page of settings."""
        return home_of(request.user)

    def is_safe_url(self, url: str) -> bool:
        """Whether one may be sent there: this site as it was asked, no other of ours."""
        return is_ours(self.request, url)

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """The link of the mail, at the address of the settings: no header makes it.

        It carries where the person was going: a mail is often opened in another browser.
        """
        address = absolute_url("account_confirm_email", emailconfirmation.key)
        return _leading_on(address, request)

    def send_account_already_exists_mail(self, email: str) -> None:
        """Say that the account is there; its link leads on as the one of a new account does."""
        login_url = _leading_on(absolute_url("account_login"), self.request)
        self.send_mail("account/email/account_already_exists", email, {"login_url": login_url})

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The same for a forgotten password; `key` is the account's number and a secret."""
        uid, _, secret = key.partition("-")
        return absolute_url("account_reset_password_from_key", uid, secret)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """One's account."""
        return reverse("account_home")

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How to show again who one is: an agent never by the password alone."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        for method in methods:
            method["description"] = words.METHODS[method["id"]]
        if needs_second_factor(user) and has_second_factor(user):
            return [method for method in methods if method["id"] != "reauthenticate"]
        return methods


class SecondFactorAdapter(DefaultMFAAdapter):
    """Applications, keys and recovery codes."""

    error_messages = DefaultMFAAdapter.error_messages | words.SECOND_FACTOR_ERRORS

    def get_totp_issuer(self) -> str:
        """The name that the application shows."""
        return site_settings().site_name

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whom the key signs in to: our host, by the site's name."""
        return super().get_public_key_credential_rp_entity() | {"name": site_settings().site_name}

    def generate_authenticator_name(self, user: Any, type: str) -> str:  # noqa: A002
        """A name to start from."""
        count = Authenticator.objects.filter(user=user, type=type).count()
        return f"Clé {count + 1}"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """An agent keeps one at least."""
        if not needs_second_factor(authenticator.user):
            return True
        factors = Authenticator.objects.filter(user=authenticator.user)
        others = factors.exclude(pk=authenticator.pk)
        return others.exclude(type=Authenticator.Type.RECOVERY_CODES).exists()

    def encrypt(self, text: str) -> str:
        """A copy of the table alone makes no code."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The same backwards; keys that were retired still read."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(b"second-factor" + force_bytes(secret)) for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(found.digest())) for found in digests])
