"""Job offers and their index."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from pages import validation
from pages.fields import ChoiceArrayField, LinesArrayField
from pages.forms import JobOfferForm
from pages.models.opportunity import OpportunityIndexPage, OpportunityPage
from pages.panels import JOB_OFFER_PANELS, opportunity_edit_handler
from pages.wording import OFFER


class Contract(models.TextChoices):
    """Types of employment contract."""

    CDI = "cdi", "CDI"
    CDD = "cdd", "CDD"
    INTERIM = "interim", "Intérim"
    CDDI = "cddi", "CDD d’insertion (CDDI)"
    APPRENTICESHIP = "apprenticeship", "Apprentissage"
    PROFESSIONALISATION = "professionalisation", "Contrat de professionnalisation"
    SEASONAL = "seasonal", "Saisonnier"
    VACATION = "vacation", "Vacation"
    PMSMP = "pmsmp", "Immersion (PMSMP)"


# A contract that ends by itself must say when; the others may.
FIXED_TERM = frozenset({Contract.CDD, Contract.INTERIM, Contract.CDDI, Contract.SEASONAL})


class WorkingTime(models.TextChoices):
    """Full or part time."""

    FULL = "full", "Temps plein"
    PART = "part", "Temps partiel"


class Schedule(models.TextChoices):
    """When the work is done."""

    DAY = "day", "En journée"
    NIGHT = "night", "De nuit"
    WEEKEND = "weekend", "Le week-end"
    SPLIT = "split", "Horaires coupés"


class SalaryPeriod(models.TextChoices):
    """What a salary is counted by."""

    HOUR = "hour", "de l’heure"
    MONTH = "month", "par mois"
    YEAR = "year", "par an"


class Experience(models.TextChoices):
    """Experience asked for."""

    NONE = "none", "Débutant accepté"
    ONE_YEAR = "one_year", "1 an"
    THREE_YEARS = "three_years", "3 ans"


class TrainingLevel(models.TextChoices):
    """Levels of the French national framework of qualifications."""

    NONE = "none", "Sans diplôme"
    LEVEL_3 = "3", "CAP, BEP"
    LEVEL_4 = "4", "Bac"
    LEVEL_5 = "5", "Bac + 2"
    LEVEL_6 = "6", "Bac + 3 ou 4"
    LEVEL_7 = "7", "Bac + 5"


class DrivingLicence(models.TextChoices):
    """Categories of driving licence that offers ask for."""

    AM = "AM", "AM (cyclomoteur)"
    A = "A", "A (moto)"
    B = "B", "B (voiture)"
    BE = "BE", "BE (voiture et remorque)"
    C = "C", "C (camion)"
    CE = "CE", "CE (poids lourd articulé)"
    D = "D", "D (bus, car)"


class JobOfferIndexPage(OpportunityIndexPage):
    """Index of job offers; what the public sees at its address is the search page."""

    is_creatable = True
    frozen_slug = "offres"
    subpage_types: ClassVar[list[str]] = ["pages.JobOfferPage"]

    class Meta:
        verbose_name = "index des offres d’emploi"


class JobOfferPage(OpportunityPage):
    """Offre d’emploi."""

    kind = "job"
    presentation = "pages.presentation.job_offer"
    noun = OFFER

    occupation = models.ForeignKey(
        "snippets.Occupation",
        verbose_name="métier",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    contract = models.CharField("contrat", max_length=20, choices=Contract.choices)
    duration_months = models.PositiveSmallIntegerField(
        "durée en mois",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(48)],
        help_text="Pour un contrat qui a une fin.",
    )
    weekly_hours = models.DecimalField(
        "heures par semaine",
        max_digits=4,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(48)],
    )
    working_time = models.CharField(
        "temps de travail", max_length=5, choices=WorkingTime.choices, default=WorkingTime.FULL
    )
    schedules = ChoiceArrayField(
        models.CharField(max_length=10, choices=Schedule.choices),
        verbose_name="horaires",
        default=list,
        blank=True,
        help_text="Cochez tout ce qui convient.",
    )
    salary_min = models.DecimalField(
        "salaire minimum brut (€)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    salary_max = models.DecimalField(
        "salaire maximum brut (€)", max_digits=9, decimal_places=2, null=True, blank=True
    )
    salary_period = models.CharField(
        "période", max_length=5, choices=SalaryPeriod.choices, blank=True
    )
    collective_agreement = models.CharField(
        "convention collective",
        max_length=150,
        blank=True,
        help_text="À défaut de montant\u00a0: la convention ou la grille qui fixe le salaire.",
    )
    positions = models.PositiveSmallIntegerField(
        "nombre de postes", default=1, validators=[MinValueValidator(1), MaxValueValidator(500)]
    )
    experience = models.CharField(
        "expérience", max_length=12, choices=Experience.choices, default=Experience.NONE
    )
    training_level = models.CharField(
        "niveau de formation",
        max_length=4,
        choices=TrainingLevel.choices,
        default=TrainingLevel.NONE,
    )
    driving_licences = ChoiceArrayField(
        models.CharField(max_length=2, choices=DrivingLicence.choices),
        verbose_name="permis de conduire",
        default=list,
        blank=True,
        help_text="Ne cochez rien si aucun permis n’est nécessaire.",
    )
    skills = LinesArrayField(
        models.CharField(max_length=120),
        verbose_name="savoir-faire",
        default=list,
        blank=True,
        help_text="Un par ligne, seulement ceux qui comptent vraiment.",
    )
    starts_on = models.DateField(
        "date de début", null=True, blank=True, help_text="Vide\u00a0: dès que possible."
    )
    disabled_workers_welcome = models.BooleanField(
        "poste ouvert aux travailleurs handicapés", default=True
    )
    siae = models.BooleanField(
        "structure d’insertion (SIAE)",
        default=False,
        help_text="L’employeur est une structure de l’insertion par l’activité économique.",
    )

    parent_page_types: ClassVar[list[str]] = ["pages.JobOfferIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/job_offer_page.html"
    edit_handler = opportunity_edit_handler(JOB_OFFER_PANELS, JobOfferForm)

    class Meta(OpportunityPage.Meta):
        verbose_name = "offre d’emploi"
        verbose_name_plural = "offres d’emploi"
        constraints = [
            *OpportunityPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(salary_min__isnull=True)
                | Q(salary_max__isnull=True)
                | Q(salary_max__gte=F("salary_min")),
                name="pages_joboffer_salary_order",
                violation_error_message="Le salaire maximum est plus petit que le minimum.",
            ),
            models.CheckConstraint(
                condition=Q(weekly_hours__isnull=True)
                | (Q(weekly_hours__gt=0) & Q(weekly_hours__lte=48)),
                name="pages_joboffer_weekly_hours",
                violation_error_message="Les heures par semaine vont de 1 à 48.",
            ),
            models.CheckConstraint(
                condition=Q(positions__gte=1),
                name="pages_joboffer_positions",
                violation_error_message="Il faut au moins un poste.",
            ),
        ]

    @property
    def pay(self) -> tuple[Decimal | None, Decimal | None]:
        """The ends of the salary range; None when it is unsaid, or nothing: 0 is no salary."""
        return self.salary_min or None, self.salary_max or None

    @property
    def needs_duration(self) -> bool:
        """Whether the contract ends by itself."""
        return self.contract in FIXED_TERM

    def coherence_errors(self) -> validation.Errors:
        """Contract, hours and pay must not contradict each other."""
        return validation.merge(super().coherence_errors(), validation.job_coherence(self))

    def completeness_errors(self) -> validation.Errors:
        """Pay is always told, and the duration of a contract that ends."""
        return validation.merge(super().completeness_errors(), validation.job_completeness(self))
