"""What holds between an empty form and the page that it makes."""

from django.db import models
from wagtail.models import Page


class CreationKey(models.Model):
    """Clé de création: each empty form carries one, so that sending it twice makes one page."""

    key = models.UUIDField("clé", unique=True)
    page = models.OneToOneField(
        Page, verbose_name="annonce", on_delete=models.CASCADE, related_name="creation_key"
    )
    used_at = models.DateTimeField("utilisée le", auto_now_add=True)

    class Meta:
        verbose_name = "clé de création"
        verbose_name_plural = "clés de création"

    def __str__(self) -> str:
        return str(self.key)
