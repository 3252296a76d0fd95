"""What a search gives back."""

import dataclasses
from functools import cached_property

from pages.models.job_offer import Contract, Schedule, WorkingTime
from search.criteria import PAGE_SIZE, Criteria, Place, Sort
from search.models import Kind, Opportunity
from snippets.models.reference import RomeDomain

# Counts of large answers are kept for a while; small ones, which are cheap, are always fresh.
KEPT_FROM = 2_000
KEPT_SECONDS = 60

LABELS: dict[str, dict[str, str]] = {
    "type": dict(Kind.choices),
    "contrat": dict(Contract.choices),
    "domaine": dict(RomeDomain.choices),
    "temps": dict(WorkingTime.choices),
    "horaires": dict(Schedule.choices),
    "debutant": {"1": "Débutant accepté"},
    "sans_permis": {"1": "Sans permis"},
    "siae": {"1": "Structure d’insertion"},
    "handicap": {"1": "Ouvert aux travailleurs handicapés"},
}


@dataclasses.dataclass(frozen=True, slots=True)
class FacetValue:
    """One value of a facet, and how many results it would give with the other filters kept."""

    value: str
    label: str
    count: int
    selected: bool


Facets = dict[str, list[FacetValue]]
Counts = dict[str, dict[str, int]]


def facets(counts: Counts, criteria: Criteria) -> Facets:
    """Counts with their labels: the values that exist or are chosen, in their usual order."""
    chosen: dict[str, tuple[str, ...]] = {
        "type": criteria.kinds,
        "contrat": criteria.contracts,
        "domaine": criteria.domains,
        "temps": criteria.working_times,
        "horaires": criteria.schedules,
        "debutant": ("1",) if criteria.beginner else (),
        "sans_permis": ("1",) if criteria.no_licence else (),
        "siae": ("1",) if criteria.siae else (),
        "handicap": ("1",) if criteria.disabled_workers else (),
    }
    return {
        name: [
            FacetValue(value, label, counts[name].get(value, 0), value in chosen[name])
            for value, label in labels.items()
            if value in counts[name] or value in chosen[name]
        ]
        for name, labels in LABELS.items()
    }


@dataclasses.dataclass
class SearchResult:
    """One page of results. `criteria` are those that were used, widened or corrected."""

    criteria: Criteria
    rows: list[Opportunity]
    count: int
    page: int
    counts: Counts
    widened_to_km: int | None = None
    is_corrected: bool = False
    suggestion: str | None = None
    page_size: int = PAGE_SIZE

    @cached_property
    def facets(self) -> Facets:
        """Values to filter by, with their counts."""
        return facets(self.counts, self.criteria)

    @property
    def named_count(self) -> int:
        """How many are called by the words, and come first; the others only cite them.

        All of them when the order is another, or when there are no words.
        """
        if self.criteria.effective_sort != Sort.RELEVANCE:
            return self.count
        return self.counts["all"]["named"]

    @property
    def place(self) -> Place | None:
        """Where distances are counted from."""
        return self.criteria.place

    @property
    def num_pages(self) -> int:
        """At least one page, empty when nothing is found."""
        return max(1, -(-self.count // self.page_size))

    @property
    def has_next(self) -> bool:
        """Whether a page follows."""
        return self.page < self.num_pages

    @property
    def has_previous(self) -> bool:
        """Whether a page precedes."""
        return self.page > 1
