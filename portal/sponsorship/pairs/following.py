"""What happens in a pair: meetings, objectives, reviews, alerts."""

from datetime import date, datetime, time
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.pairs.states import MeetingState, ObjectiveState, Phase, Side
from portal.sponsorship.values import Mode, choices_field

MAX_LINE = 200
MAX_ANSWER = 500
MAX_ALERT = 300
MAX_MINUTES = 600


class Topic(models.TextChoices):
    """De quoi on a parlé."""

    PROJECT = "project", "Le projet"
    CV = "cv", "Le CV, les lettres"
    SEARCH = "search", "La recherche d’offres"
    INTERVIEW = "interview", "Les entretiens"
    NETWORK = "network", "Le réseau, des contacts"
    TRAINING = "training", "La formation"
    CONFIDENCE = "confidence", "La confiance en soi"
    JOB = "job", "Le nouvel emploi"
    OTHER = "other", "Autre chose"


def _author() -> Any:
    return models.ForeignKey(
        User,
        verbose_name="écrit par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )


class Meeting(models.Model):
    """Rencontre: planned or noted by either, read by both; the coordinator reads dates and topics.

    One that was held is no later than the day it was noted. `sequence` counts its changes, for
    calendars that have it already.
    """

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="meetings"
    )
    day = models.DateField("jour")
    hour = models.TimeField("heure", null=True, blank=True)
    mode = models.CharField("comment", max_length=10, choices=Mode.choices)
    minutes = models.PositiveSmallIntegerField("durée", null=True, blank=True)
    topics = choices_field("sujets", Topic.choices)
    word = models.CharField("un mot", max_length=MAX_LINE, blank=True)
    next_step = models.CharField("prochaine étape", max_length=MAX_LINE, blank=True)
    state = models.CharField("état", max_length=10, choices=MeetingState.choices)
    side = models.CharField("noté par", max_length=8, choices=Side.choices)
    written_by = _author()
    noted_on = models.DateField("noté le", null=True, blank=True)
    sequence = models.PositiveSmallIntegerField("changements", default=0)
    changed_at = models.DateTimeField("changé le", default=timezone.now)
    reminded_at = models.DateTimeField("rappelé le", null=True, blank=True)

    class Meta:
        verbose_name = "rencontre"
        ordering = ("-day", "-pk")
        indexes = [models.Index(fields=("state", "day"), name="sponsorship_meeting_day")]
        constraints = [
            models.UniqueConstraint(
                fields=("pair",),
                condition=Q(state="planned"),
                name="sponsorship_meeting_next",
                violation_error_message="Un rendez-vous est déjà prévu\u00a0: déplacez-le.",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | Q(noted_on__isnull=False, day__lte=F("noted_on")),
                name="sponsorship_meeting_held",
                violation_error_message="Une rencontre à venir n’a pas encore eu lieu.",
            ),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(hour__isnull=False),
                name="sponsorship_meeting_hour",
                violation_error_message="Écrivez l’heure du rendez-vous.",
            ),
            models.CheckConstraint(
                condition=Q(minutes__isnull=True) | Q(minutes__range=(1, MAX_MINUTES)),
                name="sponsorship_meeting_minutes",
                violation_error_message="Écrivez une durée de 1 à 600\u00a0minutes.",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=MeetingState.values,
                    mode__in=Mode.values,
                    topics__contained_by=Topic.values,
                ),
                name="sponsorship_meeting_lists",
                violation_error_message="Choisissez dans la liste.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_state_display()}, {self.day:%d/%m/%Y}"

    @property
    def starts_at(self) -> datetime:
        """The moment, in France; midnight where no hour was said."""
        return timezone.make_aware(datetime.combine(self.day, self.hour or time()))

    @property
    def topic_labels(self) -> list[str]:
        """What was spoken of, in the order of the list."""
        return [topic.label for topic in Topic if topic in self.topics]


class Objective(models.Model):
    """Objectif: written by either, read by both."""

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="objectives"
    )
    text = models.CharField("objectif", max_length=MAX_LINE)
    state = models.CharField(
        "état", max_length=10, choices=ObjectiveState.choices, default=ObjectiveState.OPEN
    )
    side = models.CharField("écrit par", max_length=8, choices=Side.choices)
    written_by = _author()
    created_at = models.DateTimeField("écrit le", default=timezone.now)
    changed_at = models.DateTimeField("changé le", default=timezone.now)

    class Meta:
        verbose_name = "objectif"
        ordering = ("created_at", "pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ObjectiveState.values),
                name="sponsorship_objective_state",
                violation_error_message="Choisissez un état de la liste.",
            )
        ]

    def __str__(self) -> str:
        return self.get_state_display()


class ReviewQuerySet(models.QuerySet["Review"]):
    """Two for each phase."""

    def due(self, day: date) -> Self:
        """Those that may be answered: their day has come, or the coordinator asked already."""
        return self.filter(Q(due_on__lte=day) | Q(asked_at__isnull=False))


class Review(models.Model):
    """Bilan: half-way and at the end of each phase, a few questions to each of the two."""

    class Kind(models.TextChoices):
        """Lequel."""

        HALF_WAY = "half_way", "Bilan à mi-chemin"
        FINAL = "final", "Bilan final"

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="reviews"
    )
    phase = models.CharField("phase", max_length=8, choices=Phase.choices)
    kind = models.CharField("bilan", max_length=8, choices=Kind.choices)
    due_on = models.DateField("à faire le")
    asked_at = models.DateTimeField("demandé le", null=True, blank=True)

    objects = ReviewQuerySet.as_manager()

    class Meta:
        verbose_name = "bilan"
        ordering = ("due_on", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("pair", "phase", "kind"),
                name="sponsorship_review_once",
                violation_error_message="Ce bilan existe déjà.",
            )
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class Pace(models.TextChoices):
    """À quel rythme."""

    RIGHT = "right", "C’est le bon rythme"
    LITTLE = "little", "Pas assez souvent"
    MUCH = "much", "Trop souvent"


class Use(models.TextChoices):
    """À quoi cela sert."""

    MUCH = "much", "Beaucoup"
    LITTLE = "little", "Un peu"
    NOT_YET = "not_yet", "Pas encore"


class ReviewAnswer(models.Model):
    """Réponse à un bilan: read by who wrote it and by the coordinator, never by the other."""

    review = models.ForeignKey(
        Review, verbose_name="bilan", on_delete=models.PROTECT, related_name="answers"
    )
    side = models.CharField("côté", max_length=8, choices=Side.choices)
    written_by = _author()
    pace = models.CharField("rythme", max_length=8, choices=Pace.choices)
    use = models.CharField("utile", max_length=8, choices=Use.choices)
    progress = models.TextField("ce qui a avancé", max_length=MAX_ANSWER, blank=True)
    missing = models.TextField("ce qui manque", max_length=MAX_ANSWER, blank=True)
    answered_at = models.DateTimeField("répondu le", default=timezone.now)

    class Meta:
        verbose_name = "réponse à un bilan"
        verbose_name_plural = "réponses à des bilans"
        ordering = ("answered_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=("review", "side"),
                name="sponsorship_review_answer_once",
                violation_error_message="Vous avez déjà répondu à ce bilan.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {self.get_use_display().lower()}"


class Alert(models.Model):
    """Alerte: by either, at any time from acceptance on; the coordinator alone reads it."""

    pair = models.ForeignKey(
        Sponsorship, verbose_name="binôme", on_delete=models.PROTECT, related_name="alerts"
    )
    side = models.CharField("côté", max_length=8, choices=Side.choices)
    raised_by = _author()
    reason = models.CharField("ce qui se passe", max_length=MAX_ALERT, blank=True)
    raised_at = models.DateTimeField("donnée le", default=timezone.now)
    handled_at = models.DateTimeField("traitée le", null=True, blank=True)
    handled_by = models.ForeignKey(
        User,
        verbose_name="traitée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "alerte"
        ordering = ("-raised_at", "-pk")
        indexes = [
            models.Index(
                fields=("pair",),
                condition=Q(handled_at__isnull=True),
                name="sponsorship_alert_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}, {timezone.localtime(self.raised_at):%d/%m/%Y}"
