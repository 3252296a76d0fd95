"""A CV as it is printed, and its pages as pictures: what a phone shows without a PDF reader."""

import hashlib
import json
import logging
from datetime import date
from io import BytesIO
from threading import Lock
from typing import Any

import pypdfium2
from django.core.cache import caches

from portal.cv.models import Cv
from portal.cv.resume import Template, parse

logger = logging.getLogger("declic.cv")
# PDFium may not be called by two threads at once.
_pdfium = Lock()
_PIXELS_PER_POINT = 1.6
MAX_PICTURES = 10
_KEPT_SECONDS = 120
# Who asks for a print that is being drawn waits for it; the others rarely wait.
_drawing = tuple(Lock() for _ in range(16))


def pdf_of(cv: Cv, today: date, *, anonymous: bool = False, share_url: str | None = None) -> bytes:
    """The CV as a PDF; its photo is read only if it is to be printed.

    `share_url` is printed as a QR code. A browser asks for each page by itself, several at once:
    the same print is drawn once, and kept two minutes in this process; never one with a secret.
    """
    photo = None if anonymous or not cv.resume.show_photo else _photo_of(cv)
    if share_url:
        return render_resume(
            cv.document, today=today, anonymous=anonymous, photo=photo, share_url=share_url
        )
    said = json.dumps([cv.document, today.isoformat(), anonymous], sort_keys=True).encode()
    digest = hashlib.blake2b(said + b"\0" + (photo or b""), digest_size=32)
    key, kept = digest.hexdigest(), caches["drawn"]
    with _drawing[digest.digest()[0] % len(_drawing)]:
        pdf: bytes | None = kept.get(key)
        if pdf is None:
            pdf = render_resume(cv.document, today=today, anonymous=anonymous, photo=photo)
            kept.set(key, pdf, _KEPT_SECONDS)
    return pdf


def shown_pages(count: int) -> range:
    """The pages that are shown as pictures, from 1: a CV of hundreds is read in its PDF."""
    return range(1, min(count, MAX_PICTURES) + 1)


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
    """One page, from 1, as a PNG; None when there is no such page, or when it is not shown."""
    with _pdfium:
        document = pypdfium2.PdfDocument(pdf)
        try:
            if number not in shown_pages(len(document)):
                return None
            page = document[number - 1]
            image = page.render(scale=scale).to_pil()
            page.close()
        finally:
            document.close()
    stream = BytesIO()
    image.quantize(64).save(stream, "PNG", optimize=False)
    return stream.getvalue()
