"""Consents: to which text a person said yes, and when."""

from typing import Self

from django.db import models
from django.db.models import F, Q

from portal.accounts.models.owned import OwnedQuerySet
from portal.accounts.models.user import User


class ConsentQuerySet(OwnedQuerySet["Consent"]):
    """Consents by their state."""

    def given(self) -> Self:
        """Those that hold now."""
        return self.filter(withdrawn_at__isnull=True)


class Consent(models.Model):
    """Consentement. The text is found by its purpose and version in `portal.accounts.consents`."""

    user = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.PROTECT, related_name="consents"
    )
    purpose = models.CharField("sujet", max_length=30)
    version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("donné le", auto_now_add=True)
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = "consentement"
        ordering = ("-given_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("user", "purpose"),
                condition=Q(withdrawn_at__isnull=True),
                name="accounts_consent_once",
                violation_error_message="Ce consentement est déjà donné.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="accounts_consent_order",
                violation_error_message="Un consentement se retire après avoir été donné.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} ({self.version})"
