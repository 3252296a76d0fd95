"""A file that somebody sends as their photo, read by a program of its own: see `worker`."""

import subprocess
import sys
from enum import StrEnum
from pathlib import Path

# A photo of twelve megapixels weighs 3 to 12 MB.
MAX_BYTES = 16_000_000
_SECONDS = 20
_JPEG = b"\xff\xd8\xff"


class Unusable(StrEnum):
    """Why a file is no photo; the worker answers with these values."""

    SIZE = "size"
    EMPTY = "empty"
    KIND = "kind"
    BROKEN = "broken"
    HEIC = "heic"
    PIXELS = "pixels"
    SMALL = "small"
    LONG = "long"
    HEAVY = "heavy"


_SMALLER = (
    "Faites une capture d’écran de la photo, ou envoyez-la d’abord dans un message\u00a0: "
    "elle sera plus légère."
)
_MESSAGES = {
    Unusable.SIZE: f"Cette photo est trop lourde\u00a0: 16\u00a0Mo au plus. {_SMALLER}",
    Unusable.EMPTY: "Ce fichier est vide. Choisissez votre photo de nouveau.",
    Unusable.KIND: "Ce fichier n’est pas une photo que nous savons lire. "
    "Choisissez une image JPEG, PNG, WebP ou HEIC.",
    Unusable.BROKEN: "Cette photo est abîmée\u00a0: il en manque une partie. "
    "Choisissez-en une autre.",
    Unusable.HEIC: "Cette photo au format HEIC n’a pas pu être lue. Envoyez-la en JPEG\u00a0: une "
    "capture d’écran de la photo suffit.",
    Unusable.PIXELS: "Cette photo est trop grande\u00a0: 64 millions de points au plus. "
    f"{_SMALLER}",
    Unusable.SMALL: "Cette photo est trop petite\u00a0: elle serait floue une fois imprimée. "
    "Il faut au moins 200 points de côté.",
    Unusable.LONG: "Cette image est trop allongée pour une photo de CV. "
    "Recadrez-la autour de votre visage, puis recommencez.",
    Unusable.HEAVY: f"Cette photo demande trop de travail pour être lue. {_SMALLER}",
}


class PhotoError(Exception):
    """A file that is no photo; the message says in French why, and what to do."""

    def __init__(self, reason: Unusable) -> None:
        super().__init__(_MESSAGES[reason])
        self.reason = reason


def read_photo(data: bytes) -> bytes:
    """The whole picture as a JPEG: upright, sRGB, at most 1,600 pixels, no metadata.

    Raises PhotoError.
    """
    if not data:
        raise PhotoError(Unusable.EMPTY)
    if len(data) > MAX_BYTES:
        raise PhotoError(Unusable.SIZE)
    worker = Path(__file__).with_name("worker.py")
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(worker)],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        ).stdout
    except subprocess.SubprocessError as error:
        raise PhotoError(Unusable.HEAVY) from error
    if not answer.startswith(_JPEG):
        raise PhotoError(Unusable(answer.decode("ascii", "replace") or "heavy"))
    return answer
