"""The files of a photo go with its row."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from portal.cv.models import CvPhoto


@receiver(post_delete, sender=CvPhoto)
def delete_files(instance: CvPhoto, **kwargs: Any) -> None:
    """Delete them once the row is gone for good."""
    for file in (instance.file, instance.source):
        if file.name:
            transaction.on_commit(partial(file.storage.delete, file.name))
