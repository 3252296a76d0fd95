"""Whether a person lets the one who follows them read their confirmed hours."""

from django.db import models
from django.db.models import F, Q

from portal.sponsorship.boxes import Box


class HoursSharing(Box):
    """« Mes heures peuvent être communiquées à mon conseiller »: one box, for every commitment.

    Anybody may tick it, followed or not, and nobody but the person and the one who follows them
    knows: nothing that an association reads depends on it. Without a row, the answer is no.
    """

    class Meta(Box.Meta):
        verbose_name = "accord pour communiquer ses heures"
        verbose_name_plural = "accords pour communiquer ses heures"
        constraints = [
            models.UniqueConstraint(
                fields=("participant",),
                condition=Q(withdrawn_at__isnull=True),
                name="hours_sharing_once",
                violation_error_message="Cette case est déjà cochée.",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="hours_sharing_dates",
                violation_error_message="On décoche après avoir coché.",
            ),
        ]
