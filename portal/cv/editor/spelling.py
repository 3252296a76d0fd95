"""Frequent French mistakes, pointed out kindly.

A whole dictionary would also underline every name, employer and trade word; the browser's own
(`spellcheck`) does that better. This is what it misses, and what is certain: each entry is wrong
in any sentence of a CV.
"""

import re
from functools import cache

from portal.cv.editor.mistakes import MISTAKES

_SPACE_BEFORE = re.compile(r"\s+[,.](?=\s|$)")
_DOUBLED = re.compile(
    r"\b(de|des|le|la|les|un|une|et|à|en|pour|dans|avec|du)\s+\1\b", re.IGNORECASE
)
MAX_NOTES = 3


def spelling_notes(text: str) -> list[str]:
    """At most three sentences about a text."""
    notes = []
    for match in _mistakes().finditer(text):
        wrong = match.group(0)
        right = MISTAKES[_key(wrong)]
        notes.append(f"«\u00a0{wrong}\u00a0» s’écrit «\u00a0{right}\u00a0».")
    notes.extend(
        f"«\u00a0{match.group(1)}\u00a0» est écrit deux fois de suite."
        for match in _DOUBLED.finditer(text)
    )
    if _SPACE_BEFORE.search(text):
        notes.append("Pas d’espace avant une virgule ni un point.")
    return list(dict.fromkeys(notes))[:MAX_NOTES]


@cache
def _mistakes() -> re.Pattern[str]:
    words = sorted(MISTAKES, key=len, reverse=True)
    escaped = (re.escape(word).replace("'", "['’]") for word in words)
    pattern = "|".join(word.replace(r"\ ", r"\s+") for word in escaped)
    return re.compile(rf"(?<![\w’'-])(?:{pattern})(?![\w’'-])", re.IGNORECASE)


def _key(found: str) -> str:
    return " ".join(found.casefold().replace("’", "'").split())
