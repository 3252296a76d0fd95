"""Words that say nothing of an offer.

PostgreSQL's French list is written with accents, and folded text has none: "à" becomes "a" and
would be required in every offer. This is that list without accents, and the few words that people
type in any search for a job.
"""

from search.words.folding import words

_LIST = """
    a ai aie aient aies ait as au aura aurai auraient aurais aurait auras aurez auriez aurions
    aurons auront aux avaient avais avait avec avez aviez avions avons ayant ayante ayantes ayants
    ayez ayons c ce ces d dans de des du elle en es est et etaient etais etait etant ete etee etees
    etes etiez etions eu eue eues eumes eurent eus eusse eussent eusses eussiez eussions eut eutes
    eux fumes furent fus fusse fussent fusses fussiez fussions fut futes il ils j je l la le les
    leur lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas pour qu que qui s
    sa se sera serai seraient serais serait seras serez seriez serions serons seront ses soient
    sois soit sommes son sont soyez soyons suis sur t ta te tes toi ton tu un une vos votre vous y
    chez emploi emplois offre offres
"""
_PLAIN = frozenset(_LIST.split())
# Folding may change a stop word: both forms are left out.
STOP_WORDS = _PLAIN | {word for plain in _PLAIN for word in words(plain)}


def meaningful(text: str) -> tuple[str, ...]:
    """The folded words of a text without stop words, each once, in order."""
    return tuple(dict.fromkeys(word for word in words(text) if word not in STOP_WORDS))
