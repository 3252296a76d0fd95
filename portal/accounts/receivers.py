"""What follows when somebody signs in, or changes their address."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from portal.accounts.models import User
from portal.accounts.personal_data.services import keep_account_of_who_signs_in
from snippets.mail.preferences.refusals import copy_refusals


@receiver(user_logged_in)
def keep_a_used_account(sender: Any, user: User, **kwargs: Any) -> None:
    """Somebody who comes back keeps the account that the site was to erase."""
    keep_account_of_who_signs_in(user)


@receiver(email_changed, dispatch_uid="accounts.keep_refusals")
def keep_refusals(
    sender: Any,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **kwargs: Any,
) -> None:
    """A new address receives no more than the old one did."""
    if from_email_address is not None:
        copy_refusals(from_address=from_email_address.email, to_address=to_email_address.email)
