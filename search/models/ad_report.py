"""Reports of offers by the public: “Signaler cette annonce”."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from snippets.fields import AddressField


class AdReport(models.Model):
    """Signalement d’une annonce.

    Keeps the opportunity's id and a copy of its title, so that it outlives the offer.
    """

    class Reason(models.TextChoices):
        """Why an offer is reported."""

        SCAM = "scam", "On demande de l’argent, ou c’est une arnaque"
        DISCRIMINATION = "discrimination", "L’annonce est discriminatoire"
        FILLED = "filled", "Le poste est déjà pris"
        WRONG = "wrong", "Les informations sont fausses (lieu, salaire, contact…)"
        OTHER = "other", "Autre raison"

    opportunity_id = models.BigIntegerField("numéro de l’annonce", db_index=True)
    title = models.CharField("annonce", max_length=255)
    url = models.CharField("adresse", max_length=500)
    reason = models.CharField("raison", max_length=20, choices=Reason.choices)
    message = models.TextField("message", max_length=2000, blank=True)
    email = AddressField("adresse e-mail", blank=True)
    created_at = models.DateTimeField("reçu le", default=timezone.now, editable=False)
    handled_at = models.DateTimeField("traité le", null=True, blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="traité par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "signalement"
        ordering = ("-created_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_reason_display()} – {self.title}"
