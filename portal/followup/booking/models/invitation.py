"""An invitation to choose an appointment: one, whatever the ways in which it is sent."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.booking.codes import new_token
from portal.followup.booking.models.offer import AppointmentCategory
from portal.followup.people.models import Professional
from portal.followup.rows.base import CaseRow, Versioned, Written, with_history


@with_history
class Invitation(Versioned, Written, CaseRow):
    """Invitation à choisir un rendez-vous. `states.py` has the table of its states.

    `token` is in the mail, on the letter and in its QR code: the same, so that using one way does
    not kill the other; it is kept, since the letter is printed again with it. It opens this
    invitation alone, and the page that it opens names nobody.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "En attente d’un choix"
        BOOKED = "booked", "Rendez-vous pris"
        EXPIRED = "expired", "Sans réponse"
        WITHDRAWN = "withdrawn", "Retirée"
        SUMMONED = "summoned", "Suivie d’une convocation"

    category = models.ForeignKey(
        AppointmentCategory, verbose_name="catégorie", on_delete=models.PROTECT, related_name="+"
    )
    # Empty: the referent, whoever it is on the day on which one looks.
    professional = models.ForeignKey(
        Professional,
        verbose_name="avec",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    token = models.CharField(max_length=20, unique=True, default=new_token, editable=False)
    state = models.CharField("état", max_length=10, choices=State.choices, default=State.WAITING)
    # An appointment that the service cancels offers again: another round, with its own delay.
    round = models.PositiveSmallIntegerField("tour", default=1)
    round_at = models.DateTimeField("proposée le")
    # As the category said when the round began. None: optional, without a deadline.
    answer_days = models.PositiveSmallIntegerField("délai (jours)", null=True, blank=True)
    # The last day, from the first message that worked; None until then.
    deadline_on = models.DateField("à choisir jusqu’au", null=True, blank=True)
    expired_at = models.DateTimeField("restée sans réponse le", null=True, blank=True)
    reminders_stopped = models.CharField("relances arrêtées", max_length=250, blank=True)
    closing_reason = models.CharField("motif", max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "invitation"
        ordering = ["-round_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "deadline_on"], name="followup_invitation_due"),
        ]
        constraints = [
            UniqueConstraint(
                fields=["beneficiary", "category"],
                condition=Q(state__in=["waiting", "expired"]),
                name="invitation_one_at_a_time",
                violation_error_message="Une invitation de cette catégorie attend déjà un choix.",
            ),
            CheckConstraint(
                condition=Q(deadline_on__isnull=True) | Q(answer_days__isnull=False),
                name="invitation_optional_has_no_deadline",
                violation_error_message="Un rendez-vous facultatif n’a pas de date limite.",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation du {timezone.localtime(self.round_at):%d/%m/%Y}"

    @property
    def is_open(self) -> bool:
        """Whether the person may still choose."""
        return self.state in {self.State.WAITING, self.State.EXPIRED}
