"""What is refused about the opening of cases, with the words that say so."""

from snippets.errors import DomainError, TooOftenError


class AccessError(DomainError):
    """It may not be done now."""


class TooManyTriesError(TooOftenError):
    """A search or an emergency too many."""

    def __init__(self) -> None:
        super().__init__(
            "C’est trop de demandes en peu de temps. Attendez un peu, ou appelez la personne "
            "responsable de l’unité."
        )
