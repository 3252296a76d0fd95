"""What a table says that it is, then what the sandbox reads in it."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Any

from portal.followup.imports.tables.worker import MAX_COLUMNS, MAX_ROWS
from snippets.errors import DomainError
from snippets.french import number
from snippets.sandbox import BusyError, Fault, Sandbox, SandboxError

MAX_BYTES = 15_000_000
SANDBOX = Sandbox(
    module="portal.followup.imports.tables.worker",
    memory=700_000_000,
    computing=40,
    clock=90,
    answer=60_000_000,
    at_once=2,
)
_ZIP = b"PK\x03\x04"
# An old Excel workbook; an XLSX under a password is in the same container, with this name inside.
_OLD = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = (b"%PDF", b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"{\\rtf", b"\x1f\x8b", b"7z")
_XML = (b"<", b"\xef\xbb\xbf<")
_SPREADSHEETS = frozenset({".xlsx", ".xlsm", ".xls", ".ods"})


class Unreadable(StrEnum):
    """Why a file is no table; the worker answers with some of these values."""

    EMPTY = "empty"
    SIZE = "size"
    KIND = "kind"
    XML = "xml"
    FAKE = "fake"
    OLD_EXCEL = "old_excel"
    PASSWORD = "password"  # noqa: S105
    OPEN_DOCUMENT = "open_document"
    MACROS = "macros"
    NO_WORKBOOK = "no_workbook"
    ENTITIES = "entities"
    BROKEN = "broken"
    HEAVY = "heavy"
    BUSY = "busy"
    ENCODING = "encoding"
    SEPARATOR = "separator"
    QUOTE = "quote"
    NO_ROWS = "no_rows"
    ROWS = "rows"
    COLUMNS = "columns"


_AS_XLSX = "Ouvrez-le, enregistrez-le au format .xlsx ou .csv, puis recommencez."
_MESSAGES = {
    Unreadable.EMPTY: "Ce fichier est vide.",
    Unreadable.SIZE: "Ce tableau est trop lourd\u00a0: 15\u00a0Mo au plus. Coupez-le en plusieurs.",
    Unreadable.KIND: "Ce fichier n’est pas un tableau. Choisissez un fichier .csv ou .xlsx.",
    Unreadable.XML: "Ce fichier est du XML, pas un tableau. Si c’est le fichier mensuel de la CAF "
    "ou de la MSA, choisissez «\u00a0Fichier mensuel\u00a0».",
    Unreadable.FAKE: "Ce fichier porte le nom d’un classeur Excel mais n’en est pas un. "
    f"{_AS_XLSX}",
    Unreadable.OLD_EXCEL: f"Ce classeur vient d’un ancien Excel (.xls). {_AS_XLSX}",
    Unreadable.PASSWORD: "Ce classeur est protégé par un mot de passe. Retirez-le, puis "
    "recommencez.",
    Unreadable.OPEN_DOCUMENT: f"Ce classeur vient de LibreOffice (.ods). {_AS_XLSX}",
    Unreadable.MACROS: "Ce classeur contient des macros\u00a0: il n’est pas ouvert. "
    "Enregistrez-le au format .xlsx, puis recommencez.",
    Unreadable.NO_WORKBOOK: "Ce fichier n’est pas un classeur Excel (.xlsx).",
    Unreadable.ENTITIES: "Ce classeur contient des déclarations qu’aucun tableur n’écrit\u00a0: "
    "il n’est pas ouvert.",
    Unreadable.BROKEN: "Ce classeur est abîmé ou incomplet\u00a0: il ne peut pas être lu. "
    "Téléchargez-le de nouveau, ou ouvrez-le et enregistrez-le, puis recommencez.",
    Unreadable.HEAVY: "Ce fichier demande trop de travail pour être lu. Gardez la seule feuille "
    "utile, puis recommencez.",
    Unreadable.BUSY: "D’autres fichiers sont en train d’être lus. Recommencez dans un instant.",
    Unreadable.ENCODING: "Les lettres de ce fichier ne peuvent pas être lues. Enregistrez-le au "
    "format «\u00a0CSV UTF-8\u00a0», puis recommencez.",
    Unreadable.SEPARATOR: "Aucune colonne n’a été reconnue\u00a0: séparez-les par des "
    "points-virgules, des virgules ou des tabulations.",
    Unreadable.QUOTE: "Un guillemet ouvert n’est jamais refermé dans ce fichier\u00a0: les lignes "
    "qui suivent seraient perdues. Corrigez-le, puis recommencez.",
    Unreadable.NO_ROWS: "Ce fichier a des titres de colonnes, mais aucune ligne.",
    Unreadable.ROWS: f"Ce fichier a plus de {number(MAX_ROWS)} lignes. Coupez-le en plusieurs, "
    "puis recommencez.",
    Unreadable.COLUMNS: f"Ce fichier a plus de {MAX_COLUMNS} colonnes. Gardez celles qui servent, "
    "puis recommencez.",
}


class TableError(DomainError):
    """A file that is no table that can be read; `reason` says why."""

    def __init__(self, reason: Unreadable) -> None:
        super().__init__(_MESSAGES[reason], field="file")
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Table:
    """`rows`: the number of the line in the file, then its cells as text. `notes`: see `worker`."""

    headings: list[str]
    rows: list[list[Any]]
    notes: dict[str, Any]

    @property
    def what_was_guessed(self) -> str:
        """What the person should know of how the file was understood."""
        said = []
        if self.notes.get("encoding") == "windows-1252":
            said.append(
                "Le fichier ne dit pas comment ses accents sont écrits\u00a0: il a été lu comme "
                "windows-1252."
            )
        if others := self.notes.get("other_sheets"):
            sheets = "l’autre feuille n’est pas lue" if others == 1 else "les autres ne le sont pas"
            said.append(f"La feuille «\u00a0{self.notes['sheet']}\u00a0» est lue, {sheets}.")
        return " ".join(said)


def read_table(data: bytes, *, name: str = "") -> Table:
    """All the lines of a table. For the worker: it may take seconds. Raises TableError."""
    return _read(kind_of(data, name=name), data)


def read_head(data: bytes, *, name: str = "") -> Table:
    """The headings and the first lines, for a screen that waits. Raises TableError."""
    kind = kind_of(data, name=name)
    try:
        with SANDBOX.one_of_few():
            return _read(f"{kind}_head", data)
    except BusyError as error:
        raise TableError(Unreadable.BUSY) from error


def kind_of(data: bytes, *, name: str = "") -> str:
    """What a file is, "csv" or "xlsx", by what it holds. Raises TableError."""
    if not data.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise TableError(Unreadable.EMPTY)
    if len(data) > MAX_BYTES:
        raise TableError(Unreadable.SIZE)
    if data.startswith(_ZIP):
        return "xlsx"
    if data.startswith(_OLD):
        raise TableError(Unreadable.PASSWORD if _ENCRYPTED in data else Unreadable.OLD_EXCEL)
    if data.startswith(_OTHERS):
        raise TableError(Unreadable.KIND)
    if data.lstrip().startswith(_XML):
        raise TableError(Unreadable.XML)
    if PurePath(name.replace("\\", "/")).suffix.lower() in _SPREADSHEETS:
        raise TableError(Unreadable.FAKE)
    return "csv"


def _read(parser: str, data: bytes) -> Table:
    try:
        answer = SANDBOX.run(parser, data)
    except SandboxError as error:
        is_odd = error.fault in {Fault.RAISED, Fault.CRASHED}
        raise TableError(Unreadable.BROKEN if is_odd else Unreadable.HEAVY) from error
    if isinstance(answer, str):
        raise TableError(Unreadable(answer))
    if isinstance(answer, bytes):
        raise TableError(Unreadable.BROKEN)
    return Table(**answer)
