"""The offers that somebody may look at next: their trade, near the place where they look."""

from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.services.profile import profile_of
from search import queries
from search.criteria import DEFAULT_RADIUS_KM, Criteria
from search.models import Kind
from search.parameters.filters import criteria_from
from search.queries.conditions import named
from snippets import french
from snippets.occupation_names import spoken_names


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many offers a search finds, its address, and what it looks for in words.

    `wider` is the same of any trade, where it finds more.
    """

    count: int
    url: str
    trade: str
    place: str
    wider: "Nearby | None" = None

    @property
    def label(self) -> str:
        """“Voir 16 offres près de Delle”, “Voir une offre près d’Andelnans”."""
        what = "une offre" if self.count == 1 else f"{french.number(self.count)} offres"
        return f"Voir {what} près {french.of(self.place)}" if self.place else f"Voir {what}"


def nearby_offers(user: User, *, trade: str = "", place: str = "") -> Nearby:
    """The first search that finds an offer of its trade: `trade`, the profile's, then any trade.

    Where and how far the profile says; near `place` when it names no commune. The count is what
    the search page says, none included. An offer that only cites the trade somewhere in its text
    is not enough. Two queries for the profile, two for each trade, one for all of them.
    """
    profile = profile_of(user)
    where = f"{profile.commune.name} {profile.commune.postal_code}" if profile.commune else place
    radius = profile.radius_km or DEFAULT_RADIUS_KM
    chosen = profile.trades.select_related("occupation")
    trades = [trade, *(spoken_names(row.occupation.label)[0] for row in chosen)]
    wider = _counted(*_search("", where, radius), "")
    for name in filter(None, dict.fromkeys(trades)):
        data, criteria = _search(name, where, radius)
        if criteria.words and queries.matching(criteria).filter(named(criteria.words)).exists():
            found = _counted(data, criteria, name)
            return replace(found, wider=wider) if wider.count > found.count else found
    return wider


def _search(trade: str, where: str, radius_km: int) -> tuple[QueryDict, Criteria]:
    """Its parameters, and what they mean. A place that we do not know is left out."""
    data = QueryDict(mutable=True)
    data["type"] = Kind.JOB.value
    if trade:
        data["q"] = trade
    if where:
        data.update({"lieu": where, "rayon": str(radius_km)})
    criteria = criteria_from(data).criteria
    if where and criteria.place is None:
        return _search(trade, "", radius_km)
    return data, criteria


def _counted(data: QueryDict, criteria: Criteria, trade: str) -> Nearby:
    place = criteria.place.label.partition(" (")[0] if criteria.place else ""
    url = f"{reverse('search:results')}?{data.urlencode()}"
    return Nearby(queries.matching(criteria).order_by().count(), url, trade, place)
