"""What follows when an account proves its address."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save
from django.dispatch import receiver

from portal.participation.models import Participant
from portal.participation.services.joining import join_by_name
from snippets.addresses import normal_address


@receiver(post_save, sender=EmailAddress, dispatch_uid="participation.join_by_name")
def join(sender: Any, instance: EmailAddress, **kwargs: Any) -> None:
    """Who has the same name at this address joins the account; mostly, there is nobody."""
    if not instance.verified:
        return
    if Participant.objects.at_address(normal_address(instance.email)).exists():
        join_by_name(user=instance.user)
