"""Rows that each belong to one person."""

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class OwnedQuerySet(models.QuerySet[Row]):
    """Screens reach such rows by `owned_by`, or by another method that takes a person.

    `owner` is the field that names the person.
    """

    owner: ClassVar[str] = "user"

    def owned_by(self, user: Any) -> Self:
        """A person's own; none for somebody who is signed out."""
        return self.filter(**{self.owner: user.pk}) if user.pk else self.none()
