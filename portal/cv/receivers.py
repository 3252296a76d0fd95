"""The file of a photo goes with its row."""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from portal.cv.models import CvPhoto


@receiver(post_delete, sender=CvPhoto)
def delete_file(instance: CvPhoto, **kwargs: Any) -> None:
    """Delete it once the row is gone for good."""
    storage, name = instance.file.storage, instance.file.name
    if name:
        transaction.on_commit(lambda: storage.delete(name))
