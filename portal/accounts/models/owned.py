"""Rows that each belong to one person."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

_Row = TypeVar("_Row", bound=models.Model)


class Owned:
    """For a query whose base is another one; `owner` is the field that names the person."""

    owner: ClassVar[str] = "user"

    def owned_by(self, user: Any) -> Self:
        """A person's own; none for somebody who is signed out."""
        rows: Any = self
        return rows.filter(**{self.owner: user.pk}) if user.pk else rows.none()


class OwnedQuerySet(Owned, models.QuerySet[_Row]):
    """Screens reach such rows by `owned_by`, or by another method that takes a person alone."""
