"""Lines of the log of changes, which `search.index.change_log` reads."""

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class DataChange(models.Model):
    """Changement d’une table que le public lit. Written by triggers only."""

    source = models.CharField(max_length=40)
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = "changement de données"
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.source} {timezone.localtime(self.changed_at):%Y-%m-%d %H:%M:%S}"
