"""Hours of one day, declared by one side and confirmed by the other."""

from datetime import time
from decimal import Decimal
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, IntegerRangeField
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.db.models.lookups import Exact
from django.utils import timezone

from portal.accounts.models.owned import OwnedQuerySet
from portal.sponsorship.commitments.models.certificate import VolunteerCertificate
from portal.sponsorship.commitments.models.commitment import VolunteerCommitment
from portal.sponsorship.commitments.states import HoursState, Side

STEP = Decimal("0.25")
MOST_IN_A_DAY = 24
_MIDNIGHT = time(0)
_COUNTED = Q(state__in=("waiting", "confirmed"))
# The core of PostgreSQL has no equality for GiST: a range of one number.
_COMMITMENT = Func(
    F("commitment"),
    F("commitment"),
    Value("[]"),
    function="int8range",
    output_field=IntegerRangeField(),
)


def _at(hour: F | Value) -> Func:
    """A day with an hour, or with a number of days: a moment."""
    return Func(
        F("day"),
        hour,
        arg_joiner=" + ",
        template="(%(expressions)s)::timestamp",
        output_field=models.DateTimeField(),
    )


_MOMENT = Func(
    _at(F("starts_at")),
    Case(When(ends_at=_MIDNIGHT, then=_at(Value(1))), default=_at(F("ends_at"))),
    function="tsrange",
    output_field=DateTimeRangeField(),
)


class HoursQuerySet(OwnedQuerySet["VolunteerHours"]):
    """Scoped as their commitments."""

    owner = "commitment__application__participant__user"

    def received_by(self, user: Any) -> Self:
        """Those that a person answers or declares as a member of the association."""
        commitments = VolunteerCommitment.objects.received_by(user)
        return self.filter(commitment__in=commitments.values("pk"))

    def visible_to(self, user: Any) -> Self:
        """Those that a person reads as a member or as an officer."""
        commitments = VolunteerCommitment.objects.visible_to(user)
        return self.filter(commitment__in=commitments.values("pk"))

    def waiting_for(self, side: str) -> Self:
        """Those that this side is to answer."""
        return self.filter(state=HoursState.WAITING, side=Side(side).other)

    def confirmed(self) -> Self:
        """Those that count."""
        return self.filter(state=HoursState.CONFIRMED)


class VolunteerHours(models.Model):
    """Heures de bénévolat. `side` is who wrote them last: the other one answers.

    `certificate` is the first one that counts them: from then on they do not change. The times of
    a day are optional; midnight is its end. `announced_at`: when the side that answers was told.
    """

    commitment = models.ForeignKey(
        VolunteerCommitment,
        verbose_name="engagement",
        on_delete=models.PROTECT,
        related_name="hours",
    )
    day = models.DateField("jour")
    hours = models.DecimalField("heures", max_digits=4, decimal_places=2)
    starts_at = models.TimeField("de", null=True, blank=True)
    ends_at = models.TimeField("à", null=True, blank=True)
    note = models.CharField("précision", max_length=200, blank=True)
    state = models.CharField(
        "état", max_length=10, choices=HoursState.choices, default=HoursState.WAITING
    )
    side = models.CharField("déclarées par", max_length=11, choices=Side.choices)
    declared_at = models.DateTimeField("déclarées le", default=timezone.now)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="déclarées par le compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("réponse le", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="réponse du compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    reason = models.CharField("motif du refus", max_length=300, blank=True)
    certificate = models.ForeignKey(
        VolunteerCertificate,
        verbose_name="attestation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="lines",
    )
    announced_at = models.DateTimeField("annoncées le", null=True, blank=True)
    reminded_at = models.DateTimeField("rappelées le", null=True, blank=True)
    version = models.PositiveIntegerField("version", default=0)

    objects = HoursQuerySet.as_manager()

    class Meta:
        verbose_name = "heures de bénévolat"
        verbose_name_plural = "heures de bénévolat"
        ordering = ("-day", "-pk")
        indexes = [
            models.Index(
                fields=("declared_at",),
                condition=Q(state="waiting"),
                name="volunteer_hours_waiting",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=HoursState.values),
                name="volunteer_hours_state",
                violation_error_message="Choisissez un état de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values),
                name="volunteer_hours_side",
                violation_error_message="Dites qui déclare ces heures.",
            ),
            models.CheckConstraint(
                condition=Q(hours__gt=0, hours__lte=MOST_IN_A_DAY),
                name="volunteer_hours_in_a_day",
                violation_error_message="Une journée a 24\u00a0heures.",
            ),
            models.CheckConstraint(
                condition=Exact(F("hours") % Value(STEP), Decimal(0)),
                name="volunteer_hours_quarters",
                violation_error_message="Comptez par quart d’heure\u00a0: 0,25, 0,5, 0,75, 1…",
            ),
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True, ends_at__isnull=True)
                | Q(starts_at__isnull=False, ends_at__isnull=False)
                & (Q(ends_at__gt=F("starts_at")) | Q(ends_at=_MIDNIGHT)),
                name="volunteer_hours_times",
                violation_error_message="Un horaire a un début, puis une fin.",
            ),
            models.UniqueConstraint(
                fields=("commitment", "day", "starts_at"),
                condition=_COUNTED,
                nulls_distinct=False,
                name="volunteer_hours_once",
                violation_error_message="Ces heures sont déjà déclarées pour ce jour.",
            ),
            ExclusionConstraint(
                name="volunteer_hours_apart",
                expressions=[
                    (_COMMITMENT, "&&"),
                    (_MOMENT, "&&"),
                ],
                condition=_COUNTED & Q(starts_at__isnull=False),
                violation_error_message="Cet horaire en recouvre un autre.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "taken_back"), decided_at__isnull=True)
                | Q(state__in=("confirmed", "refused"), decided_at__isnull=False),
                name="volunteer_hours_answer",
                violation_error_message="Une réponse a une date.",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(declared_by__isnull=True)
                | ~Q(decided_by=F("declared_by")),
                name="volunteer_hours_two_people",
                violation_error_message="Personne ne confirme ce qu’il a déclaré.",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""),
                name="volunteer_hours_refused_with_a_reason",
                violation_error_message="Dites pourquoi ces heures sont refusées.",
            ),
            models.CheckConstraint(
                condition=Q(certificate__isnull=True) | Q(state="confirmed"),
                name="volunteer_hours_certified_are_confirmed",
                violation_error_message="Une attestation ne compte que des heures confirmées.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.hours} h, {self.day:%d/%m/%Y}"

    @property
    def is_waiting(self) -> bool:
        """Whether the other side has not answered yet."""
        return self.state == HoursState.WAITING
