"""The review of levels (revue des habilitations): each is confirmed twice a year, or ends."""

from datetime import date, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.accounts.models.grants import LevelGrant, LevelGrantQuerySet

# Between two openings, and from an opening to the day when what nobody confirmed ends.
EVERY = timedelta(days=182)
DURATION = timedelta(days=30)


class LevelReviewQuerySet(models.QuerySet["LevelReview"]):
    """Reviews by their state."""

    def open(self) -> Self:
        """The one that waits for answers, if any."""
        return self.filter(closed_at__isnull=True)


class LevelReview(models.Model):
    """One review. It needs no row for each grant: a grant says itself when it was confirmed."""

    opened_at = models.DateTimeField("ouverte le", default=timezone.now)
    due_on = models.DateField("dernier jour")
    closed_at = models.DateTimeField("close le", null=True, blank=True)
    # The smallest number of days left that the administrators were told of.
    told_days_left = models.PositiveSmallIntegerField("dernier rappel, en jours", default=366)

    objects = LevelReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "revue des niveaux"
        verbose_name_plural = "revues des niveaux"
        ordering = ("-opened_at",)
        constraints = [
            models.UniqueConstraint(
                fields=("closed_at",),
                condition=Q(closed_at__isnull=True),
                nulls_distinct=False,
                name="accounts_review_one_open",
                violation_error_message="Une revue est déjà ouverte.",
            ),
        ]

    def __str__(self) -> str:
        return f"Revue ouverte le {timezone.localdate(self.opened_at):%d/%m/%Y}"

    @property
    def _reviewed(self) -> LevelGrantQuerySet:
        """Every grant of staff that held at the opening."""
        return LevelGrant.objects.reviewed_by(self.opened_at)

    def waiting(self) -> LevelGrantQuerySet:
        """The grants that nobody has confirmed or ended yet."""
        unconfirmed = Q(confirmed_at__isnull=True) | Q(confirmed_at__lt=self.opened_at)
        return self._reviewed.active().filter(unconfirmed)

    def progress(self) -> tuple[int, int]:
        """How many grants have their answer, of how many."""
        total = self._reviewed.count()
        return total - self.waiting().count(), total

    def days_left(self, today: date | None = None) -> int:
        """Days until the last one; negative once it is over."""
        return (self.due_on - (today or timezone.localdate())).days
