"""The numbers by which pairs are proposed, as the coordinator sets them."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.sponsorship.pairing.values import AGAINST, MAX_POINTS, Criterion


class Delay(models.TextChoices):
    """Délais et limites, besides the points."""

    ANSWER = "answer_days", "Jours pour répondre à une proposition"
    CONTACT = "contact_days", "Jours pour se parler une première fois"
    UNANSWERED = "unanswered", "Propositions sans réponse avant une pause"


MAX_DELAY = 90
DEFAULT_DELAYS: dict[Delay, int] = {Delay.ANSWER: 10, Delay.CONTACT: 7, Delay.UNANSWERED: 2}
_REASONS = sorted(set(Criterion.values) - AGAINST)


class PairingSetting(models.Model):
    """Réglage des binômes: a row for what was changed; what has none is worth its default."""

    name = models.CharField(
        "réglage", max_length=16, primary_key=True, choices=[*Criterion.choices, *Delay.choices]
    )
    value = models.IntegerField("valeur")
    changed_at = models.DateTimeField("changé le", auto_now=True)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="changé par",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )

    class Meta:
        verbose_name = "réglage des binômes"
        verbose_name_plural = "réglages des binômes"
        constraints = [
            models.CheckConstraint(
                condition=(
                    Q(name__in=_REASONS, value__range=(0, MAX_POINTS))
                    | Q(name__in=sorted(AGAINST), value__range=(-MAX_POINTS, 0))
                    | Q(name__in=Delay.values, value__range=(1, MAX_DELAY))
                ),
                name="sponsorship_pairing_setting",
                violation_error_message=(
                    "Ce qui rapproche vaut de 0 à 100\u00a0points, ce qui sépare de -100 à 0. "
                    "Un délai va de 1 à 90\u00a0jours."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}\u00a0: {self.value}"
