"""What may not be written of a right."""

from typing import Any

from snippets.errors import DomainError


class EntitlementError(DomainError):
    """A right may not be written so."""


class MendedMeanwhileError(EntitlementError):
    """Somebody mended the row since the form was read. `row` is as it is now."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            "Ce droit a changé pendant que vous le corrigiez. Ce qui est enregistré est "
            "ci-dessous, à côté de votre saisie\u00a0: relisez, puis enregistrez."
        )
        self.row = row
