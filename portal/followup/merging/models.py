"""A merge: asked by one, agreed by another; what it moved, and by which numbers files know it."""

from typing import Any

from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.people.models import Beneficiary, Professional
from portal.followup.rows.base import AreaRow, Written, with_history


@with_history
class CaseMerge(Written, AreaRow):
    """Fusion de deux dossiers: `beneficiary` is kept, `loser` becomes a pointer.

    `choices`: what was chosen where the two differ. `seal`: what the asker was shown; whoever
    agrees agrees to the same. `moved` and `stayed` hold, by model, the keys of the rows that came
    from the loser, and of those that stayed with it. The numbers of the loser stay here: files of
    CAF and MSA go on naming them.
    """

    class State(models.TextChoices):
        """Where it is."""

        ASKED = "asked", "Proposée"
        DONE = "done", "Faite"
        REFUSED = "refused", "Refusée"
        WITHDRAWN = "withdrawn", "Retirée"

    beneficiary = models.ForeignKey(
        Beneficiary, verbose_name="dossier gardé", on_delete=models.PROTECT, related_name="merges"
    )
    loser = models.ForeignKey(
        Beneficiary,
        verbose_name="dossier fusionné",
        on_delete=models.PROTECT,
        related_name="given_up_by",
    )
    state = models.CharField("état", max_length=9, choices=State.choices, default=State.ASKED)
    reason = models.TextField("motif", max_length=2000)
    choices = models.JSONField("choix", default=dict)
    seal = models.CharField(max_length=64)
    asked_by = models.ForeignKey(
        Professional, verbose_name="proposée par", on_delete=models.PROTECT, related_name="+"
    )
    decided_by = models.ForeignKey(
        Professional,
        verbose_name="réponse de",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    decided_at = models.DateTimeField("réponse le", null=True, blank=True)
    answer = models.TextField("réponse", max_length=2000, blank=True)
    moved = models.JSONField("lignes venues", default=dict)
    stayed = models.JSONField("lignes restées", default=dict)
    number = models.BigIntegerField("numéro du dossier fusionné", null=True, blank=True)
    identity_key = models.CharField(max_length=180, blank=True, db_collation="C", db_index=True)
    organism = models.CharField("organisme", max_length=3, blank=True)
    organism_number = models.CharField("numéro d’organisme", max_length=3, blank=True)
    matricule = models.CharField("numéro d’allocataire", max_length=15, blank=True, db_index=True)

    class Meta(AreaRow.Meta):
        verbose_name = "fusion de dossiers"
        ordering = ["-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(beneficiary=F("loser")),
                name="case_merge_of_two",
                violation_error_message="Un dossier ne fusionne pas avec lui-même.",
            ),
            UniqueConstraint(
                fields=["loser"],
                condition=Q(state__in=["asked", "done"]),
                name="case_merge_once",
                violation_error_message="Une fusion est déjà proposée pour ce dossier.",
            ),
            CheckConstraint(
                condition=~Q(state__in=["done", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(decided_by=F("asked_by")),
                name="case_merge_agreed_by_another",
                violation_error_message="Une autre personne que celle qui propose donne l’accord.",
            ),
            CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="case_merge_refused_with_a_reason",
                violation_error_message="Dites pourquoi la fusion est refusée.",
            ),
        ]

    def __str__(self) -> str:
        return f"Fusion du {timezone.localtime(self.created_at):%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach
        from portal.followup.orientation.rules import decides

        if decides(user):
            return rows.filter(beneficiary__isnull=False)
        both = Q(state=cls.State.DONE) | reach.reads(user, "loser")
        return rows.filter(reach.reads(user, "beneficiary") & both)

    @property
    def shown_number(self) -> str:
        """The number of the case that was given up, as it is written."""
        return f"{self.number or 0:06}"
