"""What a file is by its content, written again in a sandbox: no script, no metadata of a camera."""

from dataclasses import dataclass
from pathlib import PurePath

from portal.followup.documents.errors import Refused, UnusableFileError
from portal.followup.documents.models import CaseDocument
from portal.participation.uploads import MAX_BYTES, Unusable, UploadedCvError, clean_pdf
from snippets import pictures

Kind = CaseDocument.MediaType
_HEAD = 1024
_BEGINNINGS = {b"\xff\xd8\xff": Kind.JPEG, b"\x89PNG\r\n\x1a\n": Kind.PNG}
_SUFFIXES = {".pdf": Kind.PDF, ".jpg": Kind.JPEG, ".jpeg": Kind.JPEG, ".png": Kind.PNG}
_PDF = {
    Unusable.SIZE: Refused.SIZE,
    Unusable.EMPTY: Refused.EMPTY,
    Unusable.PASSWORD: Refused.PASSWORD,
    Unusable.PAGES: Refused.PAGES,
    Unusable.HEAVY: Refused.HEAVY,
    Unusable.MINE: Refused.BUSY,
    Unusable.CROWDED: Refused.BUSY,
}
_PICTURE = {
    pictures.Unusable.PIXELS: Refused.HEAVY,
    pictures.Unusable.HEAVY: Refused.HEAVY,
    pictures.Unusable.MINE: Refused.BUSY,
    pictures.Unusable.CROWDED: Refused.BUSY,
}


@dataclass(frozen=True, slots=True)
class Clean:
    """A file that may be kept and shown."""

    content: bytes
    media_type: str


def read_document(data: bytes, *, name: str, whose: str) -> Clean:
    """The same document, harmless; one file of `whose` is read at a time.

    Raises UnusableFileError: it is too heavy, broken, of another kind, or not what its name says.
    """
    if not data.strip():
        raise UnusableFileError(Refused.EMPTY)
    if len(data) > MAX_BYTES:
        raise UnusableFileError(Refused.SIZE)
    kind = _kind_of(data)
    told = _SUFFIXES.get(PurePath(name.replace("\\", "/")).suffix.lower())
    if kind is None:
        raise UnusableFileError(Refused.LIES if told else Refused.KIND)
    if told != kind:
        raise UnusableFileError(Refused.LIES)
    content = _pdf(data, whose) if kind == Kind.PDF else _picture(data, whose)
    if len(content) > MAX_BYTES:
        raise UnusableFileError(Refused.SIZE)
    # A heavy PNG may come back as a JPEG.
    return Clean(content, _kind_of(content) or kind)


def _kind_of(data: bytes) -> str | None:
    if b"%PDF-" in data[:_HEAD]:
        return Kind.PDF
    return next((kind for start, kind in _BEGINNINGS.items() if data.startswith(start)), None)


def _pdf(data: bytes, whose: str) -> bytes:
    try:
        return clean_pdf(data, whose=whose, parser="clean_document").content
    except UploadedCvError as error:
        raise UnusableFileError(_PDF.get(error.reason, Refused.BROKEN)) from error


def _picture(data: bytes, whose: str) -> bytes:
    try:
        with pictures.one_of_few(whose):
            return pictures.read_picture(data)
    except pictures.PictureError as error:
        raise UnusableFileError(_PICTURE.get(error.reason, Refused.BROKEN)) from error
