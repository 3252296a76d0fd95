"""What retention refuses, with the words that say so."""

from snippets.errors import DomainError


class RetentionError(DomainError):
    """It may not be done now."""


class NotYourUnitError(RetentionError):
    """Whoever acts does not manage the unit of the case."""

    def __init__(self) -> None:
        super().__init__("Seule la personne responsable de l’unité décide de la conservation.")


class DestroyedError(RetentionError):
    """Nothing is written any more about somebody who was anonymised."""

    def __init__(self) -> None:
        super().__init__("Ce dossier est détruit\u00a0: rien n’y est plus conservé.")


class SlipMoveError(RetentionError):
    """From its present state, a slip does not go there."""

    def __init__(self, state: str) -> None:
        super().__init__(
            f"C’est impossible maintenant\u00a0: le bordereau est «\u00a0{state}\u00a0». "
            "Rechargez la page."
        )
