"""What follows from a photo that is deleted, and from an address that changes."""

from functools import partial
from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.signals import email_changed
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from portal.accounts.models import User
from portal.cv.models import CvPhoto
from portal.cv.services.asking import follow_account


@receiver(post_delete, sender=CvPhoto)
def delete_files(instance: CvPhoto, **kwargs: Any) -> None:
    """Delete them once the row is gone for good."""
    for file in (instance.file, instance.source):
        if file.name:
            transaction.on_commit(partial(file.storage.delete, file.name))


@receiver(email_changed, dispatch_uid="cv.follow_account")
def keep_help_requests(
    sender: Any, user: User, from_email_address: EmailAddress | None, **kwargs: Any
) -> None:
    """Requests of help stay with the account whose address they were for."""
    if from_email_address is not None and from_email_address.verified:
        follow_account(user=user, from_address=from_email_address.email)
