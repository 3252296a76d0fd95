"""French typography for texts that people type: plain text in, plain text out."""

import re

NBSP = "\u00a0"
_LETTER = r"[^\W\d_]"
_RULES = re.compile(
    # A word that holds an address is left alone, whatever is glued to it.
    r"(?P<address>(?<!\S)(?=\S*(?:://|@))\S+)"
    # A space that would let the sign begin a line, or the opening mark end one.
    r"|(?P<before>(?<=\S)[ ]+(?=[:;?!»]))"
    r"|(?P<after>(?<=«)[ ]+(?=\S))"
    rf"|(?P<apostrophe>(?<={_LETTER})'(?={_LETTER}|«))"
    # Three points and no more; "1...5" is a range.
    r"|(?P<ellipsis>(?<!\.)\.\.\.(?![.\d]))"
)
_REPLACED = {"before": NBSP, "after": NBSP, "apostrophe": "’", "ellipsis": "…"}


def typeset(text: str) -> str:
    """Write a text as a French printer would; the same again when it already is.

    A space before `: ; ? ! »` and after `«` no longer breaks (U+00A0: the narrow one is missing
    from the fonts of old phones), a straight apostrophe between letters is curled, three points
    are one sign. Web and e-mail addresses, numbers and hours stay as they are.
    """
    return _RULES.sub(_replace, text)


def _replace(match: re.Match[str]) -> str:
    """What one find becomes."""
    return _REPLACED.get(match.lastgroup or "", match[0])
