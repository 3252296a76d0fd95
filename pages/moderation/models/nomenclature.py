"""What the dialogs propose, and staff edit: points to check, reasons to refuse."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.text import slugify

from pages.fields import ChoiceArrayField
from pages.wording import KindName


class NomenclatureQuerySet(models.QuerySet["Nomenclature"]):
    """Terms as the dialogs propose them."""

    def proposed_for(self, kind: str) -> Self:
        """The terms in use for one kind of opportunity; a term without kinds is for all."""
        return self.filter(Q(kinds=[]) | Q(kinds__contains=[kind]), active=True)


class Nomenclature(models.Model):
    """An ordered list of terms that staff edit; an unused term is switched off, never deleted."""

    key = models.SlugField("clé", max_length=40, unique=True, editable=False)
    label = models.CharField("libellé", max_length=200)
    kinds = ChoiceArrayField(
        models.CharField(max_length=12, choices=KindName.choices),
        verbose_name="types d’annonces",
        default=list,
        blank=True,
        help_text="Ne cochez rien pour tous les types.",
    )
    # Wagtail's list drags rows by it; a new one goes last.
    position = models.PositiveSmallIntegerField(
        "ordre", null=True, blank=True, default=None, editable=False
    )
    active = models.BooleanField(
        "utilisé", default=True, help_text="Décochez pour ne plus le proposer."
    )

    objects = NomenclatureQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new term a key of its own, which decisions keep when its words change."""
        if not self.key:
            words = slugify(self.label)[:30].strip("-") or "terme"
            self.key = f"{words}-{secrets.token_hex(3)}"
        super().save(*args, **kwargs)

    @property
    def kinds_text(self) -> str:
        """`Tous`, or the kinds that it is for."""
        return ", ".join(KindName(kind).label for kind in self.kinds) or "Tous"


class ChecklistItem(Nomenclature):
    """Point de contrôle: what a moderator checks before approving."""

    class Meta(Nomenclature.Meta):
        verbose_name = "point de contrôle"
        verbose_name_plural = "points de contrôle"


class RefusalReason(Nomenclature):
    """Motif de refus: what the author is told."""

    class Meta(Nomenclature.Meta):
        verbose_name = "motif de refus"
        verbose_name_plural = "motifs de refus"
