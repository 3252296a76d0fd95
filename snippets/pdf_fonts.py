"""Faces of printed documents: Atkinson Hyperlegible, and Noto Sans where it has no letter.

What no face has is written with its plain letters when it has some (« ｆ » is « f ») and left out
otherwise: an emoji never becomes an empty box. `writable` does so on a whole text, before anything
is laid out; the rest of this module takes texts that went through it. Widths are in ems: multiply
by the size.
"""

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from arabic_reshaper import ArabicReshaper
from bidi.algorithm import get_display
from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

BASE = "atkinson"
_FAMILIES = {
    BASE: ("atkinson-hyperlegible", "AtkinsonHyperlegible"),
    "noto": ("noto-sans", "NotoSans"),
    "noto-arabic": ("noto-sans-arabic", "NotoSansArabic"),
    "noto-hebrew": ("noto-sans-hebrew", "NotoSansHebrew"),
}
_VARIANTS = {False: "400Regular", True: "700Bold"}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NOTHING = ("Cc", "Cf", "Cs", "Cn")
_MARKS = ("Mn", "Me")
_LINE_BREAKS = frozenset("\t\n\v\f\r\u2028\u2029")
_LEFT_OVER = re.compile(
    r"[ \u00a0]*(?:\([^\w()]*\)|\[[^\w\[\]]*\]|«[^\w«»]*»)|^ *[/|] *| *[/|] *$", re.MULTILINE
)
_SPACES = re.compile(r" {2,}")
_reshaper = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


@cache
def font(family: str, *, bold: bool) -> TTFont:
    """Register a face at its first use."""
    package, name = _FAMILIES[family]
    variant = _VARIANTS[bold]
    file = settings.BASE_DIR / f"node_modules/@expo-google-fonts/{package}/{variant}"
    face = TTFont(f"{family}{'-bold' if bold else ''}", str(file / f"{name}_{variant}.ttf"))
    face._asciiReadable = False  # noqa: SLF001 - the whole of ASCII would be in each subset
    pdfmetrics.registerFont(face)
    return face


@lru_cache(maxsize=4096)
def _family(character: str) -> str | None:
    code = ord(character)
    if code > 0xFFFF:  # ReportLab would write a broken map back to text
        return None
    return next(
        (name for name in _FAMILIES if code in font(name, bold=False).face.charToGlyph), None
    )


@lru_cache(maxsize=8192)
def writable(text: str) -> str:
    """What of a text the faces can write; ends of lines and tabs stay.

    Brackets, strokes and points that held nothing else go with it: « Nino (ნინო) » is « Nino ».
    """
    if text.isascii() and text.isprintable():
        return text
    written, is_cut, after_letter = "", False, False
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.category(character) in _MARKS and not after_letter:
            continue
        put = _replacement(character)
        if put or not _is_unseen(character):
            after_letter = bool(put.strip())
        is_cut = is_cut or not (put or _is_unseen(character))
        written += put
    if not is_cut:
        return written
    if not any(map(str.isalnum, written)):
        return ""
    return _SPACES.sub(" ", _LEFT_OVER.sub("", written))


def unwritable(text: str) -> list[str]:
    """The characters that somebody sees and that no face can write, each once."""
    composed = unicodedata.normalize("NFC", text)
    return [
        character
        for character in dict.fromkeys(composed)
        if not _is_unseen(character) and not _replacement(character)
    ]


def joined(text: str) -> str:
    """A writable text whose Arabic letters have the form of their place in the word."""
    return _reshaper.reshape(text) if is_right_to_left(text) else text


@lru_cache(maxsize=4096)
def _is_unseen(character: str) -> bool:
    """Spaces, controls, halves of characters, and the marks of another letter."""
    return unicodedata.category(character) in (*_NOTHING, *_MARKS, "Zs", "Zl", "Zp")


@lru_cache(maxsize=4096)
def _replacement(character: str) -> str:
    if character in _LINE_BREAKS:
        return character
    if unicodedata.category(character) in (*_NOTHING, "Co"):
        return " " if character.isspace() else ""
    ligature = "\ufb00" <= character <= "\ufb06"
    if _family(character) and not ligature:
        return character
    plain = unicodedata.normalize("NFKD", character)
    return "".join(part for part in plain if part != character and _family(part))


def is_right_to_left(text: str) -> bool:
    """Whether some letter is written from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in text
    )


def displayed(text: str) -> str:
    """In the order of the glyphs on the line."""
    return str(get_display(text, base_dir="L")) if is_right_to_left(text) else text


_LETTERS = r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]+"
_STRETCHES = re.compile(rf"{_LETTERS}(?: +{_LETTERS})*")


def directed(text: str) -> list[str]:
    """Cut where the direction of writing changes."""
    if text.isascii() or not is_right_to_left(text):
        return [text]
    cut, reached = [], 0
    for match in _STRETCHES.finditer(text):
        cut += [text[reached : match.start()], match[0]]
        reached = match.end()
    return [part for part in (*cut, text[reached:]) if part]


def _face(character: str, *, bold: bool) -> str:
    """Name of the registered font that has a character."""
    is_base = character == "\u00a0" or character.isascii()
    return str(font(BASE if is_base else _family(character) or BASE, bold=bold).fontName)


@lru_cache(maxsize=16384)
def pieces(text: str, *, bold: bool) -> tuple[tuple[str, str], ...]:
    """Cut where the face changes: (name of the registered font, text)."""
    return tuple(
        (name, "".join(characters))
        for name, characters in groupby(text, key=lambda character: _face(character, bold=bold))
    )


@lru_cache(maxsize=16384)
def width(text: str, *, bold: bool) -> float:
    """Width in ems of a writable text."""
    total = 0.0
    for name, part in pieces(text, bold=bold):
        face = pdfmetrics.getFont(name).face
        widths, default = face.charWidths, face.defaultWidth
        total += sum(widths.get(ord(character), default) for character in part)
    return total / 1000
