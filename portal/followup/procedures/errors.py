"""What procedures refuse, with the words that say so."""

from collections.abc import Sequence

from snippets.errors import DomainError


class ProcedureError(DomainError):
    """It may not be done now."""


class NotYoursError(ProcedureError):
    """Whoever acts may not: not the manager of the unit, or the referent of the person."""

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or "La ou le responsable de l’unité conduit la procédure, jamais la personne référente."
        )


class ForbiddenMoveError(ProcedureError):
    """From its present state, a procedure or a report does not go there."""

    def __init__(self, state: str, what: str = "la procédure") -> None:
        super().__init__(
            f"C’est impossible maintenant\u00a0: {what} en est à l’étape «\u00a0{state}"
            "\u00a0». Rechargez la page."
        )


class HeldError(ProcedureError):
    """Somebody put it on hold."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            f"La procédure est en attente\u00a0: {reason} Reprenez-la avant d’aller plus loin."
        )


class ObservationArrivedError(ProcedureError):
    """The person said something since the decision was begun. `present` is how many there are."""

    def __init__(self, present: int) -> None:
        super().__init__(
            "Une observation de la personne est arrivée pendant que vous écriviez. Lisez-la "
            "ci-dessus, puis enregistrez\u00a0: votre texte est gardé."
        )
        self.present = present


class MissingError(ProcedureError):
    """Something must come before. `missing` are sentences."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(" ".join(missing))
        self.missing = list(missing)
