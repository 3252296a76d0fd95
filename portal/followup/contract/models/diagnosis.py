"""Diagnosis, its barriers, their situations."""

from django.db import models
from django.db.models import UniqueConstraint

from portal.followup.configuration.models import Term
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history


@with_history
class Diagnosis(Versioned, Written, CaseRow):
    """Diagnostic: a new one succeeds another, each stays as it was."""

    on = models.DateField("établi le")
    is_joint = models.BooleanField("établi avec France Travail", default=False)
    summary = models.TextField("situation et atouts", max_length=5000, blank=True)
    needs = models.TextField("besoins et attentes de la personne", max_length=5000, blank=True)
    has_driving_licence = models.BooleanField("permis B", default=False)
    has_vehicle = models.BooleanField("véhicule", default=False)
    is_lone_parent_without_childcare = models.BooleanField(
        "parent isolé sans garde pour un enfant de moins de 12 ans", default=False
    )

    class Meta(CaseRow.Meta):
        verbose_name = "diagnostic"
        ordering = ["-on", "-pk"]
        constraints = [UniqueConstraint(fields=["beneficiary", "on"], name="diagnosis_once_a_day")]

    def __str__(self) -> str:
        return f"Diagnostic du {self.on:%d/%m/%Y}"


@with_history
class BarrierAssessment(CaseRow):
    """Frein: theme × severity, with situations."""

    class Severity(models.TextChoices):
        """Impact on the pathway."""

        STRONG = "strong", "Fort"
        MEDIUM = "medium", "Moyen"
        NONE = "none", "Sans impact"

    diagnosis = models.ForeignKey(
        Diagnosis, verbose_name="diagnostic", on_delete=models.CASCADE, related_name="barriers"
    )
    theme = models.ForeignKey(
        Term, verbose_name="thème", on_delete=models.PROTECT, related_name="+"
    )
    severity = models.CharField("impact", max_length=6, choices=Severity.choices)
    situations = models.ManyToManyField(
        Term, verbose_name="situations", blank=True, related_name="+", through="BarrierSituation"
    )
    comment = models.CharField("précision", max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "frein"
        constraints = [UniqueConstraint(fields=["diagnosis", "theme"], name="barrier_once_a_theme")]

    def __str__(self) -> str:
        return f"{self.theme}: {self.get_severity_display()}"


class BarrierSituation(CaseRow):
    """A situation that a barrier has."""

    barrier = models.ForeignKey(BarrierAssessment, on_delete=models.CASCADE, related_name="+")
    term = models.ForeignKey(Term, on_delete=models.PROTECT, related_name="+")

    class Meta(CaseRow.Meta):
        verbose_name = "situation"
        constraints = [UniqueConstraint(fields=["barrier", "term"], name="barrier_situation_once")]

    def __str__(self) -> str:
        return str(self.term)
