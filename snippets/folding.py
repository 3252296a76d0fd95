"""Names without accents, capitals or punctuation: what lists are sorted and searched by.

The embedded PostgreSQL has no ICU and no `unaccent`: "Éloïse" would sort after "Zoé". A folded
column with the collation "C" sorts and searches the same on every server.
"""

import re
import unicodedata
from typing import NamedTuple

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
# "90 000" is a postal code too.
_CODE = re.compile(r"(?<!\w)(\d{2}) ?(\d{3})(?!\w)|(?<!\w)\d{1,4}(?!\w)")
_CEDEX = re.compile(r"(?<!\w)cedex(?: \d{1,2}(?!\w))?")
_SAINT = re.compile(r"\bst(e?) (?=[a-z])")


def without_accents(text: str) -> str:
    """The text in lower case, its letters without accents and its ligatures as two letters."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LIGATURES))
    return "".join(char for char in decomposed if not unicodedata.combining(char)).lower()


def fold_name(name: str) -> str:
    """Lower-case ASCII words separated by one space; folding twice changes nothing."""
    return _NOT_A_WORD.sub(" ", without_accents(name)).strip()


def fold_place(text: str) -> str:
    """`fold_name`, with "St" and "Ste" before another word written in full, as INSEE does."""
    return _SAINT.sub(r"saint\1 ", fold_name(text))


class TypedPlace(NamedTuple):
    """A folded name and a postal code, a code of INSEE or their beginning; either may be empty."""

    name: str
    code: str


def typed_place(text: str) -> TypedPlace:
    """What is typed for a commune: "Belfort", "90000", "90000 Belfort", "Belfort Cedex 9".

    The code beside "Cedex" is that of a post office and says nothing of the commune.
    """
    folded = fold_place(text)
    bare = _CEDEX.sub(" ", folded)
    found = _CODE.search(bare)
    name = " ".join((_CODE.sub(" ", bare, count=1) if found else bare).split())
    code = found[0].replace(" ", "") if found else ""
    return TypedPlace(name, "" if name and bare != folded else code)
