"""What may be booked: kinds of appointments, opening hours, and when nobody is there."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.appointments.models import Appointment
from portal.followup.people.models import Professional, Unit
from portal.followup.rows.base import AreaRow, ReferenceRow, Versioned, Written, with_history
from snippets import french
from snippets.french import hour
from snippets.models import Organisation


@with_history
class AppointmentCategory(Versioned, Written, ReferenceRow):
    """Catégorie de rendez-vous, which managers edit. It is withdrawn, never deleted.

    The label and `page_text` are read without signing in, and in mail: they say nothing of what the
    person receives. `letter_text` is on paper only.
    """

    label = models.CharField("libellé", max_length=120)
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=45)
    is_mandatory = models.BooleanField("obligatoire", default=True)
    # The letter then says what follows from an absence.
    warns = models.BooleanField("la lettre parle des suites d’une absence", default=True)
    answer_days = models.PositiveSmallIntegerField("délai pour choisir (jours)", default=15)
    reminder_days = models.PositiveSmallIntegerField("relance après (jours)", default=3)
    eve_days = models.PositiveSmallIntegerField("rappel avant le rendez-vous (jours)", default=2)
    page_text = models.CharField("à lire en ligne", max_length=500, blank=True)
    letter_text = models.TextField("à lire sur la lettre", max_length=3000, blank=True)
    withdrawn_on = models.DateField("retirée le", null=True, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "catégorie de rendez-vous"
        verbose_name_plural = "catégories de rendez-vous"
        ordering = ["label"]
        constraints = [
            UniqueConstraint(
                fields=["label"],
                name="appointment_category_once",
                violation_error_message="Une catégorie a déjà ce libellé.",
            ),
            CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="appointment_category_lasts_a_while",
                violation_error_message="Un rendez-vous dure de 5 minutes à 8 heures.",
            ),
            CheckConstraint(
                condition=Q(answer_days__gte=1, answer_days__lte=90),
                name="appointment_category_gives_time",
                violation_error_message="Le délai pour choisir est de 1 à 90 jours.",
            ),
        ]

    def __str__(self) -> str:
        return self.label


class _Whose(models.Model):
    """Of one professional, or of all those of a structure in a unit."""

    professional = models.ForeignKey(
        Professional,
        verbose_name="professionnel·le",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    structure = models.ForeignKey(
        Organisation,
        verbose_name="structure",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    unit = models.ForeignKey(
        Unit,
        verbose_name="unité",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        abstract = True

    @property
    def whose(self) -> str:
        """Whose they are, in words."""
        return str(self.professional) if self.professional else f"{self.structure}, {self.unit}"


def _of_one(name: str) -> CheckConstraint:
    return CheckConstraint(
        condition=Q(professional__isnull=False, structure__isnull=True, unit__isnull=True)
        | Q(professional__isnull=True, structure__isnull=False, unit__isnull=False),
        name=name,
        violation_error_message="Choisissez une personne, ou une structure et une unité.",
    )


@with_history
class OpeningHours(Written, _Whose, ReferenceRow):
    """Plage d’accueil: each week, from an hour to another, cut into slots.

    Those of a structure count for its professionals who have none of their own. `category`: they
    are kept for it; empty, any may be booked.
    """

    class Weekday(models.IntegerChoices):
        """As Python counts them."""

        MONDAY = 0, "Lundi"
        TUESDAY = 1, "Mardi"
        WEDNESDAY = 2, "Mercredi"
        THURSDAY = 3, "Jeudi"
        FRIDAY = 4, "Vendredi"
        SATURDAY = 5, "Samedi"

    weekday = models.PositiveSmallIntegerField("jour", choices=Weekday.choices)
    starts_at = models.TimeField("de")
    ends_at = models.TimeField("à")
    mode = models.CharField(
        "lieu", max_length=6, choices=Appointment.Mode.choices, default=Appointment.Mode.OFFICE
    )
    place = models.CharField("adresse", max_length=250, blank=True)
    category = models.ForeignKey(
        AppointmentCategory,
        verbose_name="catégorie",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    valid_from = models.DateField("à partir du")
    # The first day on which they are over.
    valid_until = models.DateField("jusqu’au", null=True, blank=True)

    class Meta(ReferenceRow.Meta):
        verbose_name = "plage d’accueil"
        verbose_name_plural = "plages d’accueil"
        ordering = ["weekday", "starts_at", "pk"]
        indexes = [models.Index(fields=["professional"], name="followup_hours_of")]
        constraints = [
            _of_one("opening_hours_of_one"),
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="opening_hours_end_after_start",
                violation_error_message="La plage finit après avoir commencé.",
            ),
            CheckConstraint(
                condition=Q(weekday__lte=5),
                name="opening_hours_weekday",
                violation_error_message="Choisissez un jour du lundi au samedi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()}, de {hour(self.starts_at)} à {hour(self.ends_at)}"


@with_history
class Unavailability(Written, _Whose, ReferenceRow):
    """Indisponibilité: nothing is booked from a moment to another. Why is nobody's business."""

    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")

    class Meta(ReferenceRow.Meta):
        verbose_name = "indisponibilité"
        ordering = ["starts_at", "pk"]
        constraints = [
            _of_one("unavailability_of_one"),
            CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="unavailability_ends_after_start",
                violation_error_message="L’indisponibilité finit après avoir commencé.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.whose}, {timezone.localtime(self.starts_at):%d/%m/%Y}"


@with_history
class CalendarFeed(AreaRow):
    """The secret address of one's calendar: its hash is kept. A new one ends the one before."""

    professional = models.ForeignKey(
        Professional, verbose_name="de", on_delete=models.PROTECT, related_name="+"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("créée le", auto_now_add=True)
    revoked_at = models.DateTimeField("fermée le", null=True, blank=True)
    read_at = models.DateTimeField("lue le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "adresse d’agenda"
        constraints = [
            UniqueConstraint(
                fields=["professional"],
                condition=Q(revoked_at__isnull=True),
                name="calendar_feed_one_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"Agenda {french.of(self.professional)}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        return rows.filter(professional__user=user.pk, professional__left_on__isnull=True)
