"""What a session of the équipe pluridisciplinaire refuses."""

from snippets.errors import DomainError


class BoardError(DomainError):
    """It may not be done now."""


class ConflictOfInterestError(BoardError):
    """A member deciding on somebody who is theirs, or oneself."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez un lien avec ce dossier\u00a0: vous ne le lisez pas et ne donnez pas d’avis."
        )


class QuorumError(BoardError):
    """Too few members."""

    def __init__(self, present: int, quorum: int) -> None:
        super().__init__(
            f"Le quorum n’est pas atteint\u00a0: {present} sur {quorum}. Aucun avis n’est rendu."
        )
