"""Faces of printed documents: Atkinson Hyperlegible, and Noto Sans where it has no letter.

What no face has is written with its plain letters when it has some (« ｆ » is « f »), with a sign
that means the same (« ⇒ » is « → »), and left out otherwise: an emoji never becomes an empty box,
and letters that must be shaped are not written one by one. `writable` does so on a whole text,
before anything is laid out; the rest of this module takes texts that went through it. Widths are
in ems: multiply by the size.
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
    "noto-symbols": ("noto-sans-symbols", "NotoSansSymbols"),
    "noto-symbols-2": ("noto-sans-symbols-2", "NotoSansSymbols2"),
}
_ONE_WEIGHT = frozenset({"noto-symbols-2"})
_VARIANTS = {False: "400Regular", True: "700Bold"}
_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_NOTHING = ("Cc", "Cf", "Cs", "Cn")
_MARKS = ("Mn", "Me")
_LINE_BREAKS = frozenset("\t\n\v\f\r\u2028\u2029")
# Letters in an order and in forms that this module does not know: Devanagari to Burmese, Khmer.
_SHAPED = re.compile("[\u0900-\u109f\u1780-\u17ff\u1cd0-\u1cff\ua8e0-\ua8ff\uaa60-\uaa7f]")
_SAME_MEANING = {
    "→": "⇒⟶⟹👉",
    "←": "⇐⟵⟸👈",
    "↔": "⇔⟷⟺",
    "✔": "✅",
    "✗": "❌❎",
    "★": "🌟✨🤩",
    "●": "⚫🔴🔵🟠🟡🟢🟣🟤🔘",
    "○": "⚪⭕",
    "■": "█▓▉▊▋⬛🟥🟦🟧🟨🟩🟪🟫",
    "□": "░▒⬜",
    "◆": "🔶🔷🔸🔹",
    "☎": "📞📱📲",
    "✉": "📧📨📩📬📪💌",
    "⌂": "🏠🏡",
    "♥": "💙💚💛💜🧡🖤",
    "+": "➕",
    "−": "➖",
}
_SUBSTITUTES = {sign: plain for plain, signs in _SAME_MEANING.items() for sign in signs} | {
    chr(0x1F1E6 + index): letter for index, letter in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
_NONCHARACTER = re.compile(
    "[\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
    + "]"
)
_BLANK = "\u2800"  # a cell of Braille without a dot
_SAYS = ("L", "N", "S")
_CUT = "\x00"  # stands for what was left out, until what held nothing else is out too
_MARK = r"[,;:/|•→–—-]"
_EMPTY = re.compile(rf"[ \u00a0]*[(\[«](?=[^()\[\]«»]*{_CUT})(?:[ \u00a0.{_CUT}]|{_MARK})*[)\]»]")
_EMPTY_PART = re.compile(
    rf"[ \u00a0]*{_MARK}[ \u00a0]*{_CUT}[{_CUT} \u00a0]*(?=[,;/|•])"
    rf"|[ \u00a0]*{_MARK}?[ \u00a0]*{_CUT}[{_CUT} \u00a0]*$"
    rf"|^[ \u00a0]*{_CUT}[{_CUT} \u00a0]*[,;:/|•]?[ \u00a0]*|{_CUT}"
)
_SPACES = re.compile(r"[ \u00a0]{2,}")
_CUTS = re.compile(rf"{_CUT}(?:[ \u00a0]?{_CUT})+")
# They say how the sign before is drawn, in colours or not, or on a key.
_VARIATIONS = re.compile("[\ufe00-\ufe0f\u20e3]")
_LINES = re.compile(r"([\n\v\f\r\u2028\u2029])")
_reshaper = ArabicReshaper({"delete_harakat": False, "ARABIC LIGATURE ALLAH": False})


@cache
def font(family: str, *, bold: bool) -> TTFont:
    """Register a face at its first use."""
    package, name = _FAMILIES[family]
    if bold and family in _ONE_WEIGHT:
        return font(family, bold=False)
    variant = _VARIANTS[bold]
    file = settings.BASE_DIR / f"node_modules/@expo-google-fonts/{package}/{variant}"
    face = TTFont(f"{family}{'-bold' if bold else ''}", str(file / f"{name}_{variant}.ttf"))
    face._asciiReadable = False  # noqa: SLF001 - the whole of ASCII would be in each subset
    pdfmetrics.registerFont(face)
    return face


@lru_cache(maxsize=4096)
def _family(character: str) -> str | None:
    code = ord(character)
    # Above, ReportLab would write a broken map back to text.
    if code > 0xFFFF or _SHAPED.match(character):
        return None
    return next(
        (name for name in _FAMILIES if code in font(name, bold=False).face.charToGlyph), None
    )


@lru_cache(maxsize=8192)
def writable(text: str) -> str:
    """What of a text the faces can write; ends of lines and tabs stay.

    Brackets, strokes and points that held nothing else go with it: « Nino (ნინო) » is « Nino »,
    « Anglais : 🎉 » is « Anglais ».
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_writable_line, _LINES.split(text)))


def _writable_line(text: str) -> str:
    written, after_letter = "", False
    for character in unicodedata.normalize("NFC", text):
        if unicodedata.category(character) in _MARKS and not after_letter:
            continue
        put = _replacement(character)
        if put or not _is_unseen(character):
            after_letter = bool(put.strip())
        written += put if put or _is_unseen(character) else _CUT
    if _CUT not in written:
        return written
    # A run of spaces or of cuts is one first: patterns would read a long one once for each.
    written = _EMPTY.sub(_CUT, _CUTS.sub(_CUT, _SPACES.sub(" ", written)))
    written = _SPACES.sub(" ", _EMPTY_PART.sub("", _CUTS.sub(_CUT, written)))
    return written if any(unicodedata.category(sign)[0] in _SAYS for sign in written) else ""


def unwritable(text: str) -> list[str]:
    """What somebody sees and no face can write, each once: characters, letters with their mark."""
    found: dict[str, None] = {}
    letter = ""
    for character in unicodedata.normalize("NFC", text):
        is_mark = unicodedata.category(character) in _MARKS
        lost = not _replacement(character)
        if is_mark and letter and lost and not _VARIATIONS.match(character):
            found[letter + character] = None
        elif not is_mark:
            if lost and not _is_unseen(character):
                found[character] = None
            letter = "" if lost or character.isspace() else character
    return list(found)


def substituted(text: str) -> dict[str, str]:
    """The signs that are written with another one of the same meaning, each once."""
    return {
        sign: _SUBSTITUTES[sign]
        for sign in dict.fromkeys(text)
        if sign in _SUBSTITUTES and not _family(sign)
    }


def joined(text: str) -> str:
    """A writable text whose Arabic letters have the form of their place in the word."""
    return _reshaper.reshape(text) if is_right_to_left(text) else text


@lru_cache(maxsize=4096)
def _is_unseen(character: str) -> bool:
    """Spaces, controls, halves of characters, and the marks of another letter.

    A sign that is newer than the tables of Python is seen: telephones have each year's emojis.
    """
    if unicodedata.category(character) == "Cn":
        return bool(_NONCHARACTER.match(character))
    return unicodedata.category(character) in (*_NOTHING, *_MARKS, "Zs", "Zl", "Zp")


@lru_cache(maxsize=4096)
def _replacement(character: str) -> str:
    if character in _LINE_BREAKS:
        return character
    if character == _BLANK:
        return " "
    if unicodedata.category(character) in (*_NOTHING, "Co"):
        return " " if character.isspace() else ""
    ligature = "\ufb00" <= character <= "\ufb06"
    if _family(character) and not ligature:
        return character
    plain = _SUBSTITUTES.get(character) or unicodedata.normalize("NFKD", character)
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
