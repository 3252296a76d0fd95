"""Saved searches, the addresses that get their new offers, and what was told to each."""

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import Q

from portal.accounts.models.owned import OwnedQuerySet
from snippets.addresses import normal_address
from snippets.fields import AddressField

MAX_ALERTS = 20
MAX_QUERY = 2000


class Frequency(models.TextChoices):
    """How often new offers are sent."""

    DAILY = "daily", "Chaque matin"
    WEEKLY = "weekly", "Le lundi matin"


class AlertRecipient(models.Model):
    """Adresse qui reçoit des alertes, with an account or without.

    Its row is what everything about its alerts locks: the limit, and each sending.
    """

    address = AddressField("adresse e-mail", unique=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)

    class Meta:
        verbose_name = "destinataire d’alertes"
        verbose_name_plural = "destinataires d’alertes"

    def __str__(self) -> str:
        return self.address


class SavedSearchQuerySet(OwnedQuerySet["SavedSearch"]):
    """Scoped by person or by state."""

    def owned_by(self, user: Any) -> Self:
        """The alerts of a person's confirmed address, the oldest first."""
        if not user.pk:
            return self.none()
        return self.filter(
            recipient__address=normal_address(user.email),
            confirmed_at__isnull=False,
            deleted_at__isnull=True,
        ).order_by("confirmed_at", "pk")

    def deleted_of(self, user: Any) -> Self:
        """Those that the person may bring back."""
        return self.filter(recipient__address=normal_address(user.email), deleted_at__isnull=False)

    def active(self) -> Self:
        """Those that send something."""
        return self.filter(
            confirmed_at__isnull=False, paused_at__isnull=True, deleted_at__isnull=True
        )

    def due(self, *, daily: datetime, weekly: datetime) -> Self:
        """Those that have not gone out since the moment of their frequency."""
        return self.active().filter(
            Q(frequency=Frequency.DAILY, watermark__lt=daily)
            | Q(frequency=Frequency.WEEKLY, watermark__lt=weekly)
        )


class SavedSearch(models.Model):
    """Recherche enregistrée, ou alerte.

    `query` is the canonical query string of the search. What was published after `since` is new
    to it; the job has looked up to `watermark`. It takes one of twenty places (`slot`) once its
    address is confirmed. One that is deleted stays a day, so that it can come back.
    """

    recipient = models.ForeignKey(
        AlertRecipient,
        verbose_name="destinataire",
        on_delete=models.CASCADE,
        related_name="searches",
    )
    query = models.CharField("critères", max_length=MAX_QUERY, blank=True)
    name = models.CharField("nom", max_length=150)
    frequency = models.CharField(
        "fréquence", max_length=6, choices=Frequency.choices, default=Frequency.DAILY
    )
    slot = models.PositiveSmallIntegerField("place", null=True, blank=True)
    created_at = models.DateTimeField("créée le")
    confirmed_at = models.DateTimeField("confirmée le", null=True, blank=True)
    paused_at = models.DateTimeField("arrêtée le", null=True, blank=True)
    deleted_at = models.DateTimeField("supprimée le", null=True, blank=True)
    since = models.DateTimeField("nouvelles offres depuis")
    watermark = models.DateTimeField("dernier passage")
    last_sent_at = models.DateTimeField("dernier envoi", null=True, blank=True)
    seen_at = models.DateTimeField("résultats vus le", null=True, blank=True)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = "alerte"
        verbose_name_plural = "alertes"
        indexes = [
            models.Index(
                fields=("frequency", "watermark"),
                condition=Q(
                    confirmed_at__isnull=False, paused_at__isnull=True, deleted_at__isnull=True
                ),
                name="candidates_alert_due",
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=("recipient", "query"),
                name="candidates_alert_once",
                violation_error_message="Vous avez déjà cette alerte.",
            ),
            models.UniqueConstraint(
                fields=("recipient", "slot"),
                name="candidates_alert_slot_once",
                violation_error_message="Cette place est déjà prise.",
            ),
            models.CheckConstraint(
                condition=Q(slot__isnull=True) | Q(slot__range=(1, MAX_ALERTS)),
                name="candidates_alert_slots",
                violation_error_message=f"Vous pouvez avoir {MAX_ALERTS} alertes au plus.",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, slot__isnull=True)
                | Q(confirmed_at__isnull=False, slot__isnull=False),
                name="candidates_alert_confirmed_has_slot",
                violation_error_message="Une alerte confirmée a une place.",
            ),
            models.CheckConstraint(
                condition=Q(frequency__in=Frequency.values),
                name="candidates_alert_frequency",
                violation_error_message="Choisissez une fréquence de la liste.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_pending(self) -> bool:
        """Whether the address has not said yes yet."""
        return self.confirmed_at is None


class AlertedOpportunity(models.Model):
    """Annonce déjà signalée à une adresse: each one once, whatever the alerts that find it."""

    recipient = models.ForeignKey(
        AlertRecipient,
        verbose_name="destinataire",
        on_delete=models.CASCADE,
        related_name="told",
    )
    opportunity_id = models.BigIntegerField("annonce")
    told_at = models.DateTimeField("signalée le")

    class Meta:
        verbose_name = "annonce signalée"
        verbose_name_plural = "annonces signalées"
        indexes = [models.Index(fields=("told_at",), name="candidates_alerted_told_at")]
        constraints = [
            models.UniqueConstraint(
                fields=("recipient", "opportunity_id"),
                name="candidates_alerted_once",
                violation_error_message="Cette annonce a déjà été signalée.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opportunity_id}"
