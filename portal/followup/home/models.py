"""What a person keeps of their caseload."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from portal.followup.rows.base import AreaRow


class SavedFilter(AreaRow):
    """A filter of the caseload that somebody kept as a tab of their own. It names nobody.

    `query` is what stands in the address after the question mark.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="à",
        on_delete=models.CASCADE,
        related_name="+",
    )
    name = models.CharField("nom", max_length=40)
    query = models.CharField("filtres", max_length=300, blank=True)
    created_at = models.DateTimeField("créé le", auto_now_add=True)

    class Meta(AreaRow.Meta):
        verbose_name = "filtre enregistré"
        verbose_name_plural = "filtres enregistrés"
        ordering = ["created_at", "pk"]
        constraints = [
            UniqueConstraint(
                fields=["user", "name"],
                name="saved_filter_once",
                violation_error_message="Un de vos onglets a déjà ce nom.",
            ),
            CheckConstraint(
                condition=~Q(name=""),
                name="saved_filter_has_a_name",
                violation_error_message="Donnez un nom à l’onglet.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        return rows.filter(user=user.pk)
