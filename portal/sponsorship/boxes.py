"""A box that a person ticks once for everything of a kind, whoever follows them or nobody."""

from typing import Any, Self

from django.db import models
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.participation.models import Participant


class BoxQuerySet(OwnedQuerySet[Any]):
    """The answers of people, by whether they hold."""

    owner = "participant__user"

    def active(self) -> Self:
        """Those that nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class Box(models.Model):
    """An answer of a person, with the version of the text that they read. Without a row: no."""

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="+"
    )
    version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("cochée le", default=timezone.now)
    withdrawn_at = models.DateTimeField("décochée le", null=True, blank=True)

    objects = BoxQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("given_at", "pk")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.given_at):%d/%m/%Y}"
