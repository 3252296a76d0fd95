"""Names without accents, capitals or punctuation: what lists are sorted and searched by.

The embedded PostgreSQL has no ICU and no `unaccent`: "Éloïse" would sort after "Zoé". A folded
column with the collation "C" sorts and searches the same on every server.
"""

import re
import unicodedata

_LIGATURES = str.maketrans({"œ": "oe", "Œ": "oe", "æ": "ae", "Æ": "ae", "ß": "ss"})
_NOT_A_WORD = re.compile(r"[^a-z0-9]+")
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
