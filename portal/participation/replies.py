"""Texts that a message starts from: which ones are proposed, and how their variables are filled."""

import re
from collections.abc import Iterable, Mapping

from portal.participation.models import ReplyTemplate

# What a text may hold, in braces, and what staff read of it.
VARIABLES: Mapping[str, str] = {
    "prenom": "le prénom de la personne",
    "annonce": "l’intitulé de l’annonce ou de la session",
    "organisation": "l’organisation qui recrute",
    "date": "le jour et l’heure",
    "lieu": "le lieu",
}
_VARIABLE = re.compile(r"\{(\w+)\}")
_SPACES = re.compile(r"[ \u00a0]{2,}")
_BEFORE_SIGN = re.compile(r"[ \u00a0]+([,.])")

_reasons: dict[str, str] = {}


def register_reasons(choices: Iterable[tuple[str, str]]) -> None:
    """Say the reasons of refusal that a text may be about: the app that refuses has them."""
    _reasons.update(choices)


def reasons() -> list[tuple[str, str]]:
    """Every reason, with what staff read of it."""
    return list(_reasons.items())


def unknown_variables(text: str) -> list[str]:
    """The variables of a text that nothing will fill, each once."""
    return sorted(set(_VARIABLE.findall(text)) - VARIABLES.keys())


def variables_in(text: str) -> set[str]:
    """The variables that a text uses."""
    return set(_VARIABLE.findall(text)) & VARIABLES.keys()


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its variables replaced; those without a value leave no gap.

    A variable that `values` does not name stays, to be filled later. Braces that are no variable
    stay as they were typed.
    """
    emptied = False

    def value(found: re.Match[str]) -> str:
        nonlocal emptied
        if found[1] not in VARIABLES or found[1] not in values:
            return found[0]
        emptied = emptied or not values[found[1]]
        return values[found[1]]

    filled = _VARIABLE.sub(value, text)
    return _BEFORE_SIGN.sub(r"\1", _SPACES.sub(" ", filled)) if emptied else filled


def proposed(use: str, *, reason: str = "") -> list[ReplyTemplate]:
    """The texts for one use, the best first: those for this reason, then those for any."""
    rows = ReplyTemplate.objects.filter(use=use, is_active=True, reason__in={"", reason})
    return sorted(rows, key=lambda row: (row.reason != reason, row.position, row.pk))
