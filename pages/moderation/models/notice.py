"""The notices that are sent before the end of an opportunity."""

from django.db import models
from wagtail.models import Page


class ExpiryNotice(models.Model):
    """One warning sent before one expiry date; its links act once each."""

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="expiry_notices")
    expire_at = models.DateTimeField("expire le")
    days = models.PositiveSmallIntegerField("jours avant")
    sent_at = models.DateTimeField("envoyé le", auto_now_add=True)

    class Meta:
        verbose_name = "avis d’expiration"
        verbose_name_plural = "avis d’expiration"
        constraints = [
            models.UniqueConstraint(
                fields=("page", "expire_at", "days"),
                name="pages_expirynotice_once",
                violation_error_message="Cet avis a déjà été envoyé.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.page_id}, {self.days}\u00a0j"
