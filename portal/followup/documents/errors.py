"""What a document refuses."""

from enum import StrEnum

from snippets.errors import DomainError


class DocumentError(DomainError):
    """A document may not be added, or withdrawn, so."""


class Refused(StrEnum):
    """Why a file is no document; the log has this word, and nothing of the file."""

    EMPTY = "empty"
    SIZE = "size"
    KIND = "kind"
    LIES = "lies"
    PASSWORD = "password"  # noqa: S105
    BROKEN = "broken"
    PAGES = "pages"
    HEAVY = "heavy"
    BUSY = "busy"


_AGAIN = "Ouvrez-le, enregistrez-le de nouveau en PDF, et recommencez."
_MESSAGES = {
    Refused.EMPTY: "Ce fichier est vide. Choisissez-le de nouveau.",
    Refused.SIZE: "Ce fichier est trop lourd\u00a0: 5\u00a0Mo au plus.",
    Refused.KIND: "Ce fichier n’est ni un PDF, ni une image JPEG ou PNG. Enregistrez-le dans l’un "
    "de ces formats, et recommencez.",
    Refused.LIES: "Ce fichier n’est pas ce que son nom annonce\u00a0: il n’a pas été gardé. "
    "Vérifiez d’où il vient.",
    Refused.PASSWORD: "Ce PDF est protégé par un mot de passe. Retirez-le, et recommencez.",
    Refused.BROKEN: f"Ce fichier est abîmé\u00a0: il ne peut pas être lu. {_AGAIN}",
    Refused.PAGES: "Ce PDF a trop de pages\u00a0: 150 au plus. Envoyez-le en plusieurs fois.",
    Refused.HEAVY: f"Ce fichier demande trop de travail pour être lu. {_AGAIN}",
    Refused.BUSY: "D’autres fichiers sont en train d’être lus. Recommencez dans un instant.",
}


class UnusableFileError(DocumentError):
    """A file that is not what may be kept; `reason` says why."""

    def __init__(self, reason: Refused) -> None:
        super().__init__(_MESSAGES[reason], field="file")
        self.reason = reason
