"""The models of the area begin here: two managers, no index of Wagtail's, a history by triggers.

A table is opened in four steps (`docs/followup.md`): a base of this module, `@with_history`, its
lock in `locks.py`, `EnableRowSecurity` in its migration. A test fails until all are there.
"""

from typing import Any, ClassVar, TypeVar

import pghistory
from django.conf import settings
from django.db import models

from portal.followup.rows.guard import ScopedQuerySet, guarded

_Model = TypeVar("_Model", bound=type[models.Model])


def with_history(model: _Model) -> _Model:
    """Keep every state of a row, with who wrote it and when, whatever writes: a form, SQL, a job.

    What triggers write stands in `<Model>Event` and is never changed, except by retention.
    """
    # The base without a constraint: what is redacted or erased leaves its history.
    pghistory.track(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="events", related_query_name="+"),
        context_field=pghistory.ContextJSONField(),
        context_id_field=None,  # type: ignore[arg-type]
        model_name=f"{model.__name__}Event",
    )(model)
    return model


class AreaRow(models.Model):
    """A row of the closed area. `objects` refuses what is not scoped.

    `unscoped` is for Django itself (foreign keys, unicity): the second lock alone stands before it.
    """

    wagtail_reference_index_ignore: ClassVar[bool] = True

    objects: ClassVar[Any] = guarded(ScopedQuerySet)
    unscoped: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        base_manager_name = "unscoped"
        default_manager_name = "unscoped"

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        """The rows of a query that a person may read. Raises NotImplementedError."""
        raise NotImplementedError


class CaseRow(AreaRow):
    """A row of one person's case: read by the referent, the team and the unit's manager."""

    beneficiary = models.ForeignKey(
        "followup.Beneficiary",
        verbose_name="bénéficiaire",
        on_delete=models.PROTECT,
    )

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(reach.reads(user, "beneficiary"))


class IdentityRow(CaseRow):
    """A row that orientation officers read of everybody: identity, entitlement, orientation."""

    class Meta(CaseRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.filter(reach.knows(user, "beneficiary"))


class ReferenceRow(AreaRow):
    """What all who work in the area read: units, professionals, lists, delays, texts of letters."""

    class Meta(AreaRow.Meta):
        abstract = True

    @classmethod
    def visible(cls, rows: Any, user: Any) -> Any:
        from portal.followup.access import reach

        return rows.all() if reach.works_in_the_area(user) else rows.none()


class Written(models.Model):
    """Who wrote a row, and when. The name outlives the account."""

    created_at = models.DateTimeField("créé le", auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="créé par",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    author_name = models.CharField("auteur·rice", max_length=200, blank=True)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """What several people edit: a form carries the version that it read.

    `rows/versions.py` saves it, or raises with both texts.
    """

    version = models.PositiveIntegerField("version", default=1)
    updated_at = models.DateTimeField("modifié le", auto_now=True)

    class Meta:
        abstract = True
