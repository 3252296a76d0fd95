"""Addresses of pages as people write them: with or without https://, in capitals or not."""

import re

from snippets.typed_text import normalised

_SCHEME = re.compile(r"(https?)://(?=[^\s/?#])", re.IGNORECASE)
_BARE = re.compile(r"(?:[\w-]+\.)+(?:[^\W\d_]{2,}|xn--[\w-]+)(?::\d+)?(?:[/?#]\S*)?")
# Longer ones have no use, and a pattern would read an endless one for long.
_LONGEST = 2000


def web_address(typed: str) -> str:
    """The address of a page that a browser opens, "" for what is none: a script, a mail, a name."""
    text = normalised(typed, keep_dashes=True).strip()
    if len(text) > _LONGEST:
        return ""
    if match := _SCHEME.match(text):
        return f"{match[1].lower()}://{text[match.end() :]}".replace(" ", "%20")
    return f"https://{text}" if _BARE.fullmatch(text) else ""


def on_paper(typed: str) -> str:
    """An address as it is read on paper: without its beginning or the stroke at its end."""
    text = normalised(typed, keep_dashes=True).strip()
    bare = text[match.end() :] if (match := _SCHEME.match(text)) else text
    return (bare[4:] if bare[:4].lower() == "www." else bare).rstrip("/")
