"""What may not be done to somebody's pathway. Messages can be shown."""

from collections.abc import Sequence
from typing import Any

from snippets.errors import DomainError


class OrientationError(DomainError):
    """An orientation, a referent, a request or an exit may not be written so."""


class NotAllowedError(OrientationError):
    """Whoever acts may not: a screen that shows the button is at fault, or a right just ended."""


class DecidedMeanwhileError(OrientationError):
    """Somebody decided since the form was read. `row` is what they decided, None when it ended."""

    def __init__(self, message: str, row: Any) -> None:
        super().__init__(message)
        self.row = row


class HandoverMissingError(OrientationError):
    """A transfer leaves something without a fate. `items` are all that a form must ask."""

    def __init__(self, items: Sequence[Any]) -> None:
        super().__init__(
            "Dites ce que devient chaque rendez-vous, étape et document en préparation. "
            "La liste a pu changer pendant que vous la remplissiez."
        )
        self.items = list(items)


class IncompleteRequestError(OrientationError):
    """A request may not be sent yet. `missing` pairs the field with what to write in it."""

    def __init__(self, missing: Sequence[tuple[str, str]]) -> None:
        super().__init__("La demande n’est pas complète\u00a0: elle reste en brouillon.")
        self.missing = list(missing)
