"""Whether a person lets the one who follows them read their confirmed hours."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.participation.models import Participant


class SharingQuerySet(OwnedQuerySet["HoursSharing"]):
    """The answers of people, by whether they hold."""

    owner = "participant__user"

    def active(self) -> "SharingQuerySet":
        """Those that nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class HoursSharing(models.Model):
    """« Mes heures peuvent être communiquées à mon conseiller »: one box, for every commitment.

    Anybody may tick it, followed or not, and nobody but the person and the one who follows them
    knows: nothing that an association reads depends on it. Without a row, the answer is no.
    """

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="+"
    )
    version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("cochée le", default=timezone.now)
    withdrawn_at = models.DateTimeField("décochée le", null=True, blank=True)

    objects = SharingQuerySet.as_manager()

    class Meta:
        verbose_name = "accord pour communiquer ses heures"
        verbose_name_plural = "accords pour communiquer ses heures"
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(withdrawn_at__isnull=True),
                name="hours_sharing_once",
                violation_error_message="Cette case est déjà cochée.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="hours_sharing_dates",
                violation_error_message="On décoche après avoir coché.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_at:%d/%m/%Y}"
