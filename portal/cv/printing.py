"""A CV as it is printed, and its pages as pictures: what a phone shows without a PDF reader."""

import logging
from datetime import date
from io import BytesIO
from threading import Lock
from typing import Any

import pypdfium2

from portal.cv.models import Cv
from portal.cv.resume import Template, parse

logger = logging.getLogger("declic.cv")
# PDFium may not be called by two threads at once.
_pdfium = Lock()
_PIXELS_PER_POINT = 1.6


def pdf_of(cv: Cv, today: date, *, anonymous: bool = False, share_url: str | None = None) -> bytes:
    """The CV as a PDF; its photo is read only if it is to be printed.

    `share_url` is printed as a QR code.
    """
    photo = None if anonymous or not cv.resume.show_photo else _photo_of(cv)
    return render_resume(
        cv.document, today=today, anonymous=anonymous, photo=photo, share_url=share_url
    )


def _photo_of(cv: Cv) -> bytes | None:
    """A file that is gone, after a restore without its media, does not stop the rest."""
    if cv.photo is None:
        return None
    try:
        with cv.photo.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError:
        logger.warning("the file of a photo is missing: CV %s", cv.pk)
        return None


def render_resume(
    document: dict[str, Any],
    *,
    today: date,
    anonymous: bool = False,
    photo: bytes | None = None,
    template: Template | None = None,
    share_url: str | None = None,
) -> bytes:
    """Print a document."""
    from portal.cv.pdf import render  # reportlab is slow to load

    return render(
        parse(document),
        template=template,
        anonymous=anonymous,
        photo=photo,
        share_url=share_url,
        today=today,
    )


def page_count(pdf: bytes) -> int:
    """How many pages."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return len(document)
        finally:
            document.close()


def page_picture(pdf: bytes, number: int, *, scale: float = _PIXELS_PER_POINT) -> bytes | None:
    """One page, from 1, as a PNG; None when there is no such page."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if not 1 <= number <= len(document):
                return None
            page = document[number - 1]
            image = page.render(scale=scale).to_pil()
            page.close()
        finally:
            document.close()
    stream = BytesIO()
    image.quantize(64).save(stream, "PNG", optimize=False)
    return stream.getvalue()
