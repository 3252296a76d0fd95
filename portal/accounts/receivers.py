"""What follows when somebody changes their address."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver

from snippets.mail.preferences.refusals import copy_refusals


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
