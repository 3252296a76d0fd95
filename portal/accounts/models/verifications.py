"""Requests to verify an organisation, and what an employment officer answered."""

from typing import Self

from django.db import models
from django.db.models import Q

from portal.accounts.models.user import User
from snippets.models import Organisation
from snippets.models.history import Decided, DecidedQuerySet, answer_is_whole


class VerificationQuerySet(DecidedQuerySet["VerificationRequest"]):
    """Requests by their state."""

    def newest_first(self) -> Self:
        """The latest request of each organisation first."""
        return self.order_by("-asked_at", "-pk")


class VerificationRequest(Decided):
    """Demande de vérification. The organisation's `verified_at` says what holds now."""

    class Outcome(models.TextChoices):
        """What the officer answered."""

        VERIFIED = "verified", "Vérifiée"
        CORRECTION = "correction", "À corriger"
        REFUSED = "refused", "Refusée"

    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        on_delete=models.PROTECT,
        related_name="verification_requests",
    )
    asked_by = models.ForeignKey(
        User, verbose_name="demandée par", on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField("demandée le")
    outcome = models.CharField("réponse", max_length=10, choices=Outcome.choices, blank=True)
    message = models.CharField("message", max_length=500, blank=True)

    objects = VerificationQuerySet.as_manager()

    class Meta:
        # One that waits for an organisation; a correction or a refusal says why.

        verbose_name = "demande de vérification"
        verbose_name_plural = "demandes de vérification"
        ordering = ("asked_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("organisation",),
                condition=Q(decided_at__isnull=True),
                name="accounts_verification_once",
                violation_error_message="Cette organisation attend déjà une vérification.",
            ),
            answer_is_whole(name="accounts_verification_answer"),
            models.CheckConstraint(
                condition=Q(outcome__in=("", "verified")) | ~Q(message=""),
                name="accounts_verification_message",
                violation_error_message="Dites ce qui ne va pas.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} — {self.get_outcome_display() or 'en attente'}"
