"""What people typed, as a typographer would set it. Only the printed text changes."""

import re
from functools import lru_cache

from portal.cv.resume import DocumentLanguage
from snippets.typed_text import normalised

_NBSP = "\u00a0"
# Each pattern reads a text once, however long: a mail address begins where a word does.
_ADDRESS = re.compile(r"(https?://\S+|www\.\S+|(?<!\S)[^\s@]+@[^\s@]+\.\w+)")
_SPACES = re.compile(r"([ \t\u00a0\u202f])[ \t\u00a0\u202f]{2,}")
_COMMON = (
    (re.compile(r"(?<=\w)'(?=\w)"), "’"),
    (re.compile(r"(?<=\w)'(?!\w)"), "’"),
    (re.compile(r"\.\.\.+"), "…"),
    (re.compile(r"[ \t\u00a0]*[\u2028\u2029\r\f\v]+"), " "),
    (re.compile(r"(?<= )--?(?= )"), "–"),
)
_FRENCH = (
    (re.compile(r'"([^"\n]{1,300})"'), rf"«{_NBSP}\1{_NBSP}»"),
    (re.compile(r"«[ \u00a0\u202f]*"), f"«{_NBSP}"),
    (re.compile(r"[ \u00a0\u202f]*»"), f"{_NBSP}»"),
    (re.compile(r"(?<=[^\W\d_]|[»)])[ \u00a0\u202f]*([;:!?])(?=\s|$)"), rf"{_NBSP}\1"),
    (re.compile(r"(?<=[\d)»…])[ \u00a0\u202f]+([;:!?])(?=\s|$)"), rf"{_NBSP}\1"),
    (re.compile(r"(?<=\d)[ \u202f]*%"), f"{_NBSP}%"),
    (re.compile(r"(?<=\d) (?=(?:€|km|kg|m|h|ans|mois|heures|tonnes|t)\b)"), _NBSP),
    (re.compile(r"(?<=\d) (?=€)"), _NBSP),
    (re.compile(r"(?<=\b\d) (?=\d{3}\b)|(?<=\b\d\d) (?=\d{3}\b)"), _NBSP),
)
_ENGLISH = ((re.compile(r'"([^"\n]{1,300})"'), "“\\1”"),)
_GERMAN = ((re.compile(r'"([^"\n]{1,300})"'), "„\\1“"),)
_RULES = {
    DocumentLanguage.FRENCH: _COMMON + _FRENCH,
    DocumentLanguage.ENGLISH: _COMMON + _ENGLISH,
    DocumentLanguage.GERMAN: _COMMON + _GERMAN,
}


# A minus is glued to its digit (« -30 % »), dots in a row are a mark (« ●●○ »): no bullets.
_BULLETS = re.compile(r"(?:[\s\u00a0]|[-–—]+(?![.,]?\d)|[•*·●](?![•*·●○]))+")


def unbulleted(text: str) -> str:
    """A line without the dash or the dot that begins an item, as people type them."""
    return text[match.end() :] if (match := _BULLETS.match(text)) else text


_UNPRINTABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")


def printable(text: str) -> str:
    """Without what no file can hold: control characters, halves of characters."""
    return _UNPRINTABLE.sub("", text)


@lru_cache(maxsize=4096)
def polished(text: str, language: DocumentLanguage) -> str:
    """Apostrophes, quotation marks, non-breaking spaces; web and mail addresses stay."""
    parts = _ADDRESS.split(_SPACES.sub(r"\1", printable(text)))
    for index in range(0, len(parts), 2):
        for pattern, replacement in _RULES[language]:
            parts[index] = pattern.sub(replacement, parts[index])
    return "".join(parts)


_FRENCH_PHONE = re.compile(r"(?:\+33|0033|0)([1-9]\d{8})", re.ASCII)


def phone(text: str) -> tuple[str, str | None]:
    """A number as it is read (« 06 12 34 56 78 »), and its address for a link when it is sure."""
    text = normalised(text)
    bare = re.sub(r"[\s.\-()/]", "", text).replace("+330", "+33")
    french = _FRENCH_PHONE.fullmatch(bare)
    if french:
        digits = f"0{french[1]}"
        pairs = [digits[index : index + 2] for index in range(0, 10, 2)]
        return _NBSP.join(pairs), f"tel:+33{french[1]}"
    if re.fullmatch(r"\+\d{7,15}", bare, re.ASCII):
        return re.sub(r"\s", _NBSP, text.strip()), f"tel:{bare}"
    return text.strip(), None
