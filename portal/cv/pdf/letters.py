"""A CV in the letters that our fonts have, before anything is laid out."""

import unicodedata
from urllib.parse import quote

from portal.cv.resume import Resume, rewritten
from snippets.pdf_fonts import substituted, unwritable, writable


def in_our_letters(resume: Resume) -> Resume:
    """What cannot be printed is left out of each text.

    An address without one of its letters would be somebody else's: a link keeps its letters in
    their coded form (%E7…), an e-mail address is left out whole.
    """
    return rewritten(resume, _printed)


def _printed(field: str, text: str) -> str:
    missing = [*unwritable(text), *substituted(text)] if field in ("email", "url") else []
    if field == "email" and missing:
        return ""
    if field == "url":
        text = unicodedata.normalize("NFC", text)  # as `missing` is told
        for character in missing:
            text = text.replace(character, quote(character))
    return writable(text)
