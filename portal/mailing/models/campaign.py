"""A campaign: whom it is for, what it says, where it stands."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from portal.accounts.capabilities import CAMPAIGNS
from portal.accounts.capability import Reach
from portal.accounts.holders import may, people_who_may_as_far_as
from portal.accounts.models import User
from portal.mailing.states import FROZEN, Status
from snippets.fields import AddressField


class Source(models.TextChoices):
    """Public d’une campagne: each has its module in `portal.mailing.audiences`."""

    ORGANISATIONS = "organisations", "Des organisations"
    PARTNERS = "partners", "Des partenaires de l’emploi"
    CANDIDATES = "candidates", "Des candidats"
    SESSION = "session", "Les personnes d’une session"
    APPLICANTS = "applicants", "Les personnes qui ont postulé à une offre"
    SPONSORS = "sponsors", "Des parrains et marraines"


# How far the capability reaches → the publics that may be written to.
_REACHED: dict[Reach, frozenset[Source]] = {
    Reach.ALL: frozenset(Source),
    Reach.ORGANISATIONS: frozenset({Source.ORGANISATIONS, Source.PARTNERS}),
    Reach.SPONSORS: frozenset({Source.SPONSORS}),
}


def sources_for(user: Any) -> frozenset[Source]:
    """The publics that somebody may write to; levels add up."""
    if not may(user, CAMPAIGNS):
        return frozenset()
    reaches = (CAMPAIGNS.reach(level) for level in user.levels)
    return frozenset().union(*(_REACHED.get(reach, frozenset()) for reach in reaches if reach))


def people_for(source: str) -> QuerySet[User]:
    """Everybody who may write to this public."""
    reaches = [reach for reach, publics in _REACHED.items() if source in publics]
    return people_who_may_as_far_as(CAMPAIGNS, reaches)


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Scoped by the publics that somebody may write to."""

    def visible_to(self, user: Any) -> Self:
        """Those to the publics that a person may write to, whoever wrote them."""
        return self.filter(source__in=sources_for(user))


class Campaign(models.Model):
    """Campagne: one text to many people, each alone with their message.

    `criteria` is what the source's module reads (`audiences.<source>`), never a query. `rule` is
    the audience in one sentence, written when it is frozen; `frozen_count` is how many it has then,
    and `excluded` how many were left out, by reason. `author_service` is written with them: whoever
    changes service later wrote for the one of that day. `version` grows with each change of text,
    audience, state or list: nobody acts on what they have not read. `approval_above`: the size from
    which a second person approved, as it was then. `kept_counts`: how many rows of the list are no
    more, by outcome (a `Withheld` when it was withheld). `answered_before` and `failed_before`: the
    answers of servers that a person had seen when they last went on with the sending.
    """

    source = models.CharField("public", max_length=13, choices=Source.choices)
    criteria = models.JSONField("critères", default=dict, blank=True)
    name = models.CharField("nom de la campagne", max_length=120)
    subject = models.CharField("objet", max_length=200, blank=True)
    body = models.TextField("texte", max_length=10_000, blank=True)
    reply_to = AddressField("adresse de réponse", blank=True)
    replies_read_by = models.CharField("qui lit les réponses", max_length=120, blank=True)
    status = models.CharField(
        "état", max_length=9, choices=Status.choices, default=Status.DRAFT, editable=False
    )
    version = models.PositiveIntegerField("version", default=0, editable=False)
    author = models.ForeignKey(
        User, verbose_name="auteur", on_delete=models.PROTECT, related_name="campaigns"
    )
    author_name = models.CharField("nom de l’auteur", max_length=320)
    author_service = models.CharField("service de l’auteur", max_length=80, blank=True)
    created_at = models.DateTimeField("créée le", default=timezone.now)
    changed_at = models.DateTimeField("modifiée le", default=timezone.now)
    changed_by_name = models.CharField("nom de qui l’a modifiée", max_length=320, blank=True)
    copied_from = models.ForeignKey(
        "self",
        verbose_name="reprise de",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    approved_by = models.ForeignKey(
        User,
        verbose_name="approuvée par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    approved_by_name = models.CharField("nom de qui l’a approuvée", max_length=320, blank=True)
    approval_above = models.PositiveIntegerField("seuil de l’accord", null=True, blank=True)
    frozen_at = models.DateTimeField("liste arrêtée le", null=True, blank=True)
    frozen_count = models.PositiveIntegerField("destinataires", null=True, blank=True)
    rule = models.CharField("règle", max_length=2000, blank=True)
    excluded = models.JSONField("écartés, par raison", default=dict, blank=True)
    kept_counts = models.JSONField("lignes effacées", default=dict, blank=True)
    scheduled_at = models.DateTimeField("envoi prévu le", null=True, blank=True)
    started_at = models.DateTimeField("envoi commencé le", null=True, blank=True)
    ended_at = models.DateTimeField("terminée le", null=True, blank=True)
    pause_reason = models.CharField("raison de la pause", max_length=300, blank=True)
    answered_before = models.PositiveIntegerField("réponses déjà vues", default=0)
    failed_before = models.PositiveIntegerField("échecs déjà vus", default=0)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = "campagne"
        ordering = ("-changed_at", "-pk")
        constraints = [
            models.CheckConstraint(
                condition=Q(source__in=Source.values),
                name="mailing_campaign_source",
                violation_error_message="Choisissez un public de la liste.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=Status.values),
                name="mailing_campaign_status",
                violation_error_message="Cet état n’existe pas.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=sorted(FROZEN))
                | Q(frozen_at__isnull=False, frozen_count__gte=1, approved_by__isnull=False)
                & ~Q(rule=""),
                name="mailing_campaign_frozen",
                violation_error_message="Une campagne approuvée a une liste de destinataires.",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None)
                | Q(frozen_count__lte=F("approval_above"))
                | ~Q(approved_by=F("author")),
                name="mailing_campaign_two_people",
                violation_error_message="Une grande liste est approuvée par une autre personne.",
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(scheduled_at__isnull=False),
                name="mailing_campaign_scheduled",
                violation_error_message="Une campagne programmée a une date.",
            ),
            models.CheckConstraint(
                condition=~Q(status="sent") | Q(ended_at__isnull=False),
                name="mailing_campaign_ended",
                violation_error_message="Une campagne terminée a une date de fin.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CampaignFallback(models.Model):
    """Mot de remplacement: what a variable of the text becomes for whom it is empty."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="fallbacks")
    variable = models.CharField("variable", max_length=40)
    text = models.CharField("mot de remplacement", max_length=120)

    class Meta:
        verbose_name = "mot de remplacement"
        verbose_name_plural = "mots de remplacement"
        ordering = ("variable",)
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "variable"),
                name="mailing_fallback_once",
                violation_error_message="Cette variable a déjà son mot de remplacement.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="mailing_fallback_written",
                violation_error_message="Écrivez le mot de remplacement.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.variable} → {self.text}"


class CampaignCard(models.Model):
    """Annonce jointe: an opportunity shown as a card. The title outlives the page."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="cards")
    position = models.PositiveSmallIntegerField("place")
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name="annonce",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    title = models.CharField("intitulé", max_length=255)

    class Meta:
        verbose_name = "annonce jointe"
        verbose_name_plural = "annonces jointes"
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(
                fields=("campaign", "page"),
                name="mailing_card_once",
                violation_error_message="Cette annonce est déjà jointe.",
            )
        ]

    def __str__(self) -> str:
        return self.title


class CampaignChange(models.Model):
    """One change of state: who, when, from, to, why. Never edited; a name outlives its account."""

    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="changes")
    at = models.DateTimeField("date", default=timezone.now)
    from_status = models.CharField("de", max_length=9, choices=Status.choices, blank=True)
    to_status = models.CharField("à", max_length=9, choices=Status.choices)
    actor = models.ForeignKey(
        User,
        verbose_name="par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    actor_name = models.CharField("nom de l’auteur", max_length=320, blank=True)
    note = models.CharField("précision", max_length=300, blank=True)

    class Meta:
        verbose_name = "changement de campagne"
        verbose_name_plural = "changements de campagnes"
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.get_from_status_display()} → {self.get_to_status_display()}"
