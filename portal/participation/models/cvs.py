"""A CV as it was when it was sent: later changes do not reach whoever received it."""

from typing import Any
from uuid import uuid4

from django.core.files.storage import storages
from django.db import models
from django.db.models import Q
from django.utils import timezone

from portal.participation.models.people import Participant

# In the private storage; a file there that no row names is deleted (`services.cvs`).
FOLDER = "frozen-cvs"


def private_storage() -> Any:
    """Files that only a view of ours gives out."""
    return storages["private"]


def frozen_path(frozen: "FrozenCv", name: str) -> str:
    """A name that says nothing: the person's own is never kept."""
    return f"{FOLDER}/{uuid4().hex}.pdf"


class FrozenCv(models.Model):
    """CV figé: the PDF that was sent. `file` is emptied when nobody may read it any more."""

    participant = models.ForeignKey(
        Participant, verbose_name="personne", on_delete=models.PROTECT, related_name="frozen_cvs"
    )
    title = models.CharField("nom du CV", max_length=100)
    file = models.FileField("fichier", storage=private_storage, upload_to=frozen_path, blank=True)
    size = models.PositiveIntegerField("taille (octets)")
    sha256 = models.CharField("empreinte", max_length=64)
    made_at = models.DateTimeField("figé le", default=timezone.now)
    erased_at = models.DateTimeField("effacé le", null=True, blank=True)

    class Meta:
        verbose_name = "CV envoyé"
        verbose_name_plural = "CV envoyés"
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at__isnull=True) & ~Q(file="")
                | Q(erased_at__isnull=False, file=""),
                name="participation_frozen_cv_file",
                violation_error_message="Un CV envoyé a son fichier, ou n’en a plus.",
            )
        ]

    def __str__(self) -> str:
        return self.title
