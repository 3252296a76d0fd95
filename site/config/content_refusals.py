"""Why the API v2 refuses a parameter, in French: Wagtail says it in English."""

import re

_UNREADABLE = "Cette valeur ne convient pas."
_NO_PAGE = "Cette page n’existe pas, ou n’est pas publique."
_NO_NUMBER = "Écrivez le numéro d’une page, ou «\u00a0root\u00a0»."
# (what Wagtail's message begins with, the parameter, the reason): the first that fits.
_REASONS: tuple[tuple[str, str, str], ...] = (
    ("unknown fields: (?P<value>.+)", "fields", "Ces champs n’existent pas\u00a0: {value}."),
    ("fields", "fields", "Cette liste de champs ne se lit pas."),
    ("'(?P<value>[^']*)' does not", "fields", "«\u00a0{value}\u00a0» n’a pas de sous-champs."),
    ("type", "type", "Ce type de page n’existe pas."),
    (
        "cannot order by '(?P<value>[^']*)'",
        "order",
        "On ne peut pas trier par «\u00a0{value}\u00a0».",
    ),
    (
        "random ordering cannot",
        "order",
        "«\u00a0random\u00a0» ne se combine avec aucun autre champ.",
    ),
    (
        "random ordering",
        "order",
        "«\u00a0random\u00a0» ne se combine pas avec «\u00a0offset\u00a0».",
    ),
    ("child_of", "child_of", _NO_NUMBER),
    ("ancestor_of", "ancestor_of", "Écrivez le numéro d’une page."),
    ("descendant_of", "descendant_of", _NO_NUMBER),
    ("parent page", "child_of", _NO_PAGE),
    ("descendant page", "ancestor_of", _NO_PAGE),
    ("ancestor page", "descendant_of", _NO_PAGE),
    (
        "filtering by descendant_of",
        "descendant_of",
        "«\u00a0descendant_of\u00a0» ne se combine pas avec «\u00a0child_of\u00a0».",
    ),
    (r"field filter error\. .* for (?P<field>\w+)", "", _UNREADABLE),
    ("limit", "limit", _UNREADABLE),
    ("offset", "offset", _UNREADABLE),
    ("search", "search", _UNREADABLE),
)


def refusal(message: str, given: list[str]) -> dict[str, str]:
    """The parameter that a message of Wagtail's is about, and the reason."""
    for pattern, field, reason in _REASONS:
        found = re.match(pattern, message, re.DOTALL)
        if found:
            said = found.groupdict()
            return {said.get("field", field): reason.format(value=said.get("value", ""))}
    named = [name for name in given if name in message] or given
    return {named[0] if named else "": _UNREADABLE}
