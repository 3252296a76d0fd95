"""The list of offers of a message: plain text, an address alone in its paragraph."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal.candidates.links import stop_url
from portal.candidates.models import SavedSearch
from portal.candidates.searches import results_url
from search.feeds.wording import announced, clean
from search.models import Opportunity
from search.screens.cards import kind_fact
from snippets import french
from snippets.site import absolute

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Section:
    """One alert, and what is new for it."""

    alert: SavedSearch
    rows: Sequence[Opportunity]


def alert_text(sections: Sequence[Section]) -> str:
    """Each alert with its first offers, the rest behind a link, and how to stop it."""
    return "\n\n".join(_section(section) for section in sections)


def _section(section: Section) -> str:
    count = len(section.rows)
    words = french.counted(count, "nouvelle offre", "nouvelles offres")
    parts = [f"«\u00a0{_one_line(section.alert.name)}\u00a0»\u00a0: {words}"]
    for row in section.rows[:SHOWN]:
        parts += [_offer(row), absolute(row.url)]
    if count > SHOWN:
        parts += [f"Voir les {french.number(count)} nouvelles offres\u00a0:"]
        parts += [results_url(section.alert.query)]
    parts += ["Arrêter cette alerte, sans vous connecter\u00a0:", stop_url(section.alert)]
    return "\n\n".join(parts)


def _offer(row: Opportunity) -> str:
    """“Soudeur ou soudeuse”, then who, where, and the contract or the date."""
    facts = (row.organisation_name, row.commune_name, kind_fact(row)[1])
    return f"{_one_line(announced(row))}\n{_one_line(', '.join(filter(None, facts)))}"


def _one_line(text: str) -> str:
    """Text on one line: what somebody wrote adds no paragraph, hence no link."""
    return " ".join(clean(text).split())
