"""What was sent to a person about an appointment, by which way, and whether it arrived."""

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.followup.appointments.models import Appointment
from portal.followup.booking.models.invitation import Invitation
from portal.followup.rows.base import CaseRow, Written, with_history
from snippets.fields import AddressField


@with_history
class BookingMessage(Written, CaseRow):
    """BookingMessage about an invitation or an appointment: a mail, a letter, an SMS.

    It is written when it is planned, so that what will leave, and what was dropped and why, is
    shown beside what left. `round` is that of the invitation it belongs to.
    """

    class Kind(models.TextChoices):
        """What it says."""

        INVITATION = "invitation", "Invitation"
        REMINDER = "reminder", "Relance"
        CONFIRMATION = "confirmation", "Confirmation"
        EVE = "eve", "Rappel du rendez-vous"
        CANCELLATION = "cancellation", "Annulation"
        SUMMONS = "summons", "Convocation"

    class Channel(models.TextChoices):
        """By which way."""

        MAIL = "mail", "E-mail"
        LETTER = "letter", "Lettre"
        SMS = "sms", "SMS"

    class State(models.TextChoices):
        """What became of it."""

        PLANNED = "planned", "Prévu"
        QUEUED = "queued", "En cours d’envoi"
        SENT = "sent", "Envoyé"
        HANDED = "handed", "Remis à la poste ou en main propre"
        DELIVERED = "delivered", "Reçu"
        BOUNCED = "bounced", "Revenu"
        DROPPED = "dropped", "Abandonné"

    invitation = models.ForeignKey(
        Invitation,
        verbose_name="invitation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
    appointment = models.ForeignKey(
        Appointment,
        verbose_name="rendez-vous",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="messages",
    )
    round = models.PositiveSmallIntegerField("tour", default=1)
    kind = models.CharField("message", max_length=12, choices=Kind.choices)
    channel = models.CharField("par", max_length=6, choices=Channel.choices)
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.PLANNED)
    due_at = models.DateTimeField("prévu le")
    # A mail: handed to the mail server. A letter: printed.
    left_at = models.DateTimeField("parti le", null=True, blank=True)
    settled_at = models.DateTimeField("su le", null=True, blank=True)
    # Why it was dropped, or came back, in a sentence of ours.
    reason = models.CharField("précision", max_length=250, blank=True)
    address = AddressField("adresse", blank=True)
    # The mail in the site's outbox, which forgets it before the case does.
    mail_key = models.BigIntegerField(null=True, blank=True, editable=False)
    registered_number = models.CharField("numéro de recommandé", max_length=40, blank=True)
    handed_on = models.DateField("remise le", null=True, blank=True)
    # The proof: an acknowledgement signed, or the day on which it was given by hand.
    received_on = models.DateField("reçue le", null=True, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "message"
        ordering = ["-due_at", "-pk"]
        indexes = [
            models.Index(fields=["state", "due_at"], name="followup_message_due"),
            models.Index(fields=["mail_key"], name="followup_message_mail"),
        ]
        constraints = [
            CheckConstraint(
                condition=Q(invitation__isnull=False) | Q(appointment__isnull=False),
                name="message_is_about_something",
            ),
            CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="message_dropped_with_a_reason",
            ),
            CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(handed_on__isnull=False),
                name="message_received_after_it_was_handed",
                violation_error_message="Dites d’abord quand la lettre est partie.",
            ),
            # Whoever runs a job twice plans nothing twice.
            UniqueConstraint(
                fields=["invitation", "round", "kind", "channel"],
                condition=Q(state="planned", kind__in=["invitation", "reminder"]),
                name="message_planned_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.channel_said}"

    @property
    def channel_said(self) -> str:
        """The way within a sentence: « e-mail », « lettre », « SMS »."""
        said = str(self.get_channel_display())
        return said if self.channel == self.Channel.SMS else said.lower()

    @property
    def state_said(self) -> str:
        """The state in the words of its way: a letter is printed, a mail is sent."""
        if self.channel == self.Channel.LETTER:
            said = _LETTERS.get(self.state)
            if said:
                return said
        return str(self.get_state_display())


_LETTERS: dict[str, str] = {
    BookingMessage.State.PLANNED: "À imprimer",
    BookingMessage.State.SENT: "Imprimée",
    BookingMessage.State.DELIVERED: "Reçue, avec preuve",
    BookingMessage.State.BOUNCED: "Revenue",
    BookingMessage.State.DROPPED: "Abandonnée",
}
