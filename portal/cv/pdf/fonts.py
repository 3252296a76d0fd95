"""Faces of the printed CV: Atkinson Hyperlegible, and Noto Sans where it has no letter.

A character that no face has is written with its plain letters when it has some (« ｆ » is « f »)
and left out otherwise: an emoji never becomes an empty box. Widths are in ems: multiply by the
size.
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

BASE = "cv-atkinson"
_FAMILIES = {
    BASE: ("atkinson-hyperlegible", "AtkinsonHyperlegible"),
    "cv-sans": ("noto-sans", "NotoSans"),
    "cv-arabic": ("noto-sans-arabic", "NotoSansArabic"),
    "cv-hebrew": ("noto-sans-hebrew", "NotoSansHebrew"),
}
_VARIANTS = {False: "400Regular", True: "700Bold"}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
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
    """The text without what no face can write; right-to-left letters take their joined forms."""
    text = unicodedata.normalize("NFC", text)
    written = "".join(_replacement(character) for character in text)
    return _reshaper.reshape(written) if is_right_to_left(written) else written


@lru_cache(maxsize=4096)
def _replacement(character: str) -> str:
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Cn"):
        return ""
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
