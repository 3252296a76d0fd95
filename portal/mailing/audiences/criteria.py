"""Reading one criterion: what is asked is there, of the right shape, and exists; else a refusal.

Criteria come from JSON that a form wrote, perhaps long ago: nothing of it is believed. "all" is how
a criterion says that it restricts nothing.
"""

from collections.abc import Collection, Mapping
from typing import Any, NoReturn

from portal.mailing.disclosing import disclosing_name
from portal.mailing.errors import AudienceError
from snippets import french

ALL = "all"
MAX_CHOICES = 200
# Of PostgreSQL's integer, which the keys of pages are.
_MAX_ID = 2**31 - 1
_NAMED = 5
_MALFORMED = "Les critères de ce public ne se lisent pas\u00a0: choisissez-les à nouveau."
_UNKNOWN = "Un critère de cette campagne n’existe pas pour ce public\u00a0: {key}."
_MISSING = "Répondez à chaque question de ce public\u00a0: un critère manque."
_TOO_MANY = f"Choisissez {MAX_CHOICES} réponses au plus."
_GONE = "Un choix n’existe plus, ou n’a jamais existé\u00a0: choisissez à nouveau."

_DISCLOSES = (
    "«\u00a0{word}\u00a0» se lit dans l’annonce choisie (intitulé, lieu ou organisation), et un "
    "message dirait ce que ces personnes touchent\u00a0: écrivez-leur depuis sa liste."
)


def refuse(message: str, key: str) -> NoReturn:
    """Raise AudienceError for one criterion."""
    raise AudienceError(message, field=key)


def refuse_disclosing(key: str, *names: str) -> None:
    """Raise AudienceError when the reason, or a variable, would tell what these people touch."""
    if word := disclosing_name(*names):
        refuse(_DISCLOSES.format(word=word), key)


def check_keys(criteria: Any, keys: Collection[str]) -> None:
    """Raise AudienceError unless these are exactly the criteria of a public."""
    if not isinstance(criteria, Mapping):
        raise AudienceError(_MALFORMED)
    for key in criteria:
        if key not in keys:
            raise AudienceError(_UNKNOWN.format(key=str(key)[:40]))
    for key in keys:
        if key not in criteria:
            refuse(_MISSING, key)


def is_all(criteria: Mapping[str, Any], key: str) -> bool:
    """Whether a criterion says that it restricts nothing."""
    return isinstance(criteria[key], str) and criteria[key] == ALL


def texts(criteria: Mapping[str, Any], key: str, *, empty: str) -> list[str]:
    """A list of words without repetition, never empty. `empty`: what to say when it is."""
    value = criteria[key]
    if not isinstance(value, list) or not value:
        refuse(empty, key)
    if len(value) > MAX_CHOICES:
        refuse(_TOO_MANY, key)
    if not all(isinstance(item, str) and item for item in value):
        refuse(_GONE, key)
    return list(dict.fromkeys(value))


def choices(
    criteria: Mapping[str, Any], key: str, among: Collection[str], *, empty: str
) -> list[str]:
    """A list of words that are all among those known."""
    found = texts(criteria, key, empty=empty)
    check_known(found, among, key)
    return found


def check_known(wanted: Collection[str], known: Collection[str], key: str) -> None:
    """Raise AudienceError when one of them does not exist."""
    if not set(wanted) <= set(known):
        refuse(_GONE, key)


def whole_number(criteria: Mapping[str, Any], key: str, *, low: int, high: int, wrong: str) -> int:
    """A whole number in a range; a boolean is none."""
    value = criteria[key]
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        refuse(wrong, key)
    return value


def identifier(criteria: Mapping[str, Any], key: str, *, wrong: str) -> int:
    """The key of a row, which may not exist."""
    return whole_number(criteria, key, low=1, high=_MAX_ID, wrong=wrong)


def enumerated(names: Collection[str]) -> str:
    """« Delle, Bavilliers et 12 autres »: a few names, however many there are."""
    shown = list(names)
    if len(shown) > _NAMED + 1:
        rest = french.counted(len(shown) - _NAMED, "autre")
        return f"{', '.join(shown[:_NAMED])} et {rest}"
    *first, last = shown
    return f"{', '.join(first)} et {last}" if first else last
