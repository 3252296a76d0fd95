"""What post-office does not know about a message, and what people or servers said about mail."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from post_office.models import STATUS, Email

from snippets.addresses import ONE_MAILBOX, normal_address
from snippets.fields import AddressField
from snippets.mail import kinds


class Delivery(models.IntegerChoices):
    """Values of post-office's `Email.status`: its own four, and ours.

    SENDING: a worker prepares it, nothing final was said to the server. HANDED_OVER: the end of
    the message is being sent, or its answer awaited. UNCERTAIN: that answer never came. HELD: it
    was queued, and waits until whoever halted it lets it go (`snippets.mail.delivery.halting`).
    """

    SENT = STATUS.sent, "Envoyé"
    FAILED = STATUS.failed, "Échec"
    QUEUED = STATUS.queued, "En attente"
    REQUEUED = STATUS.requeued, "Nouvel essai prévu"
    SENDING = 10, "En cours d’envoi"
    UNCERTAIN = 11, "Envoi incertain"
    HANDED_OVER = 12, "Remis, réponse attendue"
    WITHHELD = 13, "Retenu"
    HELD = 14, "Suspendu"


def _in_normal_form(name: str) -> models.CheckConstraint:
    """No address is stored under two forms, whoever writes it."""
    return models.CheckConstraint(
        condition=models.Q(address=Lower("address")),
        name=name,
        violation_error_message="Une adresse se garde en minuscules.",
    )


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Messages by the person they were for."""

    def to_addresses(self, addresses: list[str]) -> "DispatchQuerySet":
        """What was sent, or kept from being sent, to these addresses; newest first."""
        wanted = [normal_address(address) for address in addresses]
        return self.filter(address__in=wanted).select_related("email").order_by("-email_id")

    def for_the_journal(self) -> "DispatchQuerySet":
        """Those that officers may see: that a private message was sent is itself a secret."""
        return self.exclude(key__in=kinds.private_keys())


class Dispatch(models.Model):
    """Envoi: one message to one address, beside the row of post-office that holds it."""

    class Withheld(models.TextChoices):
        """Why a message was kept from being sent."""

        SUPPRESSED = "suppressed", "L’adresse ne reçoit plus nos messages"
        DECLINED = "declined", "La personne ne veut plus de ces messages"
        MALFORMED = "malformed", "L’adresse ne désigne pas une seule boîte"
        CANCELLED = "cancelled", "L’envoi a été annulé"
        NO_LONGER = "no_longer", "L’adresse ne fait plus partie de cet envoi"
        NO_CONSENT = "no_consent", "La personne n’a plus donné son accord"
        ERASED = "erased", "Le compte est fermé ou effacé"

    class Halted(models.TextChoices):
        """What was decided of a message that may be in flight: it holds when it comes back."""

        HELD = "held", "Suspendu"
        CANCELLED = "cancelled", "Annulé"

    email = models.OneToOneField(
        Email,
        verbose_name="message",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="dispatch",
    )
    # Names the message in links, without its address.
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    key = models.SlugField("modèle", max_length=60)
    category = models.SlugField("catégorie", max_length=40, db_index=False)
    address = AddressField("adresse")
    withheld = models.CharField("retenu", max_length=20, choices=Withheld.choices, blank=True)
    halted = models.CharField("arrêté", max_length=9, choices=Halted.choices, blank=True)
    emptied_at = models.DateTimeField("texte effacé le", null=True, blank=True)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = "envoi"
        verbose_name_plural = "envois"
        indexes = [models.Index("address", models.F("email").desc(), name="snippets_dispatch_to")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    withheld__in=[
                        "",
                        "suppressed",
                        "declined",
                        "malformed",
                        "cancelled",
                        "no_longer",
                        "no_consent",
                        "erased",
                    ]
                ),
                name="snippets_dispatch_withheld",
                violation_error_message="Cette raison n’existe pas.",
            ),
            models.CheckConstraint(
                condition=models.Q(halted__in=["", "held", "cancelled"]),
                name="snippets_dispatch_halted",
                violation_error_message="Cet arrêt n’existe pas.",
            ),
            _in_normal_form("snippets_dispatch_normal_address"),
            models.CheckConstraint(
                condition=models.Q(address__regex=ONE_MAILBOX) | models.Q(withheld="malformed"),
                name="snippets_dispatch_one_mailbox",
                violation_error_message="Un message part à une seule adresse.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} → {self.address}"


class MailRefusal(models.Model):
    """Refus: an address that no longer wants a category of messages. No row: it gets them."""

    class Source(models.TextChoices):
        """How it was said."""

        PREFERENCES = "preferences", "La page des préférences"
        ONE_CLICK = "one_click", "Le lien de désabonnement"
        COMPLAINT = "complaint", "Un signalement comme indésirable"
        # Of an account that was erased since: kept while somebody could still choose the address.
        OBJECTION = "objection", "Un refus gardé après l’effacement d’un compte"

    address = AddressField("adresse")
    category = models.SlugField("catégorie", max_length=40, db_index=False)
    source = models.CharField("origine", max_length=20, choices=Source.choices)
    created_at = models.DateTimeField("dit le", default=timezone.now)

    class Meta:
        verbose_name = "refus de messages"
        verbose_name_plural = "refus de messages"
        constraints = [
            models.UniqueConstraint(
                fields=["address", "category"],
                name="snippets_refusal_once",
                violation_error_message="Cette adresse a déjà refusé ces messages.",
            ),
            _in_normal_form("snippets_refusal_normal_address"),
        ]

    def __str__(self) -> str:
        return f"{self.address}, {self.category}"


class SuppressedAddress(models.Model):
    """Liste d’exclusion: an address that no message is sent to, until somebody lifts it."""

    class Reason(models.TextChoices):
        """Why nothing is sent any more."""

        UNKNOWN = "unknown", "L’adresse n’existe pas"
        BOUNCES = "bounces", "Les messages reviennent"
        STAFF = "staff", "Décision de l’équipe"

    address = AddressField("adresse", unique=True)
    reason = models.CharField("raison", max_length=20, choices=Reason.choices)
    detail = models.CharField(
        "précision", max_length=300, blank=True, help_text="La réponse du serveur, ou un mot."
    )
    created_at = models.DateTimeField("exclue le", default=timezone.now)

    class Meta:
        verbose_name = "adresse exclue"
        verbose_name_plural = "adresses exclues"
        ordering = ("-created_at", "address")
        constraints = [_in_normal_form("snippets_suppressed_normal_address")]

    def __str__(self) -> str:
        return self.address

    def clean(self) -> None:
        """Say it in French when the address is already there, whatever its case."""
        self.address = normal_address(self.address)
        others = SuppressedAddress.objects.filter(address=self.address).exclude(pk=self.pk)
        if others.exists():
            raise ValidationError({"address": "Cette adresse est déjà dans la liste."})


class SendingPace(models.Model):
    """Cadence: when the next message may leave, for every worker. One row at most."""

    ONLY = 1

    next_at = models.DateTimeField("prochain envoi", default=timezone.now)

    class Meta:
        verbose_name = "cadence d’envoi"
        verbose_name_plural = "cadence d’envoi"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="snippets_pace_only_one",
                violation_error_message="Il n’y a qu’une cadence.",
            )
        ]

    def __str__(self) -> str:
        return str(self.next_at)


class MailOutage(models.Model):
    """Panne: the mail server fails, for every message. No row: it answers. One row at most."""

    ONLY = 1

    since = models.DateTimeField("depuis", default=timezone.now)
    next_try_at = models.DateTimeField("prochain essai")
    tries = models.PositiveIntegerField("essais", default=0)
    error = models.CharField("erreur", max_length=100)
    codes = models.CharField("codes", max_length=40, blank=True)

    class Meta:
        verbose_name = "panne du serveur d’envoi"
        verbose_name_plural = "pannes du serveur d’envoi"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1),
                name="snippets_outage_only_one",
                violation_error_message="Il n’y a qu’une panne à la fois.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.error} {self.codes}".strip()
