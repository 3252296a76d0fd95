"""How often something was done: see `snippets.limits`."""

from django.db import models


class Count(models.Model):
    """Compte: so many times until its end. The key is a keyed hash and tells nothing."""

    key = models.CharField("clé", max_length=32, primary_key=True)
    number = models.PositiveIntegerField("nombre")
    ends_at = models.DateTimeField("jusqu’au", db_index=True)

    class Meta:
        verbose_name = "compte"

    def __str__(self) -> str:
        return f"{self.number}"
