"""Appointments of a case. `states.py` has the table of their states."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, IntegerRangeField
from django.db import models
from django.db.models import CheckConstraint, F, Func, Q, Value
from django.utils import timezone

from portal.followup.configuration.models import Term
from portal.followup.people.models import Professional
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history


def _never_at_once() -> ExclusionConstraint:
    """Refuse two appointments of one professional at the same time, among those that hold a slot.

    In UTC without a zone: what an index computes may not depend on the settings of a session.
    """
    start = Func(Value("UTC"), F("starts_at"), function="timezone")
    lasting = Func(F("minutes"), template="make_interval(mins => %(expressions)s)")
    end = Func(start, lasting, arg_joiner=" + ", template="(%(expressions)s)")
    return ExclusionConstraint(
        name="appointment_slot_taken_once",
        expressions=[
            (
                Func(
                    F("professional"),
                    F("professional"),
                    Value("[]"),
                    function="int8range",
                    output_field=IntegerRangeField(),
                ),
                "&&",
            ),
            (Func(start, end, function="tsrange", output_field=DateTimeRangeField()), "&&"),
        ],
        condition=Q(holds_slot=True, state="planned"),
        violation_error_message="Cette heure est déjà prise.",
    )


@with_history
class Appointment(Versioned, Written, CaseRow):
    """Rendez-vous between the person and a professional."""

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", "Prévu"
        HELD = "held", "Tenu"
        EXCUSED = "excused", "Absence excusée"
        NO_SHOW = "no_show", "Absence non excusée"
        CANCELLED = "cancelled", "Annulé"

    class Mode(models.TextChoices):
        """Where."""

        OFFICE = "office", "Au bureau"
        HOME = "home", "À domicile"
        PHONE = "phone", "Par téléphone"
        VIDEO = "video", "En visio"

    class Basis(models.TextChoices):
        """What a summons follows. Never a cancellation by the service."""

        EXPIRED = "expired", "Invitation restée sans réponse"
        ABSENCE = "absence", "Absence à un rendez-vous"
        CANCELLED = "cancelled", "Rendez-vous annulé par la personne"
        OTHER = "other", "Autre motif"

    professional = models.ForeignKey(
        Professional, verbose_name="avec", on_delete=models.PROTECT, related_name="appointments"
    )
    kind = models.ForeignKey(
        Term, verbose_name="type", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.PLANNED)
    mode = models.CharField("lieu", max_length=6, choices=Mode.choices, default=Mode.OFFICE)
    place = models.CharField("adresse du rendez-vous", max_length=250, blank=True)
    starts_at = models.DateTimeField("début")
    minutes = models.PositiveSmallIntegerField("durée (minutes)", default=45)
    cancelled_by_service = models.BooleanField("annulé par le service", default=False)
    state_reason = models.CharField("motif", max_length=500, blank=True)
    category = models.ForeignKey(
        "followup.AppointmentCategory",
        verbose_name="catégorie",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    invitation = models.ForeignKey(
        "followup.Invitation",
        verbose_name="invitation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appointments",
    )
    # Not at the same time as another: false for what was planned beside another on purpose.
    holds_slot = models.BooleanField("occupe un créneau", default=False)
    # Convocation: on a date of the service. `warns`: its letter says what follows from an absence.
    is_summons = models.BooleanField("convocation", default=False)
    warns = models.BooleanField("avertit des suites d’une absence", default=False)
    basis = models.CharField("fait suite à", max_length=10, choices=Basis.choices, blank=True)
    basis_reason = models.CharField("motif de la convocation", max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "rendez-vous"
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(F("professional"), F("starts_at"), name="followup_diary")]
        constraints = [
            CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=480),
                name="appointment_lasts_a_while",
                violation_error_message="Un rendez-vous dure de 5 minutes à 8 heures.",
            ),
            CheckConstraint(
                condition=Q(is_summons=False, basis="") | (Q(is_summons=True) & ~Q(basis="")),
                name="appointment_summons_follows_something",
                violation_error_message="Dites ce que suit la convocation.",
            ),
            CheckConstraint(
                condition=~Q(basis="other") | ~Q(basis_reason=""),
                name="appointment_summons_has_a_reason",
                violation_error_message="Donnez le motif de la convocation.",
            ),
            _never_at_once(),
        ]

    def __str__(self) -> str:
        return f"Rendez-vous du {timezone.localtime(self.starts_at):%d/%m/%Y}"

    @property
    def is_to_be_noted(self) -> bool:
        """Whether its hour has come, and nobody said what became of it."""
        return self.state == self.State.PLANNED and self.starts_at <= timezone.now()
