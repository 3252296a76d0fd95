"""An old CV, in PDF or DOCX, becomes a draft: what it says and nothing else."""

from enum import StrEnum
from typing import Any

from portal.cv.exchange.draft import Draft, drafted
from portal.cv.exchange.lines import Line
from snippets.errors import DomainError
from snippets.sandbox import Sandbox, SandboxError

MAX_BYTES = 5_000_000
# Two at once on the whole site: see `jobs.read_old_cv`. The longest answer has one letter a line.
SANDBOX = Sandbox(
    module="portal.cv.exchange.worker",
    memory=256_000_000,
    computing=5,
    clock=15,
    answer=8_000_000,
)
_KINDS = {b"%PDF": "pdf", b"PK\x03\x04": "docx"}
# An old Word document; a DOCX under a password is in the same container, with this name inside.
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
RTF = b"{\\rtf"
_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"II*\x00", b"MM\x00*", b"BM")
_HEIC = b"ftyp"
_HEAD = 1024


class Unreadable(StrEnum):
    """Why a file cannot become a draft; the worker answers with these values."""

    SIZE = "size"
    EMPTY = "empty"
    KIND = "kind"
    PASSWORD = "password"  # noqa: S105
    OLD_WORD = "old_word"
    MACROS = "macros"
    BROKEN = "broken"
    HEAVY = "heavy"
    NO_DOCX = "no_docx"
    WRITER = "writer"
    PAGES = "pages"
    RTF = "rtf"
    TEXT = "text"
    PICTURE = "picture"
    IMAGE = "image"


_MESSAGES = {
    Unreadable.SIZE: "Ce fichier est trop lourd\u00a0: 5\u00a0Mo au plus.",
    Unreadable.EMPTY: "Ce fichier est vide.",
    Unreadable.KIND: "Ce fichier n’est ni un PDF ni un document Word (.docx). "
    "Enregistrez votre CV dans l’un de ces formats.",
    Unreadable.PASSWORD: "Ce fichier est protégé par un mot de passe. "
    "Retirez-le, puis recommencez.",
    Unreadable.OLD_WORD: "Ce document vient d’un ancien Word (.doc). Ouvrez-le, enregistrez-le au "
    "format .docx ou PDF, puis recommencez.",
    Unreadable.MACROS: "Ce document contient des macros (.docm)\u00a0: il n’est pas ouvert. "
    "Enregistrez-le au format .docx ou PDF, puis recommencez.",
    Unreadable.BROKEN: "Ce fichier est abîmé\u00a0: il ne peut pas être lu. "
    "Ouvrez-le, enregistrez-le de nouveau, puis recommencez.",
    Unreadable.HEAVY: "Ce fichier demande trop de travail pour être lu. Recopiez plutôt votre CV.",
    Unreadable.NO_DOCX: "Ce fichier n’est pas un document Word (.docx). Enregistrez votre CV au "
    "format .docx ou PDF, puis recommencez.",
    Unreadable.WRITER: "Ce document vient de LibreOffice (.odt). Ouvrez-le, choisissez "
    "«\u00a0Fichier\u00a0», puis «\u00a0Enregistrer sous\u00a0», et le type «\u00a0Word "
    "(.docx)\u00a0». Puis recommencez.",
    Unreadable.PAGES: "Ce document vient de Pages (Apple). Ouvrez-le, choisissez "
    "«\u00a0Fichier\u00a0», «\u00a0Exporter vers\u00a0», puis «\u00a0Word\u00a0» ou "
    "«\u00a0PDF\u00a0». Puis recommencez.",
    Unreadable.RTF: "Ce document est au format .rtf. Ouvrez-le, enregistrez-le au format .docx ou "
    "PDF, puis recommencez.",
    Unreadable.TEXT: "Ce fichier n’est ni un PDF ni un document Word (.docx). S’il contient du "
    "texte, ouvrez-le, copiez tout, et collez-le plus bas dans «\u00a0Ou coller le texte de mon "
    "CV\u00a0».",
    Unreadable.PICTURE: "Ce fichier est une photo, pas un PDF ni un document Word (.docx)\u00a0: "
    "son texte ne peut pas être lu. Cherchez le fichier d’origine, recopiez votre CV, ou demandez "
    "de l’aide.",
    Unreadable.IMAGE: "Aucun texte n’a pu être lu dans ce fichier\u00a0: c’est peut-être une "
    "image, ou un papier numérisé. Recopiez votre CV, ou demandez de l’aide.",
}


class FileError(DomainError):
    """A file that cannot become a draft."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(_MESSAGES[reason])
        self.reason = reason


def read_file(data: bytes) -> Draft:
    """Read a PDF or DOCX CV, told by its content. Raises FileError.

    For the worker alone: its parsers may take seconds (see `exchange.worker`).
    """
    kind = kind_of(data)
    answer = _read(data, kind)
    lines = [
        Line(text, item=item, zone=zone, size=size) for text, item, zone, size in answer["lines"]
    ]
    if not lines:
        raise FileError(Unreadable.IMAGE)
    return drafted(
        lines,
        two_columns=bool(answer["columns"]),
        cut=bool(answer["cut"]),
        wraps=kind == "pdf",
    )


def kind_of(data: bytes) -> str:
    """What a file says it is, "pdf" or "docx", by its first bytes. Raises FileError."""
    if not data.strip():
        raise FileError(Unreadable.EMPTY)
    if len(data) > MAX_BYTES:
        raise FileError(Unreadable.SIZE)
    for start, kind in _KINDS.items():
        if data.startswith(start):
            return kind
    if data.startswith(_OLD):
        raise FileError(Unreadable.PASSWORD if _ENCRYPTED in data else Unreadable.OLD_WORD)
    if b"%PDF-" in data[:_HEAD]:
        return "pdf"
    if data.startswith(RTF):
        raise FileError(Unreadable.RTF)
    if data.startswith(_PICTURES) or data[4:8] == _HEIC:
        raise FileError(Unreadable.PICTURE)
    raise FileError(Unreadable.KIND if b"\x00" in data else Unreadable.TEXT)


def _read(data: bytes, kind: str) -> dict[str, Any]:
    try:
        answer = SANDBOX.run(kind, data)
    except SandboxError as error:
        raise FileError(Unreadable.HEAVY) from error
    if isinstance(answer, str):
        raise FileError(Unreadable(answer))
    if isinstance(answer, bytes):
        raise FileError(Unreadable.HEAVY)
    return answer
