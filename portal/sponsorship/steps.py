"""The history of a state: who took it from where to where, when and why."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Step(models.Model):
    """One change of state. `by` is empty where the site acted; the name outlives the account."""

    state = models.CharField("état", max_length=12)
    former = models.CharField("état d’avant", max_length=12, blank=True)
    at = models.DateTimeField("le", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField("motif", max_length=300, blank=True)

    class Meta:
        abstract = True
        ordering = ("at", "pk")
