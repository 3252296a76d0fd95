"""An old CV that a person sent, until it is a draft of theirs."""

from typing import Any, Self

from django.db import models
from django.db.models import Func, Q
from django.db.models.lookups import LessThanOrEqual

from portal.accounts.capabilities import OWN_CV, has_capability
from portal.accounts.models import User
from portal.accounts.models.owned import OwnedQuerySet
from portal.cv.exchange.files import MAX_BYTES
from portal.cv.models.cv import Cv


class CvImportQuerySet(OwnedQuerySet["CvImport"]):
    """Scoped by person; without the file, which only its reading needs."""

    owner = "owner"

    def owned_by(self, user: Any) -> Self:
        """A candidate's own, the oldest first."""
        if not has_capability(user, OWN_CV):
            return self.none()
        return super().owned_by(user).defer("content").order_by("pk")

    def waiting(self) -> Self:
        """Those that are to be read."""
        return self.filter(status=CvImport.Status.WAITING)

    def to_tell(self) -> Self:
        """Those that wait, and those whose end the person has not seen."""
        told = self.filter(seen_at__isnull=True, cv__deleted_at__isnull=True)
        return told.select_related("cv").defer("content", "cv__document")


class CvImport(models.Model):
    """Import: a PDF or DOCX that the worker reads.

    The file is in the row, so that it is nowhere else: what ends the wait empties it. `started_at`
    is when it was last begun to be read, `attempts` how often. A failure says why in `error`.
    """

    class Status(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "À lire"
        DONE = "done", "Lu"
        FAILED = "failed", "Illisible"

    owner = models.ForeignKey(
        User, verbose_name="personne", on_delete=models.CASCADE, related_name="cv_imports"
    )
    name = models.CharField("nom du fichier", max_length=100)
    content = models.BinaryField("fichier", null=True, blank=True)
    status = models.CharField("état", max_length=7, choices=Status.choices, default=Status.WAITING)
    attempts = models.PositiveSmallIntegerField("lectures commencées", default=0)
    error = models.TextField("ce qui ne va pas", blank=True)
    cv = models.ForeignKey(
        Cv,
        verbose_name="CV",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="imports",
    )
    created_at = models.DateTimeField("envoyé le", auto_now_add=True)
    started_at = models.DateTimeField("lecture commencée le", null=True, blank=True)
    seen_at = models.DateTimeField("résultat vu le", null=True, blank=True)

    objects = CvImportQuerySet.as_manager()

    class Meta:
        verbose_name = "ancien CV à lire"
        verbose_name_plural = "anciens CV à lire"
        constraints = [
            models.CheckConstraint(
                condition=Q(status="waiting", content__isnull=False, cv__isnull=True, error="")
                | Q(status="done", content__isnull=True, cv__isnull=False, error="")
                | (Q(status="failed", content__isnull=True, cv__isnull=True) & ~Q(error="")),
                name="cv_import_state",
                violation_error_message="Un fichier est gardé tant qu’il n’est pas lu, pas plus.",
            ),
            models.CheckConstraint(
                condition=Q(
                    LessThanOrEqual(
                        Func(
                            "content",
                            function="octet_length",
                            output_field=models.IntegerField(),
                        ),
                        MAX_BYTES,
                    )
                ),
                name="cv_import_size",
                violation_error_message="Ce fichier est trop lourd.",
            ),
        ]

    def __str__(self) -> str:
        return self.name
