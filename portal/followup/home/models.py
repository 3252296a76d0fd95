"""What a person keeps of their caseload."""

from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.rows.base import AreaRow

# Where files to take away wait, in private storage.
EXPORTS = "followup-exports"


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


def _private() -> Storage:
    return storages["private"]


def _random_name(export: "CaseExport", name: str) -> str:
    return f"{EXPORTS}/{uuid4().hex}.{export.extension}"


class CaseExport(AreaRow):
    """Cases that somebody took away: what was asked, why, and the file until its end.

    `query` is the address of the list, which names nobody. The file is its asker's alone. `keys`
    are the cases that are in it, until it ends: who lost one of them does not open it any more.
    """

    class State(models.TextChoices):
        """Where it is."""

        WAITING = "waiting", "En préparation"
        READY = "ready", "Prêt"
        FAILED = "failed", "Interrompu"
        ENDED = "ended", "Supprimé"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="demandé par",
        on_delete=models.CASCADE,
        related_name="+",
    )
    state = models.CharField("état", max_length=8, choices=State.choices, default=State.WAITING)
    query = models.CharField("filtres", max_length=300, blank=True)
    extension = models.CharField("format", max_length=4)
    reason = models.CharField("motif", max_length=300)
    count = models.PositiveIntegerField("dossiers", default=0)
    keys = models.JSONField("dossiers du fichier", default=list)
    file = models.FileField(
        "fichier", storage=_private, upload_to=_random_name, max_length=120, blank=True
    )
    asked_at = models.DateTimeField("demandé le", auto_now_add=True)
    ends_at = models.DateTimeField("supprimé le", null=True, blank=True)
    opened_at = models.DateTimeField("ouvert le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "export de dossiers"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(reason=""),
                name="case_export_has_a_reason",
                violation_error_message="Dites pourquoi vous exportez ces dossiers.",
            ),
            CheckConstraint(
                condition=Q(state="ready", ends_at__isnull=False) & ~Q(file="")
                | ~Q(state="ready") & Q(file=""),
                name="case_export_file_has_an_end",
            ),
        ]

    def __str__(self) -> str:
        return f"Export du {timezone.localtime(self.asked_at):%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        return rows.filter(user=user.pk)
