"""The frozen list of a campaign: one row per address, with why it is there."""

from django.db import models
from django.db.models import Q

from portal.accounts.models import User
from portal.mailing.models.campaign import Campaign
from snippets.fields import AddressField
from snippets.mail.models import Dispatch
from snippets.models import Organisation


class Origin(models.TextChoices):
    """Where an address comes from."""

    MEMBERSHIP = "membership", "le compte d’un membre de l’organisation"
    ORGANISATION = "organisation", "la fiche de l’organisation"
    PUBLISHED_CONTACT = "published_contact", "le contact publié sur une annonce"
    ACCOUNT = "account", "le compte de la personne"
    REGISTRATION = "registration", "l’inscription à la session"
    APPLICATION = "application", "la candidature à l’annonce"
    SPONSOR = "sponsor", "l’engagement de parrain ou de marraine"


class Withheld(models.TextChoices):
    """Why a message of the frozen list does not leave. Those of the mail engine are beside it."""

    NO_LONGER = "no_longer", "Ne fait plus partie du public choisi"
    TOO_MANY = "too_many", "A déjà reçu assez de campagnes cette semaine"
    CANCELLED = "cancelled", "Campagne annulée"
    SUPPRESSED = "suppressed", "L’adresse ne reçoit plus nos messages"
    DECLINED = "declined", "La personne ne veut plus de ces messages"
    NO_CONSENT = "no_consent", "La personne n’a plus donné son accord"
    MALFORMED = "malformed", "L’adresse ne désigne pas une seule boîte"
    ERASED = "erased", "Le compte a été effacé"
    UNREADY = "unready", "Le message n’a pas pu être préparé"
    TOO_LATE = "too_late", "A attendu près d’un an"


class Outcome(models.TextChoices):
    """What became of a row. Every row has one at every moment: their sum is the list."""

    WAITING = "waiting", "En attente"
    SENT = "sent", "Envoyé"
    WITHHELD = "withheld", "Retenu"
    FAILED = "failed", "Échec"
    UNCERTAIN = "uncertain", "Envoi incertain"
    BOUNCED = "bounced", "Revenu"


class CampaignRecipient(models.Model):
    """Destinataire: an address of the frozen list. Inserted at the approval, never after.

    `reason` is the sentence that the person reads; `since`: since when the address is there.
    `dispatch` is its message once it is queued: what became of it is read there, live, until
    `kept_outcome` is written because messages are forgotten before campaigns. `may_have_arrived`:
    nobody knew whether it had left, and a person sent it again.
    """

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="recipients")
    address = AddressField("adresse")
    user = models.ForeignKey(
        User,
        verbose_name="compte",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    origin = models.CharField("origine de l’adresse", max_length=17, choices=Origin.choices)
    since = models.DateTimeField("depuis le", null=True, blank=True)
    reason = models.CharField("raison", max_length=700)
    withheld = models.CharField("retenu", max_length=10, choices=Withheld.choices, blank=True)
    dispatch = models.OneToOneField(
        Dispatch,
        verbose_name="message",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="campaign_recipient",
    )
    kept_outcome = models.CharField(
        "ce qu’il en est", max_length=9, choices=Outcome.choices, blank=True
    )

    # The list is one INSERT, which leaves this out.
    may_have_arrived = models.BooleanField("peut-être déjà arrivé", default=False, db_default=False)

    class Meta:
        verbose_name = "destinataire"
        ordering = ("address",)
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "address"),
                name="mailing_recipient_once",
                violation_error_message="Cette adresse est déjà dans la liste.",
            ),
            models.CheckConstraint(
                condition=Q(withheld__in=["", *Withheld.values]),
                name="mailing_recipient_withheld",
                violation_error_message="Cette raison n’existe pas.",
            ),
            models.CheckConstraint(
                condition=Q(withheld="") | Q(dispatch__isnull=True),
                name="mailing_recipient_withheld_or_sent",
                violation_error_message="Ce qui est retenu n’a pas de message.",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""),
                name="mailing_recipient_reason",
                violation_error_message="Chaque destinataire a une raison.",
            ),
        ]

    def __str__(self) -> str:
        return self.address
