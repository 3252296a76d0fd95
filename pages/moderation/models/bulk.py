"""What was done to many pages at once."""

from django.conf import settings
from django.db import models


class BulkOperation(models.Model):
    """Action groupée: what one changed, kept so that it can be undone for a few minutes.

    `before` has one record a page (see `moderation/undo.py`). The history of each page says the
    same for ever; this row may go.
    """

    class Action(models.TextChoices):
        """What was done to every page."""

        WITHDRAW = "withdraw", "Retrait"
        PROLONG = "prolong", "Prolongation"

    action = models.CharField("action", max_length=10, choices=Action.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="faite par",
        on_delete=models.CASCADE,
        related_name="+",
    )
    before = models.JSONField("état précédent", default=list)
    done_at = models.DateTimeField("faite le", auto_now_add=True)
    undone_at = models.DateTimeField("annulée le", null=True, blank=True)
    announced_at = models.DateTimeField("annoncée aux auteurs le", null=True, blank=True)

    class Meta:
        # Authors are told of a withdrawal that stays, never of one that was undone.

        verbose_name = "action groupée"
        verbose_name_plural = "actions groupées"

    def __str__(self) -> str:
        return f"{self.get_action_display()}, {len(self.before)}\u00a0annonces"
