"""What a candidate looks for, and with what."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from pages.models.job_offer import Contract, DrivingLicence, Schedule, WorkingTime
from portal.accounts.models import User
from snippets import french
from snippets.models import Commune, Occupation

MAX_TRADES = 3
RADIUS_CHOICES = [(km, f"{km}\u00a0km") for km in (5, 10, 20, 30, 50)]


class Transport(models.TextChoices):
    """How one gets to work."""

    CAR = "car", "En voiture"
    MOPED = "moped", "En scooter ou en moto"
    BUS = "bus", "En bus ou en train"
    BIKE = "bike", "À vélo"
    FOOT = "foot", "À pied"


class Availability(models.TextChoices):
    """When one can begin."""

    NOW = "now", "Tout de suite"
    FROM = "from", "À partir d’une date"


class Experience(models.TextChoices):
    """In the trade that is sought."""

    NONE = "none", "Je débute"
    UNDER_1 = "under_1", "Moins d’un an"
    FROM_1_TO_3 = "1_to_3", "De 1 à 3 ans"
    OVER_3 = "over_3", "Plus de 3 ans"


def _choices(label: str, choices: list[tuple[str, str]]) -> ArrayField:
    return ArrayField(
        models.CharField(max_length=20, choices=choices),
        verbose_name=label,
        default=list,
        blank=True,
    )


class CandidateProfile(models.Model):
    """Profil: everything is optional, and nobody but the person reads it."""

    user = models.OneToOneField(
        User,
        verbose_name="personne",
        on_delete=models.CASCADE,
        related_name="candidate_profile",
        primary_key=True,
    )
    occupations = models.ManyToManyField(
        Occupation, verbose_name="métiers cherchés", through="ProfileOccupation", related_name="+"
    )
    experience = models.CharField(
        "expérience dans ce métier", max_length=10, choices=Experience.choices, blank=True
    )
    commune = models.ForeignKey(
        Commune,
        verbose_name="commune",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    radius_km = models.PositiveSmallIntegerField(
        "distance", choices=RADIUS_CHOICES, null=True, blank=True
    )
    transports = _choices("moyens de transport", Transport.choices)
    licences = _choices("permis de conduire", DrivingLicence.choices)
    contracts = _choices("contrats", Contract.choices)
    working_time = models.CharField(
        "temps de travail", max_length=5, choices=WorkingTime.choices, blank=True
    )
    schedules = _choices("horaires possibles", Schedule.choices)
    availability = models.CharField(
        "disponibilité", max_length=5, choices=Availability.choices, blank=True
    )
    available_from = models.DateField("disponible à partir du", null=True, blank=True)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        verbose_name = "profil de candidat"
        verbose_name_plural = "profils de candidats"
        constraints = [
            models.CheckConstraint(
                condition=Q(radius_km__isnull=True) | Q(radius_km__range=(1, 100)),
                name="candidates_profile_radius",
                violation_error_message="La distance va de 1 à 100\u00a0km.",
            ),
            models.CheckConstraint(
                condition=Q(availability="from", available_from__isnull=False)
                | (~Q(availability="from") & Q(available_from__isnull=True)),
                name="candidates_profile_available_from",
                violation_error_message="Indiquez à partir de quelle date.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__contained_by": values}),
                    name=f"candidates_profile_{name}",
                    violation_error_message="Choisissez dans la liste.",
                )
                for name, values in (
                    ("transports", Transport.values),
                    ("licences", DrivingLicence.values),
                    ("contracts", Contract.values),
                    ("schedules", Schedule.values),
                )
            ),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__in": ["", *values]}),
                    name=f"candidates_profile_{name}",
                    violation_error_message="Choisissez dans la liste.",
                )
                for name, values in (
                    ("experience", Experience.values),
                    ("working_time", WorkingTime.values),
                    ("availability", Availability.values),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"Profil {french.of(self.user)}"


class ProfileOccupation(models.Model):
    """Métier cherché: the first, the second or the third."""

    profile = models.ForeignKey(
        CandidateProfile, verbose_name="profil", on_delete=models.CASCADE, related_name="trades"
    )
    occupation = models.ForeignKey(
        Occupation, verbose_name="métier", on_delete=models.CASCADE, related_name="+"
    )
    rank = models.PositiveSmallIntegerField("rang")

    class Meta:
        verbose_name = "métier cherché"
        verbose_name_plural = "métiers cherchés"
        ordering = ("profile", "rank")
        constraints = [
            models.UniqueConstraint(
                fields=("profile", "rank"),
                name="candidates_trade_rank_once",
                violation_error_message="Ce rang est déjà pris.",
            ),
            models.UniqueConstraint(
                fields=("profile", "occupation"),
                name="candidates_trade_once",
                violation_error_message="Vous avez déjà choisi ce métier.",
            ),
            models.CheckConstraint(
                condition=Q(rank__range=(1, MAX_TRADES)),
                name="candidates_trade_rank",
                violation_error_message=f"Vous pouvez choisir {MAX_TRADES} métiers au plus.",
            ),
        ]

    def __str__(self) -> str:
        return str(self.occupation)
