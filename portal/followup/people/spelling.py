"""Names and addresses that a file wrote in capitals, as people write them.

They are spelled for those who read: what is kept, searched and compared is what the file or
somebody wrote.
"""

import re

# As they are written inside an address; the value is the word with its accents.
_WORDS = {
    word: word.lower()
    for word in (
        "RUE",
        "AVENUE",
        "BOULEVARD",
        "PLACE",
        "CHEMIN",
        "ROUTE",
        "IMPASSE",
        "PASSAGE",
        "SQUARE",
        "QUAI",
        "COUR",
        "COURS",
        "VOIE",
        "SENTIER",
        "PROMENADE",
        "ESPLANADE",
        "FAUBOURG",
        "LOTISSEMENT",
        "HAMEAU",
        "PLACETTE",
        "RUELLE",
        "APPARTEMENT",
        "CHEZ",
        "PORTE",
        "BIS",
        "TER",
        "QUATER",
        "DE",
        "DU",
        "DES",
        "LA",
        "LE",
        "LES",
        "ET",
        "AU",
        "AUX",
        "EN",
        "SUR",
        "SOUS",
        "LÈS",
        "À",
        "D",
        "L",
        "ALLÉE",
        "RÉSIDENCE",
        "CITÉ",
        "BÂTIMENT",
        "ÉTAGE",
        "ENTRÉE",
        "MONTÉE",
    )
} | {
    "ALLEE": "allée",
    "RESIDENCE": "résidence",
    "CITE": "cité",
    "BATIMENT": "bâtiment",
    "ETAGE": "étage",
    "ENTREE": "entrée",
    "MONTEE": "montée",
    "A": "à",
}
# Short words of names of streets; any other may be an abbreviation.
_SHORT = frozenset({"AIR", "BAS", "BEL", "BOIS", "FOUR", "MAI", "PRÉ", "ROI", "STE", "ST", "VAL"})
_LONG_ENOUGH = 4
_VOWEL = re.compile(r"[AEIOUYÀÂÄÉÈÊËÎÏÔÖÙÛÜ]")
_WORD = re.compile(r"[^\W\d_]+")
_LETTER_AFTER_NUMBER = re.compile(r"\d\s?[A-F]\b(?!['’])")


def proper_name(text: str) -> str:
    """« Le Goff » for « LE GOFF »; a name with a small letter is left as it is."""
    return text.title() if text.isupper() else text


def full_name(first_name: str, name: str) -> str:
    """« Éloïse Le Goff »: the first name first on every screen, capitals as people write them."""
    return f"{proper_name(first_name)} {proper_name(name)}".strip()


def shown_address(text: str) -> str:
    """« 23 rue des Lilas » for « 23 RUE DES LILAS ».

    Left as it is when it has a small letter, or a word that may be an abbreviation or a number.
    """
    if not text.isupper() or _LETTER_AFTER_NUMBER.search(text):
        return text
    if any(_is_doubtful(word) for word in _WORD.findall(text)):
        return text
    spelled = _WORD.sub(lambda found: _WORDS.get(found[0]) or found[0].capitalize(), text)
    return spelled[:1].upper() + spelled[1:]


def _is_doubtful(word: str) -> bool:
    if word in _WORDS or word in _SHORT:
        return False
    return len(word) < _LONG_ENOUGH or not _VOWEL.search(word)
