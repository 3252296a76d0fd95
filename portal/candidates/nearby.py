"""The offers that somebody may look at next: their trade, near the place where they look."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from portal.accounts.models import User
from portal.candidates.services.profile import profile_of
from search import queries
from search.criteria import DEFAULT_RADIUS_KM
from search.models import Kind
from search.parameters.filters import criteria_from
from snippets import french
from snippets.occupation_names import spoken_names


@dataclass(frozen=True, slots=True)
class Nearby:
    """How many offers a search finds, its address, and what it looks for in words."""

    count: int
    url: str
    trade: str
    place: str

    @property
    def label(self) -> str:
        """“Voir 16 offres près de Delle”, “Voir l’offre près d’Andelnans”."""
        what = "l’offre" if self.count == 1 else f"{french.number(self.count)} offres"
        return f"Voir {what} près {french.of(self.place)}" if self.place else f"Voir {what}"


def nearby_offers(user: User, *, trade: str = "", place: str = "") -> Nearby:
    """The first search that finds something: `trade`, those of the profile, then any trade.

    Where and how far the profile says; near `place` when it names no commune. The count is what
    the search page says, none included. Seven queries at most.
    """
    profile = profile_of(user)
    where = f"{profile.commune.name} {profile.commune.postal_code}" if profile.commune else place
    radius = profile.radius_km or DEFAULT_RADIUS_KM
    chosen = profile.trades.select_related("occupation")
    trades = [trade, *(spoken_names(row.occupation.label)[0] for row in chosen)]
    return _first_found(filter(None, dict.fromkeys(trades)), where, radius)


def _first_found(trades: Iterable[str], where: str, radius_km: int) -> Nearby:
    for trade in trades:
        found = _counted(trade, where, radius_km)
        if found.count:
            return found
    return _counted("", where, radius_km)


def _counted(trade: str, where: str, radius_km: int) -> Nearby:
    data = QueryDict(mutable=True)
    data.update({"type": Kind.JOB.value})
    if trade:
        data["q"] = trade
    if where:
        data.update({"lieu": where, "rayon": str(radius_km)})
    parsed = criteria_from(data)
    if parsed.criteria.place is None and where:
        # A place that we do not know: the whole territory.
        return _counted(trade, "", radius_km)
    count = queries.matching(parsed.criteria).order_by().count()
    url = f"{reverse('search:results')}?{data.urlencode()}"
    place = parsed.criteria.place
    return Nearby(count, url, trade, place.label.partition(" (")[0] if place else "")
