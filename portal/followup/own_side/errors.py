"""What the person's side refuses, with the words that say so."""

from snippets import french
from snippets.errors import DomainError


class OwnSideError(DomainError):
    """It may not be done now."""


class NoLinkError(OwnSideError):
    """The account is linked to no case, or not any more."""

    def __init__(self) -> None:
        super().__init__("Votre compte n’est plus lié à votre accompagnement.")


class TooLateError(OwnSideError):
    """The delay for observations is over, or the decision is taken."""


class NotTheManagerError(OwnSideError):
    """Whoever acts does not prepare the answer."""

    def __init__(self) -> None:
        super().__init__("La ou le responsable de l’unité prépare la réponse.")


class ChangedFileError(OwnSideError):
    """The file holds what whoever prepares the answer was not shown."""

    def __init__(self, count: int) -> None:
        changed = french.counted(
            count, "élément nouveau ou modifié", "éléments nouveaux ou modifiés"
        )
        super().__init__(
            f"Le dossier a changé depuis que vous l’avez ouvert\u00a0: {changed}, à relire "
            "ci-dessous. Vos choix sont gardés."
        )


class ForbiddenMoveError(OwnSideError):
    """A request does not go there from where it is."""

    def __init__(self, state: str) -> None:
        super().__init__(
            "C’est impossible maintenant\u00a0: la demande en est à l’étape «\u00a0"
            f"{state}\u00a0». Rechargez la page."
        )
