"""The photo and the QR code: what stands beside the header."""

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno
from PIL import Image, ImageOps, UnidentifiedImageError
from reportlab.lib.units import mm

PHOTO_WIDTH, PHOTO_HEIGHT = 27 * mm, 33.75 * mm
QR_SIDE = 22 * mm
CAPTION_SIZE = 9
_PIXELS = (400, 500)


@dataclass(frozen=True)
class Photo:
    """A JPEG ready to print; `alt` is read aloud."""

    jpeg: bytes
    alt: str
    width: float = PHOTO_WIDTH
    height: float = PHOTO_HEIGHT


@dataclass(frozen=True)
class Code:
    """A QR code: rows of modules, True is dark; its address is a link as well."""

    rows: tuple[tuple[bool, ...], ...]
    url: str
    alt: str
    caption: str
    width: float = QR_SIDE
    height: float = QR_SIDE + 4 * mm


@lru_cache(maxsize=16)
def printable_photo(photo: bytes) -> bytes | None:
    """Upright, cropped to 4:5, without metadata; None for what is no picture."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(photo), formats=("JPEG", "PNG", "WEBP")) as image:
                image.draft("RGB", (_PIXELS[0] * 2, _PIXELS[1] * 2))
                upright = ImageOps.exif_transpose(image).convert("RGB")
        cropped = ImageOps.fit(upright, _PIXELS, centering=(0.5, 0.35))
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    ):
        return None
    stream = BytesIO()
    cropped.save(stream, "JPEG", quality=88)
    return stream.getvalue()


@lru_cache(maxsize=64)
def modules(url: str) -> tuple[tuple[bool, ...], ...] | None:
    """The QR code of an address, None when the address is too long for one."""
    try:
        code = segno.make_qr(url, error="m")
    except segno.DataOverflowError:
        return None
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)
