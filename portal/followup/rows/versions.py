"""Two people edit one row: the second sees both texts, and nothing is overwritten."""

from typing import Any, TypeVar

from django.db import models

from snippets.errors import DomainError

_Row = TypeVar("_Row", bound=models.Model)


class ChangedMeanwhileError(DomainError):
    """Somebody saved the row since it was read. `row` is as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            "Quelqu’un a modifié ce texte pendant que vous écriviez. Le vôtre est gardé ci-dessous "
            "à côté de celui qui est enregistré\u00a0: relisez, puis enregistrez."
        )
        self.row = row


def locked_version(rows: Any, *, pk: int, version: int) -> Any:
    """The row, locked, if it is still at the version that the form read; its version is advanced.

    `rows` is a scoped queryset. Raises ChangedMeanwhileError, or the model's DoesNotExist when the
    row is out of reach.
    """
    row = rows.select_for_update(of=("self",)).get(pk=pk)
    if row.version != version:
        raise ChangedMeanwhileError(row)
    row.version += 1
    return row
