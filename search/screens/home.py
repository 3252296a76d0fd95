"""What the home page shows of the search: a few new offers near the seat of the territory."""

import dataclasses
from urllib.parse import urlencode

from django.urls import reverse

from search import queries
from search.criteria import Criteria
from search.models import Kind, Opportunity
from search.parameters.places import largest_commune


@dataclasses.dataclass(frozen=True, slots=True)
class OffersNear:
    """New job offers; `commune` is where they are near, empty when they may be anywhere."""

    commune: str
    url: str
    rows: list[Opportunity]


def offers_near(limit: int) -> OffersNear:
    """The newest job offers around the largest commune; the newest of all when it has none."""
    address, jobs = reverse("search:results"), Criteria(kinds=(Kind.JOB.value,))
    seat = largest_commune()
    if seat is not None:
        rows = queries.newest(jobs.replace(place=seat.place), limit=limit)
        if rows:
            query = urlencode({"type": Kind.JOB.value, "lieu": seat.label, "tri": "date"})
            return OffersNear(seat.name, f"{address}?{query}", rows)
    url = f"{address}?{urlencode({'type': Kind.JOB.value, 'tri': 'date'})}"
    return OffersNear("", url, queries.newest(jobs, limit=limit))
