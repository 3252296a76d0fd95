"""Devices that have signed in before."""

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.accounts.models.user import User

LIFETIME = timedelta(days=365)


class KnownDeviceQuerySet(OwnedQuerySet["KnownDevice"]):
    """Devices by their age."""

    def remembered(self) -> Self:
        """Those that have signed in within a year."""
        return self.filter(signed_in_at__gt=timezone.now() - LIFETIME)


class KnownDevice(models.Model):
    """Appareil reconnu: a browser that has signed in to this account, by a cookie of its own.

    It opens nothing. Its tries are counted apart, so that nobody else's tries keep it out.
    """

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.CASCADE, related_name="known_devices"
    )
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    signed_in_at = models.DateTimeField("dernière connexion", auto_now_add=True)

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        verbose_name = "appareil reconnu"
        verbose_name_plural = "appareils reconnus"
        ordering = ("-signed_in_at", "-pk")

    def __str__(self) -> str:
        return f"{timezone.localtime(self.signed_in_at):%d/%m/%Y}"
