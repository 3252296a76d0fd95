"""The plan of action: goals and steps; the job that the person looks for."""

from django.db import models
from django.db.models import F, UniqueConstraint

from pages.models.job_offer import Contract
from portal.followup.configuration.models import Term
from portal.followup.contract.models.contract import EngagementContract
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history
from snippets.models import Occupation


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

    @property
    def contract_labels(self) -> list[str]:
        """The kinds of contract that suit the person, in words; none: all do."""
        kinds = [kind for kind in self.contract_kinds.split(",") if kind]
        return [str(Contract(kind).label) for kind in kinds if kind in Contract.values]
