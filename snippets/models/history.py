"""What rows that are never deleted have in common: they end, or get an answer.

`by` is empty where the site itself acted. `PROTECT`: history outlives its actors, who are made
anonymous and not deleted.
"""

from typing import Any, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q
from django.utils import timezone

_Row = TypeVar("_Row", bound=models.Model, covariant=True)


class EndedQuerySet(models.QuerySet[_Row]):
    """Rows by whether they have ended."""

    def active(self) -> Self:
        """Those that hold now."""
        return self.filter(ended_at__isnull=True)


class Ended(models.Model):
    """What holds until somebody ends it: a level, a membership."""

    ended_at = models.DateTimeField("date de fin", null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="fin décidée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    end_reason = models.CharField("motif de la fin", max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_active(self) -> bool:
        """Whether it holds now."""
        return self.ended_at is None

    def end(self, *, by: Any, reason: str) -> None:
        """Write that it ends now. Who calls has locked what must not change meanwhile."""
        self.ended_at, self.ended_by, self.end_reason = timezone.now(), by, reason.strip()
        self.save(update_fields=["ended_at", "ended_by", "end_reason"])


def end_is_whole(*, name: str, message: str) -> CheckConstraint:
    """Refuse half an end: a date and a reason, or nothing."""
    return CheckConstraint(
        condition=(
            Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
            | Q(ended_at__isnull=False) & ~Q(end_reason="")
        ),
        name=name,
        violation_error_message=message,
    )


class DecidedQuerySet(models.QuerySet[_Row]):
    """Rows by whether they have their answer."""

    def waiting(self) -> Self:
        """Those without an answer."""
        return self.filter(decided_at__isnull=True)


class Decided(models.Model):
    """What waits for one answer: a request, a proposal.

    Each model has its own `outcome`, empty until then, and its own words beside it.
    """

    decided_at = models.DateTimeField("réponse le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="réponse de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True


def answer_is_whole(*, name: str) -> CheckConstraint:
    """Refuse half an answer: a date and an outcome, or nothing."""
    return CheckConstraint(
        condition=(
            Q(decided_at__isnull=True, outcome="") | Q(decided_at__isnull=False) & ~Q(outcome="")
        ),
        name=name,
        violation_error_message="Une réponse a une date et un sens.",
    )
