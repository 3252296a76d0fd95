"""Volunteering opportunities and their index."""

from datetime import datetime, time
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from pages import validation
from pages.fields import ChoiceArrayField
from pages.forms import VolunteeringForm
from pages.models.opportunity import OpportunityIndexPage, OpportunityPage
from pages.panels import VOLUNTEERING_PANELS, opportunity_edit_handler
from pages.wording import MISSION


class Cause(models.TextChoices):
    """What the help is for."""

    SOLIDARITY = "solidarity", "Solidarité, lutte contre la pauvreté"
    FOOD_AID = "food_aid", "Aide alimentaire"
    INTEGRATION = "integration", "Insertion et accès aux droits"
    EDUCATION = "education", "Éducation et soutien scolaire"
    ELDERLY = "elderly", "Personnes âgées ou isolées"
    HEALTH = "health", "Santé et handicap"
    ENVIRONMENT = "environment", "Environnement"
    CULTURE = "culture", "Culture et patrimoine"
    SPORT = "sport", "Sport"
    DIGITAL = "digital", "Aide au numérique"
    ANIMALS = "animals", "Protection des animaux"
    OTHER = "other", "Autre cause"


class Rhythm(models.TextChoices):
    """Once, or again and again."""

    ONE_OFF = "one_off", "Ponctuel"
    REGULAR = "regular", "Régulier"


class Day(models.TextChoices):
    """Days of the week."""

    MONDAY = "mon", "Lundi"
    TUESDAY = "tue", "Mardi"
    WEDNESDAY = "wed", "Mercredi"
    THURSDAY = "thu", "Jeudi"
    FRIDAY = "fri", "Vendredi"
    SATURDAY = "sat", "Samedi"
    SUNDAY = "sun", "Dimanche"


class VolunteeringIndexPage(OpportunityIndexPage):
    """Index of volunteering; its address leads to the search."""

    is_creatable = True
    frozen_slug = "benevolat"
    subpage_types: ClassVar[list[str]] = ["pages.VolunteeringPage"]

    class Meta:
        verbose_name = "index du bénévolat"


class VolunteeringPage(OpportunityPage):
    """Bénévolat."""

    kind = "volunteering"
    presentation = "pages.presentation.volunteering"
    noun = MISSION

    cause = models.CharField("cause", max_length=12, choices=Cause.choices)
    rhythm = models.CharField(
        "rythme", max_length=8, choices=Rhythm.choices, default=Rhythm.REGULAR
    )
    hours = models.DecimalField(
        "heures",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0.5), MaxValueValidator(400)],
        help_text="Par semaine si c’est régulier, en tout si c’est ponctuel.",
    )
    days = ChoiceArrayField(
        models.CharField(max_length=3, choices=Day.choices),
        verbose_name="jours",
        default=list,
        blank=True,
        help_text="Cochez les jours possibles. Ne cochez rien si la personne choisit.",
    )
    places = models.PositiveSmallIntegerField(
        "nombre de bénévoles cherchés",
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(500)],
    )
    starts_on = models.DateField(
        "date de début", null=True, blank=True, help_text="Vide\u00a0: dès que possible."
    )
    ends_on = models.DateField("date de fin", null=True, blank=True)
    minors_accepted = models.BooleanField("ouvert aux mineurs", default=False)
    step_free = models.BooleanField(
        "accessible en fauteuil roulant",
        default=False,
        help_text="On y entre et on y circule sans marche.",
    )
    remote = models.BooleanField("possible à distance", default=False)
    certificate_given = models.BooleanField("une attestation est remise", default=False)
    counts_as_activity = models.BooleanField(
        "compte dans les heures d’activité",
        default=False,
        help_text="Ces heures peuvent compter dans un contrat d’engagement.",
    )

    parent_page_types: ClassVar[list[str]] = ["pages.VolunteeringIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "pages/volunteering_page.html"
    edit_handler = opportunity_edit_handler(VOLUNTEERING_PANELS, VolunteeringForm)

    class Meta(OpportunityPage.Meta):
        # Dates in order, and somebody to look for, held by the database.

        verbose_name = "bénévolat"
        verbose_name_plural = "bénévolats"
        constraints = [
            *OpportunityPage.Meta.constraints,
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True)
                | Q(ends_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="pages_volunteering_dates",
                violation_error_message="La fin précède le début.",
            ),
            models.CheckConstraint(
                condition=Q(hours__isnull=True) | (Q(hours__gt=0) & Q(hours__lte=400)),
                name="pages_volunteering_hours",
                violation_error_message="Le nombre d’heures n’est pas possible.",
            ),
            models.CheckConstraint(
                condition=Q(places__gte=1),
                name="pages_volunteering_places",
                violation_error_message="Il faut au moins une place.",
            ),
        ]

    def coherence_errors(self) -> validation.Errors:
        """Dates and hours must not contradict each other."""
        return validation.merge(super().coherence_errors(), validation.volunteering_coherence(self))

    def completeness_errors(self) -> validation.Errors:
        """A one-off help has a date."""
        return validation.merge(
            super().completeness_errors(), validation.volunteering_completeness(self)
        )

    def default_expiry(self) -> datetime:
        """At the end of its last day, if that comes first."""
        usual = super().default_expiry()
        if self.ends_on is None:
            return usual
        midnight = datetime.combine(self.ends_on, time.max, timezone.get_default_timezone())
        return min(usual, midnight.replace(microsecond=0))
