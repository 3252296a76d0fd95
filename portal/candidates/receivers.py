"""What follows when a person changes their address."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.dispatch import receiver

from portal.candidates.services.alerts import move_alerts


@receiver(email_changed, dispatch_uid="candidates.move_alerts")
def follow_address(
    sender: Any,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **kwargs: Any,
) -> None:
    """The alerts of the account go to its new address."""
    if from_email_address is not None:
        move_alerts(from_address=from_email_address.email, to_address=to_email_address.email)
