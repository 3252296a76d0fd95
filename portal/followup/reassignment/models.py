"""What was moved in number."""

from typing import Any

from django.db import models
from django.utils import timezone

from portal.accounts.capabilities import LEAD_UNIT, has_capability
from portal.followup.people.models import Professional, Unit
from portal.followup.rows.base import AreaRow, Written, with_history


@with_history
class Reassignment(Written, AreaRow):
    """Réaffectation en nombre: what one act moved, for its letters, and what it could not move.

    `assignments` are keys of the referents that it named; `refused` the cases that had changed
    since they were shown: key and why. No name is in it, nor a number: both outlive the person.
    """

    unit = models.ForeignKey(Unit, verbose_name="unité", on_delete=models.PROTECT, related_name="+")
    # None: cases that had no referent.
    former = models.ForeignKey(
        Professional,
        verbose_name="personne qui part",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    leaves_on = models.DateField("à partir du")
    assignments = models.JSONField("dossiers confiés", default=list)
    refused = models.JSONField("dossiers laissés", default=list)

    class Meta(AreaRow.Meta):
        verbose_name = "réaffectation en nombre"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Réaffectation du {timezone.localtime(self.created_at):%d/%m/%Y}"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        if not has_capability(user, LEAD_UNIT):
            return rows.none()
        me = reach.professional_of(user)
        return rows.filter(unit=me.unit_id if me else None)
