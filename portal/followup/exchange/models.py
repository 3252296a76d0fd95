"""What was sent to France Travail: one line a sending, without anybody's identity."""

import uuid
from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q

from portal.followup.people.models import Unit
from portal.followup.rows.base import AreaRow, Written, with_history


@with_history
class AppointmentSending(Written, AreaRow):
    """Transmission of the appointments of a period, of one unit.

    `key` names a file to who receives it, which takes it once: another content has another key.
    `sha256` is that of the last content that was handed over, taken or not.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "En cours"
        SENT = "sent", "Transmise"
        FAILED = "failed", "Non transmise"

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField("du")
    ends_on = models.DateField("au")
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    rows_count = models.PositiveIntegerField("rendez-vous", default=0)
    left_out_count = models.PositiveIntegerField("non transmis", default=0)
    attempts = models.PositiveSmallIntegerField("essais", default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    answer = models.CharField("réponse", max_length=250, blank=True)
    sent_at = models.DateTimeField("transmise le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "transmission"
        ordering = ["-created_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="sending_ends_after_it_starts",
                violation_error_message="La fin vient après le début.",
            ),
            CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False) & ~Q(sha256=""),
                name="sending_sent_at_a_moment",
                violation_error_message="Une transmission a une heure.",
            ),
        ]

    def __str__(self) -> str:
        return f"Transmission {self.pk}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(unit__in=reach.led_unit_ids(user))
