"""Appointments of a case. `states.py` has the table of their states."""

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils import timezone

from portal.followup.configuration.models import Term
from portal.followup.people.models import Professional
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history


@with_history
class Appointment(Versioned, Written, CaseRow):
    """Rendez-vous between the person and a professional."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", "Prévu"
        HELD = "held", "Tenu"
        EXCUSED = "excused", "Absence excusée"
        NO_SHOW = "no_show", "Absence non excusée"
        CANCELLED = "cancelled", "Annulé"

    class Mode(models.TextChoices):
        """Where."""

        OFFICE = "office", "Au bureau"
        HOME = "home", "À domicile"
        PHONE = "phone", "Par téléphone"
        VIDEO = "video", "En visio"

    professional = models.ForeignKey(
        Professional, verbose_name="avec", on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.ForeignKey(
        Term, verbose_name="type", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PLANNED)
    mode = models.CharField("lieu", max_length=6, choices=Mode.choices, default=Mode.OFFICE)
    place = models.CharField("adresse du rendez-vous", max_length=250, blank=True)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=45)
    cancelled_by_service = models.BooleanField("annulé par le service", default=False)
    state_reason = models.CharField("motif", max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "rendez-vous"
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(F("professional"), F("starts_at"), name="followup_diary")]
        constraints = [
            CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="appointment_lasts_a_while",
                violation_error_message="Un rendez-vous dure de 5 minutes à 8 heures.",
            )
        ]

    def __str__(self) -> str:
        return f"Rendez-vous du {self.starts_at:%d/%m/%Y}"

    @property
    def is_to_be_noted(self) -> bool:
        """Whether its hour has come, and nobody said what became of it."""
        return self.state == self.State.PLANNED and self.starts_at <= timezone.now()
