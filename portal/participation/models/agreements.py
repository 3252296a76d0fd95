"""Proof that a person agreed to be registered, or to have their CV sent, and until when."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from portal.accounts.models import User
from portal.participation.models.people import Participant
from snippets.models import Organisation


class Channel(models.TextChoices):
    """By whom somebody came. Outside the Département: see `shown_channel`."""

    SELF = "self", "Par la personne"
    ADVISER = "adviser", "Avec un·e professionnel·le"
    PHONE = "phone", "Par téléphone"
    WALK_IN = "walk_in", "Sur place"


# What anybody outside the Département reads of a channel: nothing that says who helped.
_ALONE, _HELPED = "par la personne", "avec une aide"


def shown_channel(channel: str) -> str:
    """« par la personne » or « avec une aide »."""
    return _HELPED if channel in {Channel.ADVISER, Channel.PHONE} else _ALONE


class AgreementQuerySet(models.QuerySet["Agreement"]):
    """Proofs by whether they hold."""

    def active(self) -> "AgreementQuerySet":
        """Those that nobody withdrew."""
        return self.filter(withdrawn_at__isnull=True)


class Agreement(models.Model):
    """Accord: who said yes, to which text, how, and who wrote it down. Never edited.

    `recorded_by` is empty when the person ticked it; names are kept beside the keys, for the proof
    outlives accounts. What it was about has a key to it.
    """

    class How(models.TextChoices):
        """How the yes was said."""

        SCREEN = "screen", "Dit par la personne, à l’écran"
        IN_PERSON = "in_person", "De vive voix, en face à face"
        PHONE = "phone", "De vive voix, au téléphone"
        WRITTEN = "written", "Par écrit"

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="agreements"
    )
    purpose = models.CharField("pour", max_length=30)
    version = models.CharField("version du texte", max_length=20)
    text = models.TextField("texte lu ou dit")
    how = models.CharField("comment", max_length=10, choices=How.choices)
    given_at = models.DateTimeField("donné le", default=timezone.now)
    recorded_by = models.ForeignKey(
        User,
        verbose_name="recueilli par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    recorded_by_name = models.CharField("nom de qui l’a recueilli", max_length=320, blank=True)
    recorded_for = models.ForeignKey(
        Organisation,
        verbose_name="au titre de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    withdrawn_at = models.DateTimeField("retiré le", null=True, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "accord"
        constraints = [
            models.CheckConstraint(
                condition=Q(how="screen", recorded_by__isnull=True)
                | ~Q(how="screen") & ~Q(recorded_by_name=""),
                name="participation_agreement_recorded",
                violation_error_message="Dites qui a recueilli l’accord.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="participation_agreement_text",
                violation_error_message="Un accord garde le texte lu.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="participation_agreement_dates",
                violation_error_message="Un accord est retiré après avoir été donné.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.participant}, {timezone.localtime(self.given_at):%d/%m/%Y}"
