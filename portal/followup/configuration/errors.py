"""What may not be set."""

from typing import Any

from snippets.errors import DomainError


class SettingError(DomainError):
    """A term, a delay or a letter may not be set so."""


class SetMeanwhileError(SettingError):
    """Somebody changed the same setting since the form was read. `row` is what they wrote."""

    def __init__(self, row: Any) -> None:
        super().__init__(
            "Quelqu’un a changé ce réglage pendant que vous écriviez. Ce qui est enregistré est "
            "ci-dessous, à côté de votre saisie\u00a0: relisez, puis enregistrez."
        )
        self.row = row
