"""A file that somebody sends as a picture, read in a sandbox: see `worker`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from enum import StrEnum
from typing import ClassVar

from snippets.errors import DomainError
from snippets.sandbox import BusyError, Sandbox, SandboxError

# Four on the whole site: each holds a thread of a web process while it is read. The largest answer
# is a PNG of the library that does not pack: 3,200 pixels by 3,200, of four bytes.
SANDBOX = Sandbox(
    module="snippets.pictures.worker",
    memory=512_000_000,
    computing=5,
    clock=15,
    answer=48_000_000,
    at_once=4,
)
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
    try:
        answer = SANDBOX.run(purpose, data)
    except SandboxError as problem:
        raise error(Unusable.HEAVY) from problem
    if isinstance(answer, str):
        raise error(Unusable(answer))
    if not (isinstance(answer, bytes) and answer.startswith(tuple(SUFFIXES))):
        raise error(Unusable.HEAVY)
    return answer


def suffix_of(picture: bytes) -> str:
    """How the name of a picture of `read_picture` ends."""
    return next(end for start, end in SUFFIXES.items() if picture.startswith(start))


@contextmanager
def one_of_few(whose: str = "", *, error: type[PictureError] = PictureError) -> Iterator[None]:
    """Read a picture while few others are read on the whole site, and none of `whose`.

    Raises `error`.
    """
    try:
        with SANDBOX.one_of_few(whose):
            yield
    except BusyError as busy:
        raise error(Unusable(busy.reason)) from busy
