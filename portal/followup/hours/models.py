"""Hours of activity, and what reduces or waives them."""

from datetime import time, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from portal.followup.configuration.models import Term
from portal.followup.hours.states import State
from portal.followup.rows.base import CaseRow, Written, with_history
from portal.followup.rows.periods import never_overlapping

_WEEK = timedelta(days=7)
_MIDNIGHT = time(0)


def new_key() -> str:
    """The key of what is typed by hand, when its form gives none."""
    return uuid4().hex


class Source(models.TextChoices):
    """Where an activity is known from: each has one key there."""

    HAND = "hand", "Saisie"
    TRAINING = "training", "Formation"
    STEP = "step", "Étape du plan d’action"
    SESSION = "session", "Session de recrutement"
    VOLUNTEERING = "volunteering", "Bénévolat"


@with_history
class ActivityLog(Written, CaseRow):
    """Heures d’activité: counted once confirmed, never a sanction by themselves.

    `key` is what its source knows it by (`hours/sources`): the same activity is a line once.
    `title` is a copy of what the source calls it: nothing outside the area is pointed at.
    """

    source = models.CharField(
        "provenance", max_length=12, choices=Source.choices, default=Source.HAND
    )
    key = models.CharField("clé", max_length=300, default=new_key, editable=False)
    title = models.CharField("intitulé", max_length=255, blank=True)
    # The Monday of the week.
    week = models.DateField("semaine du")
    day = models.DateField("jour", null=True, blank=True)
    starts_at = models.TimeField("de", null=True, blank=True)
    # Midnight is the end of the day.
    ends_at = models.TimeField("à", null=True, blank=True)
    kind = models.ForeignKey(
        Term, verbose_name="activité", on_delete=models.PROTECT, related_name="+"
    )
    hours = models.DecimalField("heures", max_digits=4, decimal_places=2)
    comment = models.CharField("précision", max_length=300, blank=True)
    by_person = models.BooleanField("déclarée par la personne", default=False)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.WAITING)
    # Who confirmed, refused, or took a confirmation back; the name outlives the account.
    decided_at = models.DateTimeField("décidé le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="décidé par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decider_name = models.CharField("décideur·se", max_length=200, blank=True)
    reason = models.CharField("motif", max_length=300, blank=True)
    # Why the hours that the person declared were changed; they read it.
    correction = models.CharField("motif de la correction", max_length=300, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "heures d’activité"
        ordering = ["-week", F("day").desc(nulls_last=True), "pk"]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "source", "key"],
                name="activity_counts_once",
                violation_error_message="Cette activité est déjà notée.",
            ),
            CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=80),
                name="activity_hours_in_a_week",
                violation_error_message="Entre quelques minutes et 80 heures par semaine.",
            ),
            CheckConstraint(
                condition=Q(day__isnull=True) | Q(hours__lte=24),
                name="activity_hours_in_a_day",
                violation_error_message="Une journée a 24 heures.",
            ),
            CheckConstraint(
                condition=Q(week__iso_week_day=1),
                name="activity_week_is_a_monday",
                violation_error_message="Une semaine commence un lundi.",
            ),
            CheckConstraint(
                condition=Q(day__isnull=True) | Q(day__gte=F("week"), day__lt=F("week") + _WEEK),
                name="activity_day_in_its_week",
                violation_error_message="Ce jour est dans une autre semaine.",
            ),
            CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(day__isnull=False, starts_at__isnull=False, ends_at__isnull=False)
                & (Q(ends_at__gt=F("starts_at")) | Q(ends_at=_MIDNIGHT)),
                name="activity_times_are_whole",
                violation_error_message="Un horaire a un jour, un début, puis une fin.",
            ),
            CheckConstraint(
                condition=~Q(state=State.CONFIRMED)
                | Q(decided_at__isnull=False) & ~Q(decider_name=""),
                name="activity_confirmed_by_somebody",
                violation_error_message="Dites qui confirme.",
            ),
            CheckConstraint(
                condition=~Q(state=State.CONFIRMED)
                | Q(by_person=False)
                | Q(created_by__isnull=True)
                | Q(decided_by__isnull=True)
                | ~Q(decided_by=F("created_by")),
                name="activity_not_confirmed_by_the_person",
                violation_error_message="La personne ne confirme pas ses propres heures.",
            ),
            CheckConstraint(
                condition=~Q(state=State.REFUSED) | ~Q(reason=""),
                name="activity_refused_with_a_reason",
                violation_error_message="Dites pourquoi ces heures ne sont pas retenues.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h, semaine du {self.week:%d/%m/%Y}"

    @property
    def is_confirmed(self) -> bool:
        """Whether it counts."""
        return self.state == State.CONFIRMED

    @property
    def is_answered(self) -> bool:
        """Whether the team answered what was declared: a confirmation taken back is an answer."""
        return bool(self.state != State.WAITING or self.decided_at or self.correction)

    @property
    def name(self) -> str:
        """What it is called on screens: what its source says, else its kind."""
        return self.title or str(self.kind)


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
