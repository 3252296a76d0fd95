"""What a file says that it is, then what the sandbox says of it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from portal.participation.errors import ParticipationError
from snippets.sandbox import Busy, BusyError, Sandbox, SandboxError

MAX_BYTES = 5_000_000
# Three on the whole site: each holds a thread of a web process while it is read.
SANDBOX = Sandbox(
    module="portal.participation.uploads.worker",
    memory=256_000_000,
    computing=5,
    clock=15,
    answer=2 * MAX_BYTES,
    at_once=3,
)
_HEAD = 1024
_WORD = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")
_HEIC = b"ftyp"


class Unusable(StrEnum):
    """Why a file is no CV in PDF; the worker answers with some of these values."""

    SIZE = "size"
    EMPTY = "empty"
    KIND = "kind"
    WORD = "word"
    PICTURE = "picture"
    PASSWORD = "password"  # noqa: S105
    BROKEN = "broken"
    PAGES = "pages"
    HEAVY = "heavy"
    MINE = "mine"
    CROWDED = "crowded"


_AS_PDF = "Ouvrez-le, choisissez «\u00a0Enregistrer sous\u00a0» puis PDF, et recommencez."
_MESSAGES = {
    Unusable.SIZE: "Ce fichier est trop lourd\u00a0: 5\u00a0Mo au plus.",
    Unusable.EMPTY: "Ce fichier est vide. Choisissez votre CV de nouveau.",
    Unusable.KIND: "Ce fichier n’est pas un PDF. Choisissez votre CV au format PDF.",
    Unusable.WORD: f"Ce fichier est un document Word, pas un PDF. {_AS_PDF}",
    Unusable.PICTURE: "Ce fichier est une photo, pas un PDF. Choisissez votre CV au format PDF, "
    "ou continuez sans CV.",
    Unusable.PASSWORD: "Ce PDF est protégé par un mot de passe\u00a0: personne ne pourrait le "
    "lire. Retirez le mot de passe, et recommencez.",
    Unusable.BROKEN: f"Ce PDF est abîmé\u00a0: il ne peut pas être lu. {_AS_PDF}",
    Unusable.PAGES: "Ce PDF a trop de pages pour un CV\u00a0: 30 au plus.",
    Unusable.HEAVY: f"Ce PDF demande trop de travail pour être lu. {_AS_PDF}",
    Unusable.MINE: "Un autre de vos fichiers est en train d’être lu. Recommencez dans un instant.",
    Unusable.CROWDED: "Beaucoup de fichiers arrivent en ce moment. Recommencez dans un instant.",
}


class UploadedCvError(ParticipationError):
    """A file that is no CV in PDF; `reason` says why."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(_MESSAGES[reason], field="file")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CleanPdf:
    """A PDF that the sandbox wrote, and what its person calls it."""

    content: bytes
    title: str


def clean_pdf(data: bytes, *, name: str = "", whose: str = "", parser: str = "clean") -> CleanPdf:
    """The PDF without what it does by itself; one file of `whose` is read at a time.

    `parser` is a name of the worker's `PARSERS`: a document may have more pages than a CV.
    Outside of any other transaction: it may take seconds. Raises UploadedCvError.
    """
    refuse_by_beginning(data)
    try:
        with SANDBOX.one_of_few(whose):
            answer = SANDBOX.run(parser, data)
    except BusyError as error:
        is_mine = error.reason == Busy.MINE
        raise UploadedCvError(Unusable.MINE if is_mine else Unusable.CROWDED) from error
    except SandboxError as error:
        raise UploadedCvError(Unusable.HEAVY) from error
    if isinstance(answer, str):
        raise UploadedCvError(Unusable(answer))
    if not isinstance(answer, bytes) or len(answer) > MAX_BYTES:
        raise UploadedCvError(Unusable.HEAVY)
    return CleanPdf(answer, _title(name))


def refuse_by_beginning(data: bytes) -> None:
    """Raise UploadedCvError for what is no PDF at first sight, and say what it looks like."""
    if not data.strip():
        raise UploadedCvError(Unusable.EMPTY)
    if len(data) > MAX_BYTES:
        raise UploadedCvError(Unusable.SIZE)
    if b"%PDF-" in data[:_HEAD]:
        return
    if data.startswith(_WORD):
        raise UploadedCvError(Unusable.WORD)
    if data.startswith(_PICTURES) or data[4:8] == _HEIC:
        raise UploadedCvError(Unusable.PICTURE)
    raise UploadedCvError(Unusable.KIND)


def _title(name: str) -> str:
    """« cv_maçon.pdf » is « cv maçon »: a file's name, as words."""
    stem = PurePath(name.replace("\\", "/")).stem.replace("_", " ")
    return " ".join("".join(filter(str.isprintable, stem)).split())[:100] or "CV"
