"""Documents: PDF, JPEG, PNG up to 5 MB, checked by content, in private storage."""

from uuid import uuid4

from django.core.files.storage import Storage, storages
from django.db import models

from portal.followup.configuration.models import Term
from portal.followup.rows.base import CaseRow, Written, with_history

MAX_BYTES = 5 * 1024 * 1024


def _private() -> Storage:
    return storages["private"]


def _random_name(document: "CaseDocument", name: str) -> str:
    return f"followup/{uuid4().hex}.{document.extension}"


@with_history
class CaseDocument(Written, CaseRow):
    """Document. Its file is given by a view of the area alone, as bytes."""

    class MediaType(models.TextChoices):
        """What it is, by its content."""

        PDF = "application/pdf", "PDF"
        JPEG = "image/jpeg", "JPEG"
        PNG = "image/png", "PNG"

    kind = models.ForeignKey(
        Term, verbose_name="type", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField("titre", max_length=200)
    media_type = models.CharField("format", max_length=20, choices=MediaType.choices)
    # Bytes.
    size = models.PositiveIntegerField("taille")
    sha256 = models.CharField(max_length=64)
    file = models.FileField("fichier", storage=_private, upload_to=_random_name, max_length=120)
    removed_at = models.DateTimeField("retiré le", null=True, blank=True)
    removal_reason = models.CharField("motif du retrait", max_length=300, blank=True)

    class Meta(CaseRow.Meta):
        verbose_name = "document"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def extension(self) -> str:
        """Of the file, from its content."""
        return {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[self.media_type]
