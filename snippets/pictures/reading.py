"""A file that somebody sends as a picture, read by a program of its own: see `worker`."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from django.db import transaction

from snippets.errors import DomainError
from snippets.locks import try_take

# The clock of who waits: the program's own five seconds are of computing (`worker.SECONDS`).
_SECONDS = 15
# On the whole site: each holds a thread of a web process while its program works.
_AT_ONCE = 4
# How a file begins, and how the name of one ends.
SUFFIXES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png", b"RIFF": ".webp"}


class Unusable(StrEnum):
    """Why a file is no picture; the worker answers with these values."""

    SIZE = "size"
    EMPTY = "empty"
    KIND = "kind"
    BROKEN = "broken"
    HEIC = "heic"
    PIXELS = "pixels"
    MOVING = "moving"
    SMALL = "small"
    LONG = "long"
    HEAVY = "heavy"
    MINE = "mine"
    CROWDED = "crowded"


class PictureError(DomainError):
    """A file that is no picture."""

    messages: ClassVar[Mapping[Unusable, str]] = {
        Unusable.EMPTY: "Ce fichier est vide. Choisissez votre image de nouveau.",
        Unusable.KIND: "Ce fichier n’est pas une image que nous savons lire. "
        "Choisissez une image JPEG, PNG ou WebP.",
        Unusable.BROKEN: "Cette image est abîmée\u00a0: il en manque une partie. "
        "Ouvrez-la, enregistrez-la de nouveau, puis recommencez.",
        Unusable.HEIC: "Cette image au format HEIC n’a pas pu être lue. Enregistrez-la en JPEG, "
        "puis recommencez.",
        Unusable.PIXELS: "Cette image est trop grande\u00a0: 64\u00a0millions de points au plus. "
        "Réduisez-la, puis recommencez.",
        Unusable.MOVING: "Les images animées ne sont pas acceptées\u00a0: elles gênent la lecture. "
        "Choisissez une image fixe.",
        Unusable.HEAVY: "Cette image demande trop de travail pour être lue. Réduisez-la, puis "
        "recommencez.",
        Unusable.MINE: "Votre image précédente est encore en train d’être lue. Attendez un peu, "
        "puis recommencez.",
        Unusable.CROWDED: "Beaucoup d’images arrivent en même temps. Attendez un peu, puis "
        "recommencez.",
    }

    def __init__(self, reason: Unusable) -> None:
        super().__init__(self.messages[reason])
        self.reason = reason


def read_picture(
    data: bytes, purpose: str = "library", *, error: type[PictureError] = PictureError
) -> bytes:
    """The same picture as a JPEG or PNG: upright, eight bits, sRGB, no metadata, not immense.

    A JPEG, PNG or WebP that is so already comes back as it is. Raises `error`.
    """
    if not data:
        raise error(Unusable.EMPTY)
    worker = Path(__file__).with_name("worker.py")
    try:
        answer = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-I", str(worker), purpose],
            input=data,
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        ).stdout
    except subprocess.SubprocessError as problem:
        raise error(Unusable.HEAVY) from problem
    if not answer.startswith(tuple(SUFFIXES)):
        raise error(Unusable(answer.decode("ascii", "replace") or "heavy"))
    return answer


def suffix_of(picture: bytes) -> str:
    """How the name of a picture of `read_picture` ends."""
    return next(end for start, end in SUFFIXES.items() if picture.startswith(start))


@contextmanager
def one_of_few(whose: str = "", *, error: type[PictureError] = PictureError) -> Iterator[None]:
    """Read a picture while few others are read on the whole site, and none of `whose`.

    PostgreSQL counts, so that a process that dies holds nothing. Raises `error`.
    """
    with transaction.atomic():
        if whose and not try_take(f"snippets.pictures.{whose}"):
            raise error(Unusable.MINE)
        if not any(try_take(f"snippets.pictures.slot.{number}") for number in range(_AT_ONCE)):
            raise error(Unusable.CROWDED)
        yield
