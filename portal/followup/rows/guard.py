"""The first lock: a query on people that was not scoped fails, it does not return everybody."""

from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import sql

from portal.followup.rows.scope import current_scope

_Row = TypeVar("_Row", bound=models.Model)


class UnscopedQueryError(Exception):
    """Rows of the area were read without saying for whom: a fault of the program."""


class GuardedQuery(sql.Query):
    """Refuses to run, whatever is asked of it (rows, count, existence, update, deletion)."""

    is_scoped = False

    def get_compiler(self, *args: Any, **kwargs: Any) -> Any:
        self._check()
        return super().get_compiler(*args, **kwargs)

    def chain(self, klass: Any = None) -> Any:
        # An update or a deletion is a query of another class: checked when it becomes one.
        if klass is not None and not issubclass(klass, GuardedQuery):
            self._check()
        return super().chain(klass)

    def _check(self) -> None:
        if not self.is_scoped:
            message = f"{self.model} was read without `visible_to` or `in_system_scope`."
            raise UnscopedQueryError(message)


class ScopedQuerySet(models.QuerySet[_Row]):
    """Rows that are reached through somebody's rights, or in a scope of the site."""

    def visible_to(self, user: Any) -> Self:
        """Those that a person may read now: `visible` of the model says how."""
        return self._scoped(self.model.visible(self, user))  # type: ignore[attr-defined]

    def in_system_scope(self) -> Self:
        """All of them. Raises UnscopedQueryError outside of `system_scope`."""
        if current_scope() is None:
            message = f"{self.model.__name__}: no scope of the site is open."
            raise UnscopedQueryError(message)
        return self._scoped(self.all())

    def none(self) -> Self:
        return self._scoped(super().none())

    def _scoped(self, rows: Any) -> Self:
        rows = rows._chain()  # noqa: SLF001 - a queryset of ours
        if isinstance(rows.query, GuardedQuery):
            rows.query.is_scoped = True
        return rows


class GuardedManager(models.Manager):
    """`objects` of every model of the area: nothing comes out unscoped."""

    def get_queryset(self) -> Any:
        manager: Any = self
        return manager._queryset_class(  # noqa: SLF001 - as the base does
            self.model,
            query=GuardedQuery(self.model),
            using=self._db,
            hints=manager._hints,  # noqa: SLF001 - the same
        )


def guarded(queryset: type[ScopedQuerySet]) -> Any:
    """The manager `objects` of a model, with the methods of its queryset."""
    return GuardedManager.from_queryset(queryset)()
