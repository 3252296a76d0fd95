"""Opportunities inside an editorial page: what a block's criteria find, ready for its template."""

import dataclasses
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString

from search import queries
from search.cards import cards
from search.filters import criteria_from
from snippets.models import Commune


@dataclasses.dataclass(frozen=True, slots=True)
class Embed:
    """`query` asks the same of the search page and of the map; `note` says what was adapted."""

    cards: SafeString
    count: int
    query: str
    url: str
    note: str
    place: Commune | None
    radius_km: float


def embed(block: Mapping[str, Any], limit: int) -> Embed:
    """Run the criteria of a block (`kinds`, `words`, `commune`, `radius` in km)."""
    place: Commune | None = block["commune"]
    parameters: dict[str, Any] = {
        "type": list(block["kinds"] or []),
        "q": block["words"] or "",
        "lieu": _label(place) if place else "",
        "rayon": (block["radius"] or "") if place else "",
    }
    parameters = {name: value for name, value in parameters.items() if value}
    query = urlencode(parameters, doseq=True)
    criteria = criteria_from(parameters).criteria
    result = queries.find(criteria, propose_spelling=False)
    note = ""
    if result.widened_to_km:
        note = (
            f"Aucune offre à moins de {criteria.radius_km:g}\u00a0km pour l’instant. "
            f"Celles-ci sont à moins de {result.widened_to_km}\u00a0km."
        )
    address = reverse("search:results")
    return Embed(
        cards=cards(result.rows[:limit]),
        count=result.count,
        query=query,
        url=f"{address}?{query}" if query else address,
        note=note,
        place=place,
        radius_km=result.criteria.radius_km,
    )


def _label(commune: Commune) -> str:
    """What the search form reads as this commune."""
    return f"{commune.name} ({commune.postal_code})" if commune.postal_code else commune.name
