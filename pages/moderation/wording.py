"""Words that a review refuses, and why: criteria that the law forbids, money asked of people.

Told while an opportunity is written, so that nobody learns it from a refusal. The list helps, and
decides nothing: a person reads every text. Criteria: article L. 1132-1 of the labour code; money:
article L. 5331-1 and those that follow.
"""

import re
import unicodedata
from dataclasses import dataclass

READ_BY_REVIEW = frozenset({"title", "summary", "description", "skills", "what_to_bring"})

_AGE = (
    "L’âge n’est pas un critère\u00a0: dites plutôt l’expérience qu’il faut, ou le travail à faire."
)
_SEX = (
    "L’offre s’adresse aux femmes et aux hommes\u00a0: écrivez le métier au féminin et au masculin."
)
_ORIGIN = (
    "L’origine et la nationalité ne sont pas des critères\u00a0: dites le niveau de français utile."
)
_HEALTH = "La santé n’est pas un critère\u00a0: décrivez les gestes du poste et ses horaires."
_FAMILY = (
    "La vie de famille n’est pas un critère\u00a0: dites plutôt les horaires et les déplacements."
)
_LOOKS = (
    "L’apparence n’est pas un critère\u00a0: dites ce qui se fait, comme accueillir les clients."
)
_HOME = (
    "Le lieu où l’on habite n’est pas un critère\u00a0: dites l’heure de début et les transports."
)
_BELIEFS = "Les opinions et la religion ne sont pas des critères\u00a0: effacez ces mots."
_MONEY = "On ne demande pas d’argent à une personne qui cherche un emploi."

# Written on text in lower case; `~` stands for one or more spaces.
_REFUSED: tuple[tuple[str, str], ...] = (
    (r"jeunes?~(?:hommes?|femmes?|filles?|gar[çc]ons?|et~dynamiques?)", _AGE),
    (r"(?:profils?|[ée]quipes?|candidat\w*)~jeunes?", _AGE),
    (r"dynamiques?", _AGE),
    (r"(?:moins|plus)~de~\d{2}~ans(?!~d)", _AGE),
    (r"(?:entre|de)~\d{2}~(?:et|à)~\d{2}~ans(?!~d)", _AGE),
    (r"[âa]g[ée]e?s?~(?:de|entre)", _AGE),
    (r"seniors?~s[’']abstenir", _AGE),
    (r"(?:cherch\w*|recrut\w*|recherch\w*)~(?:un~|une~|des~)?(?:hommes?|femmes?|dames?)", _SEX),
    (r"(?:hommes?|femmes?)~(?:uniquement|seulement|exclusivement|de~préférence)", _SEX),
    (r"femmes?~de~(?:m[ée]nage|chambre)", _SEX),
    (r"(?:de~)?nationalit[ée]~fran[çc]aise", _ORIGIN),
    (r"langue~maternelle", _ORIGIN),
    (r"(?:d[’']origine|type)~(?:fran[çc]aise|europ[ée]en(?:ne)?)", _ORIGIN),
    (r"(?:en~)?(?:bonne|parfaite|excellente)~sant[ée]", _HEALTH),
    (r"sans~(?:probl[èe]me~de~sant[ée]|handicap)", _HEALTH),
    (r"c[ée]libataires?", _FAMILY),
    (r"sans~(?:enfants?|charges?~de~famille)", _FAMILY),
    (r"bonne~pr[ée]sentation|pr[ée]sentation~soign[ée]e|physique~agr[ée]able", _LOOKS),
    (r"(?:habit(?:er|ant)|r[ée]sid(?:er|ant))~(?:à|dans|sur|imp[ée]rativement)", _HOME),
    (r"non~(?:voil[ée]e?s?|syndiqu[ée]e?s?)|sans~signes?~religieux", _BELIEFS),
    (r"(?<!aucun )(?<!sans )(?<!pas de )frais~(?:de~dossier|d[’']inscription)", _MONEY),
    (r"ch[èe]que~de~caution", _MONEY),
    (r"formation~(?:payante|à~(?:la~|votre~)charge)", _MONEY),
)


def _pattern(written: str) -> re.Pattern[str]:
    """Whole words, whatever the spaces between them."""
    spaced = written.replace("~", r"\s+")
    return re.compile(rf"(?<!\w)(?:{spaced})(?!\w)")


_PATTERNS = tuple((_pattern(written), reason) for written, reason in _REFUSED)


@dataclass(frozen=True, slots=True)
class Remark:
    """Words as they stand in the text, and why they will be refused."""

    words: str
    reason: str


def refusable_words(text: str) -> list[Remark]:
    """What a review would refuse in a text, in its order; the same words are told once."""
    normal = unicodedata.normalize("NFC", text)
    lowered = normal.lower()
    found: dict[str, tuple[int, Remark]] = {}
    for pattern, reason in _PATTERNS:
        for match in pattern.finditer(lowered):
            words = " ".join(match[0].split())
            found.setdefault(words, (match.start(), Remark(words, reason)))
    remarks = [remark for _, remark in sorted(found.values(), key=lambda one: one[0])]
    return [
        one
        for one in remarks
        if not any(one != other and one.words in other.words for other in remarks)
    ]
