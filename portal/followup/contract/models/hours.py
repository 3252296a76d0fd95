"""Hours of activity, week by week, and what reduces or waives them."""

from django.db import models
from django.db.models import CheckConstraint, F, Q

from portal.followup.configuration.models import Term
from portal.followup.rows.base import CaseRow, Written, with_history
from portal.followup.rows.periods import never_overlapping


@with_history
class ActivityLog(Written, CaseRow):
    """Heures d’activité, week by week: counted, never a sanction by themselves."""

    # The Monday of the week.
    week = models.DateField("semaine du")
    kind = models.ForeignKey(
        Term, verbose_name="activité", on_delete=models.PROTECT, related_name="+"
    )
    hours = models.DecimalField("heures", max_digits=4, decimal_places=1)
    comment = models.CharField("précision", max_length=300, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "heures d’activité"
        ordering = ["-week", "pk"]
        constraints = [
            CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=80),
                name="activity_hours_in_a_week",
                violation_error_message="Entre une demi-heure et 80 heures par semaine.",
            ),
            CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="activity_week_is_a_monday",
                violation_error_message="Une semaine commence un lundi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h, semaine du {self.week:%d/%m/%Y}"


@with_history
class HoursExemption(Written, CaseRow):
    """Réduction ou dispense d’heures, for a time. `ends_on` is the first day after it."""

    class Regime(models.TextChoices):
        """Fewer hours (never none), or none at the person's request."""

        REDUCED = "reduced", "Durée réduite"
        WAIVED = "waived", "Dispense à la demande de la personne"

    regime = models.CharField("régime", max_length=8, choices=Regime.choices)
    weekly_hours = models.PositiveSmallIntegerField("heures par semaine", default=0)
    reason = models.ForeignKey(
        Term, verbose_name="motif", on_delete=models.PROTECT, related_name="+"
    )
    asked_by_person = models.BooleanField("demandée par la personne", default=False)
    comment = models.CharField("précision", max_length=500, blank=True)
    starts_on = models.DateField("du")
    ends_on = models.DateField("jusqu’au", null=True, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "réduction ou dispense d’heures"
        ordering = ["-starts_on"]
        constraints = [
            never_overlapping(
                name="exemption_one_at_a_time",
                message="Une autre réduction ou dispense couvre déjà ces dates.",
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
                name="exemption_ends_after_it_starts",
                violation_error_message="La fin vient après le début.",
            ),
            CheckConstraint(
                condition=Q(regime="reduced", weekly_hours__gte=1)
                | Q(regime="waived", weekly_hours=0, asked_by_person=True),
                name="exemption_fits_the_regime",
                violation_error_message="La personne demande elle-même sa dispense.",
            ),
        ]

    def __str__(self) -> str:
        return self.get_regime_display()
