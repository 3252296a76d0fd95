"""Whether a person lets the one who follows them know that they have a sponsor."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.participation.models import Participant


class AdviserToldQuerySet(OwnedQuerySet["AdviserTold"]):
    """The answers of people, by whether they hold."""

    owner = "participant__user"

    def active(self) -> "AdviserToldQuerySet":
        """Those that nobody took back."""
        return self.filter(withdrawn_at__isnull=True)


class AdviserTold(models.Model):
    """« Mon conseiller peut savoir que j’ai un parrain »: one box, for every pair of a person.

    Anybody may tick it, followed or not: nothing that a sponsor or the coordination reads depends
    on it. Without a row, the answer is no.
    """

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="+"
    )
    version = models.CharField("version du texte", max_length=20)
    given_at = models.DateTimeField("cochée le", default=timezone.now)
    withdrawn_at = models.DateTimeField("décochée le", null=True, blank=True)

    objects = AdviserToldQuerySet.as_manager()

    class Meta:
        verbose_name = "accord pour parler de son parrainage"
        verbose_name_plural = "accords pour parler de son parrainage"
        ordering = ("given_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(withdrawn_at__isnull=True),
                name="adviser_told_once",
                violation_error_message="Cette case est déjà cochée.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="adviser_told_dates",
                violation_error_message="On décoche après avoir coché.",
            ),
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.given_at):%d/%m/%Y}"
