"""Whether a person lets the one who follows them know that they have a sponsor."""

from django.db import models
from django.db.models import F, Q

from portal.sponsorship.boxes import Box


class AdviserTold(Box):
    """« Mon conseiller peut savoir que j’ai un parrain »: one box, for every pair of a person.

    Anybody may tick it, followed or not: nothing that a sponsor or the coordination reads depends
    on it. Without a row, the answer is no.
    """

    class Meta(Box.Meta):
        verbose_name = "accord pour parler de son parrainage"
        verbose_name_plural = "accords pour parler de son parrainage"
        constraints = [
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(withdrawn_at__isnull=True),
                name="adviser_told_once",
                violation_error_message="Cette case est déjà cochée.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="adviser_told_dates",
                violation_error_message="On décoche après avoir coché.",
            ),
        ]
