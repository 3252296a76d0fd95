"""Journal entries, confidential or not, and drafts that are never lost."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils import timezone

from portal.followup.configuration.models import Term
from portal.followup.people.models import Beneficiary, Profession
from portal.followup.rows.base import AreaRow, CaseRow, Versioned, Written, with_history

MAX_NOTE = 20_000


@with_history
class JournalEntry(Versioned, Written, CaseRow):
    """Note. Confidential, it is read by its author's profession within the team alone."""

    class Visibility(models.TextChoices):
        """Who reads it."""

        TEAM = "team", "Groupe de suivi"
        PROFESSION = "profession", "Confidentielle\u00a0: mon métier seulement"

    visibility = models.CharField(
        "lecture", max_length=10, choices=Visibility.choices, default=Visibility.TEAM
    )
    profession = models.CharField("métier", max_length=12, choices=Profession.choices)
    kind = models.ForeignKey(
        Term, verbose_name="type", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    on = models.DateField("le", default=timezone.localdate)
    text = models.TextField("note", max_length=MAX_NOTE)
    appointment = models.ForeignKey(
        "followup.Appointment",
        verbose_name="rendez-vous",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes",
    )

    class Meta(CaseRow.Meta):
        verbose_name = "note"
        ordering = ["-on", "-pk"]
        constraints = [
            CheckConstraint(
                condition=~Q(text=""),
                name="note_says_something",
                violation_error_message="Écrivez la note.",
            )
        ]

    def __str__(self) -> str:
        return f"Note du {self.on:%d/%m/%Y}"

    @property
    def is_confidential(self) -> bool:
        """Whether its profession alone reads it."""
        return self.visibility == self.Visibility.PROFESSION

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        # What all conditions share stands first: PostgreSQL finds the notes of one case by it.
        confidential = Q(
            reach.is_in_team(user, "beneficiary"),
            visibility=cls.Visibility.PROFESSION,
            profession=reach.profession_of(user),
        )
        return rows.filter(
            Q(visibility=cls.Visibility.TEAM) | confidential, reach.reads(user, "beneficiary")
        )


class Draft(AreaRow):
    """What somebody types in a case: saved while typing, and theirs alone.

    It is given back to them even when they may not open the case any more (once: `returned_at`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="auteur·rice",
    )
    beneficiary = models.ForeignKey(
        Beneficiary, on_delete=models.PROTECT, related_name="+", verbose_name="bénéficiaire"
    )
    # Which form: `appointment:12`, `note`, `contract:3`.
    form = models.CharField(max_length=60)
    fields = models.JSONField("texte", default=dict)
    updated_at = models.DateTimeField(auto_now=True)
    returned_at = models.DateTimeField("rendu le", null=True, blank=True)

    class Meta(AreaRow.Meta):
        verbose_name = "texte en cours"
        constraints = [
            UniqueConstraint(fields=["user", "beneficiary", "form"], name="draft_once_a_form")
        ]

    def __str__(self) -> str:
        return self.form

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        return rows.filter(user=user.pk)
