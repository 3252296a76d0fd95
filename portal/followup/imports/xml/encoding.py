"""Before a file is parsed: what it is, how it is encoded, and that it declares nothing.

A DOCTYPE is refused before any parser sees it: entities that multiply, files and addresses that are
fetched all begin there.
"""

import codecs
import re
from dataclasses import dataclass
from typing import IO

from portal.followup.imports.errors import FileError

_CHUNK = 1 << 16
# The longest of what is looked for, cut between two chunks.
_OVERLAP = 16
_DECLARED = re.compile(rb"\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_BOM = codecs.BOM_UTF8
# As the prolog may call them → as Python and the parser do.
_ENCODINGS = {
    **dict.fromkeys(["windows-1252", "cp1252", "cp-1252"], "windows-1252"),
    **dict.fromkeys(["iso-8859-1", "latin1", "latin-1", "iso8859-1"], "iso-8859-1"),
    **dict.fromkeys(["iso-8859-15", "iso8859-15"], "iso-8859-15"),
    **dict.fromkeys(["utf-8", "utf8", "us-ascii", "ascii"], "utf-8"),
}

EMPTY = "Ce fichier est vide."
NOT_XML = (
    "Ce fichier n’est pas un fichier mensuel de la CAF ou de la MSA\u00a0: il n’est pas en XML. "
    "S’il vient d’une archive (.zip, .gz), ouvrez-la d’abord."
)
DECLARES = (
    "Ce fichier contient une déclaration DOCTYPE, que les fichiers de la CAF et de la MSA n’ont "
    "jamais\u00a0: il n’a pas été lu. Demandez à votre service informatique d’où il vient."
)


@dataclass(frozen=True, slots=True)
class Examined:
    """How to read a file: its encoding, and whether its last element is closed."""

    encoding: str
    is_whole: bool


def examine(file: IO[bytes], *, root: str) -> Examined:
    """Read the bytes once, in constant memory. Raises FileError: no XML, a DOCTYPE, an encoding."""
    file.seek(0)
    start = file.read(_CHUNK)
    if not start.strip():
        raise FileError(EMPTY)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\x00", b"\x00<")):
        raise FileError(_not_supported("UTF-16"))
    if not start.removeprefix(_BOM).lstrip().startswith(b"<"):
        raise FileError(NOT_XML)
    declared = _declared(start)
    utf8, said = _Decoding("utf-8"), _Decoding(declared or "utf-8")
    tail, chunk = b"", start
    while chunk:
        seen = tail + chunk
        if b"<!DOCTYPE" in seen.upper() or b"<!ENTITY" in seen.upper():
            raise FileError(DECLARES)
        utf8.take(chunk)
        said.take(chunk)
        tail = seen[-_OVERLAP - len(root) :]
        chunk = file.read(_CHUNK)
    encoding = _encoding(declared, utf8, said, has_bom=start.startswith(_BOM))
    file.seek(0)
    return Examined(encoding, tail.rstrip().endswith(f"</{root}>".encode()))


class _Decoding:
    """Whether bytes that come in pieces are in an encoding."""

    def __init__(self, encoding: str) -> None:
        self.decoder = codecs.getincrementaldecoder(encoding)("strict")
        self.is_right = True
        self.has_accents = False

    def take(self, chunk: bytes) -> None:
        self.has_accents = self.has_accents or not chunk.isascii()
        if self.is_right:
            try:
                self.decoder.decode(chunk)
            except UnicodeDecodeError:
                self.is_right = False


def _declared(start: bytes) -> str:
    """The encoding that the prolog names, empty for none. Raises FileError."""
    found = _DECLARED.match(start.removeprefix(_BOM)[:500])
    if found is None:
        return ""
    name = found[1].decode("ascii")
    if name.lower() not in _ENCODINGS:
        raise FileError(_not_supported(name))
    return _ENCODINGS[name.lower()]


def _encoding(declared: str, utf8: _Decoding, said: _Decoding, *, has_bom: bool) -> str:
    """What to read it in. Without a word about it: UTF-8 if it can be, else windows-1252."""
    if not declared:
        return "utf-8" if utf8.is_right else "windows-1252"
    if not said.is_right:
        raise FileError(_wrong(declared))
    if declared != "utf-8" and utf8.is_right and utf8.has_accents and not has_bom:
        # Hardly a text of accents in one byte is right in UTF-8 by chance.
        raise FileError(_wrong(declared))
    return "utf-8" if has_bom else declared


def _not_supported(name: str) -> str:
    return (
        f"Ce fichier est encodé en {name}. Les fichiers attendus sont en windows-1252, en "
        "ISO-8859-1 ou en UTF-8\u00a0: demandez-le de nouveau à l’organisme."
    )


def _wrong(name: str) -> str:
    return (
        f"Ce fichier se dit encodé en {name}, et ne l’est pas\u00a0: les noms à accents seraient "
        "abîmés. Il a sans doute été ouvert et enregistré par un autre logiciel. Reprenez celui "
        "que l’organisme a envoyé."
    )
