"""Opportunities inside an editorial page: what a block's criteria find, ready for its template."""

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from pages.wording import MISSION, NOTICE, OFFER, SESSION, Noun
from search import queries
from search.models import Kind
from search.parameters.filters import criteria_from
from search.screens.cards import Card, cards
from search.screens.hearts import NOTHING
from snippets import french
from snippets.models import Commune

_NOUNS: dict[tuple[str, ...], Noun] = {
    (Kind.JOB.value,): OFFER,
    (Kind.VOLUNTEERING.value,): MISSION,
    (Kind.SESSION.value,): SESSION,
}


@dataclasses.dataclass(frozen=True, slots=True)
class Embed:
    """`map_query` asks the map for the very set of the list; `note` says what was adapted.

    `button` names what is found: offers, missions, sessions, or notices when kinds are mixed.
    """

    cards: list[Card]
    count: int
    map_query: str
    url: str
    button: str
    note: str
    place: Commune | None
    radius_km: float


def embed(block: Mapping[str, Any], limit: int, kept: frozenset[int] = NOTHING) -> Embed:
    """Run the criteria of a block (`kinds`, `words`, `commune`, `radius` in km).

    Sessions alone are listed by their date, the next one first. `kept` are the ids that the
    reader keeps.
    """
    place: Commune | None = block["commune"]
    parameters: dict[str, Any] = {
        "type": list(block["kinds"] or []),
        "q": block["words"] or "",
        "lieu": place.choice_label if place else "",
        "rayon": (block["radius"] or "") if place else "",
    }
    parameters = {name: value for name, value in parameters.items() if value}
    query = urlencode(parameters, doseq=True)
    criteria = criteria_from(parameters).criteria
    result = queries.find(criteria, propose_spelling=False)
    noun = _NOUNS.get(criteria.kinds, NOTICE)
    rows = result.rows[:limit]
    if criteria.kinds == (Kind.SESSION.value,):
        rows = queries.coming_sessions(result.criteria, limit=limit)
    note = ""
    if result.widened_to_km:
        note = (
            f"Aucune {noun.singular} à moins de {criteria.radius_km:g}\u00a0km pour l’instant. "
            f"Celles-ci sont à moins de {result.widened_to_km}\u00a0km."
        )
    address = reverse("search:results")
    return Embed(
        cards=cards(rows, kept),
        count=result.count,
        map_query=urlencode(
            {**parameters, "rayon": f"{result.criteria.radius_km:g}"} if place else parameters,
            doseq=True,
        ),
        url=f"{address}?{query}" if query else address,
        button=_button(noun, result.count),
        note=note,
        place=place,
        radius_km=result.criteria.radius_km,
    )


def _button(noun: Noun, count: int) -> str:
    """What leads to the search: to all that is found, or to where one looks further."""
    if count > 1:
        return f"Voir les {french.number(count)} {noun.plural} dans la recherche"
    return "Ouvrir la recherche"
