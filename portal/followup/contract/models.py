"""Diagnosis and barriers; the engagement contract with its goals and steps; hours; career goal."""

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.configuration.models import Term
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history
from portal.followup.rows.periods import never_overlapping
from snippets.models import Occupation


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


@with_history
class EngagementContract(Versioned, Written, CaseRow):
    """Contrat d’engagement (ex-CER). `states.py` has the table of its states.

    `ends_on` is its last day. An amendment is a contract of its own that succeeds another one
    (`amends`); a renewal too (`renews`).
    """

    class State(models.TextChoices):
        """Where it is."""

        DRAFT = "draft", "En préparation"
        PROPOSED = "proposed", "Proposé à la signature"
        SIGNED = "signed", "Signé"
        AMENDED = "amended", "Remplacé par un avenant"
        ENDED = "ended", "Terminé"
        BREACHED = "breached", "Rompu"
        DROPPED = "dropped", "Abandonné"

    class Regime(models.TextChoices):
        """Heures d’activité: as the law has them, fewer, or none at the person's request."""

        FULL = "full", "Durée prévue par la loi"
        REDUCED = "reduced", "Durée réduite"
        WAIVED = "waived", "Dispense à la demande de la personne"

    state = models.CharField("état", max_length=10, choices=State.choices, default=State.DRAFT)
    starts_on = models.DateField("du", null=True, blank=True)
    ends_on = models.DateField("au", null=True, blank=True)
    regime = models.CharField(
        "régime d’heures", max_length=8, choices=Regime.choices, default=Regime.FULL
    )
    # Whole hours a week; null while it is written, 0 when waived.
    weekly_hours = models.PositiveSmallIntegerField("heures par semaine", null=True, blank=True)
    hours_reason = models.ForeignKey(
        Term,
        verbose_name="motif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    hours_comment = models.CharField("précision sur les heures", max_length=500, blank=True)
    person_words = models.TextField("ce que dit la personne", max_length=3000, blank=True)
    department_commitments = models.TextField(
        "ce à quoi s’engage le Département", max_length=3000, blank=True
    )
    proposed_on = models.DateField("proposé le", null=True, blank=True)
    signed_on = models.DateField("signé le", null=True, blank=True)
    signed_document = models.ForeignKey(
        "followup.CaseDocument",
        verbose_name="contrat signé (numérisé)",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    closed_on = models.DateField("clos le", null=True, blank=True)
    closing_reason = models.CharField("motif de la fin", max_length=500, blank=True)
    amends = models.ForeignKey(
        "self",
        verbose_name="avenant à",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="amendments",
    )
    renews = models.ForeignKey(
        "self",
        verbose_name="renouvelle",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="renewals",
    )

    class Meta(CaseRow.Meta):
        verbose_name = "contrat d’engagement"
        ordering = ["-pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state__in=["draft", "proposed"]),
                name="contract_one_in_preparation",
                violation_error_message="Un contrat est déjà en préparation.",
            ),
            UniqueConstraint(
                fields=["beneficiary"],
                condition=Q(state="signed"),
                name="contract_one_in_force",
                violation_error_message="Un contrat est déjà en cours.",
            ),
            CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gt=F("starts_on")),
                name="contract_ends_after_it_starts",
                violation_error_message="Le contrat finit après avoir commencé.",
            ),
            CheckConstraint(
                condition=Q(state__in=["draft", "dropped"])
                | Q(
                    starts_on__isnull=False,
                    ends_on__isnull=False,
                    weekly_hours__isnull=False,
                    proposed_on__isnull=False,
                ),
                name="contract_is_complete_when_proposed",
                violation_error_message="Un contrat proposé a ses dates et ses heures.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["signed", "amended", "ended", "breached"])
                | Q(signed_on__isnull=False),
                name="contract_in_force_is_signed",
                violation_error_message="Un contrat en cours a une date de signature.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["amended", "ended", "breached"])
                | Q(closed_on__isnull=False),
                name="contract_over_has_a_day",
                violation_error_message="Un contrat terminé a une date de fin.",
            ),
            CheckConstraint(
                condition=Q(weekly_hours__isnull=True)
                | Q(regime="full", weekly_hours__gte=1)
                | Q(regime="reduced", weekly_hours__gte=1)
                | Q(regime="waived", weekly_hours=0),
                name="contract_hours_fit_the_regime",
                violation_error_message="Une durée réduite n’est jamais nulle.",
            ),
            CheckConstraint(
                condition=Q(regime="full") | Q(hours_reason__isnull=False) | Q(state="draft"),
                name="contract_regime_has_a_reason",
                violation_error_message="Une réduction ou une dispense a un motif.",
            ),
        ]

    def __str__(self) -> str:
        return f"Contrat, {self.get_state_display().lower()}"


@with_history
class Goal(Versioned, Written, CaseRow):
    """Objectif."""

    class State(models.TextChoices):
        """Where it is."""

        IN_PROGRESS = "in_progress", "En cours"
        DONE = "done", "Atteint"
        ABANDONED = "abandoned", "Abandonné"

    contract = models.ForeignKey(
        EngagementContract,
        verbose_name="contrat",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="goals",
    )
    theme = models.ForeignKey(
        Term,
        verbose_name="thème",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    label = models.CharField("objectif", max_length=250)
    state = models.CharField(
        "état", max_length=12, choices=State.choices, default=State.IN_PROGRESS
    )
    order = models.PositiveSmallIntegerField("rang", default=0)

    class Meta(CaseRow.Meta):
        verbose_name = "objectif"
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.label


@with_history
class ActionStep(Versioned, Written, CaseRow):
    """Étape d’un objectif."""

    class State(models.TextChoices):
        """Where it is."""

        PLANNED = "planned", "À faire"
        IN_PROGRESS = "in_progress", "En cours"
        DONE = "done", "Faite"
        DROPPED_BY_PERSON = "dropped_by_person", "Abandonnée par la personne"
        CANCELLED_BY_SERVICE = "cancelled_by_service", "Annulée par le service"

    goal = models.ForeignKey(
        Goal,
        verbose_name="objectif",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="steps",
    )
    label = models.CharField("étape", max_length=250)
    due_on = models.DateField("pour le", null=True, blank=True)
    by_person = models.BooleanField("à faire par la personne", default=True)
    state = models.CharField("état", max_length=20, choices=State.choices, default=State.PLANNED)
    done_on = models.DateField("close le", null=True, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "étape"
        ordering = [F("due_on").asc(nulls_last=True), "pk"]

    def __str__(self) -> str:
        return self.label


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


@with_history
class CareerGoal(Versioned, Written, CaseRow):
    """Projet professionnel: what suggestions of offers start from."""

    occupation = models.ForeignKey(
        Occupation, verbose_name="métier", on_delete=models.PROTECT, related_name="+"
    )
    radius_km = models.PositiveSmallIntegerField("rayon (km)", default=20)
    contract_kinds = models.CharField("contrats acceptés", max_length=120, blank=True)
    weekly_hours = models.PositiveSmallIntegerField("heures par semaine", null=True, blank=True)
    rank = models.PositiveSmallIntegerField("rang", default=1)
    comment = models.CharField("précision", max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "projet professionnel"
        ordering = ["rank", "pk"]
        constraints = [
            UniqueConstraint(fields=["beneficiary", "occupation"], name="career_goal_once")
        ]

    def __str__(self) -> str:
        return str(self.occupation)
