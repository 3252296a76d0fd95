"""The waiting list and the sponsors as they are now, ready to be assigned."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils import timezone

from portal.sponsorship.pairing.conflicts import forbidden_pairs
from portal.sponsorship.pairing.fit import Fit, fit_of
from portal.sponsorship.pairing.table import points_now
from portal.sponsorship.pairing.values import (
    CommunePlace,
    Criterion,
    Free,
    Pair,
    Problem,
    Waiting,
    Wishes,
)
from portal.sponsorship.pairs.models import Sponsorship
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor
from snippets.models import Commune


@dataclass(frozen=True, slots=True)
class Listing:
    """What the board is made from: rows by number, and the problem that is solved."""

    requests: dict[int, SponsorshipRequest]
    sponsors: dict[int, Sponsor]
    left: dict[int, int]
    problem: Problem
    table: dict[Criterion, int]

    def fit(self, pair: Pair) -> Fit:
        """The words of one pair."""
        request, sponsor = pair
        return fit_of(
            wishes_of(self.requests[request]), wishes_of(self.sponsors[sponsor]), self.table
        )


def listing(today: date | None = None) -> Listing:
    """Read the list: a constant number of queries, whoever is on it."""
    today = today or timezone.localdate()
    waiting, able = _rows()
    taken = places_taken()
    left = {sponsor.pk: sponsor.capacity - taken.get(sponsor.pk, 0) for sponsor in able}
    sponsors = [sponsor for sponsor in able if left[sponsor.pk] > 0]
    table = points_now()
    people = {request.pk: wishes_of(request) for request in waiting}
    helpers = {sponsor.pk: wishes_of(sponsor) for sponsor in sponsors}
    problem = Problem(
        waiting=tuple(
            Waiting(request.pk, timezone.localdate(request.asked_at)) for request in waiting
        ),
        free=tuple(Free(sponsor.pk, left[sponsor.pk]) for sponsor in sponsors),
        points={
            (request, sponsor): fit_of(wanted, given, table).points
            for request, wanted in people.items()
            for sponsor, given in helpers.items()
        },
        forbidden=forbidden_pairs(waiting, able),
        today=today,
    )
    return Listing(
        {request.pk: request for request in waiting},
        {sponsor.pk: sponsor for sponsor in sponsors},
        left,
        problem,
        table,
    )


def places_taken() -> dict[int, int]:
    """How many open pairs each sponsor has, those without any left out."""
    counted = Sponsorship.objects.open().order_by().values("sponsor").annotate(number=Count("pk"))
    return dict(counted.values_list("sponsor", "number"))


def forbidden_now() -> frozenset[Pair]:
    """Every pair of the list that is never made: found in one way, whoever is asked about."""
    return forbidden_pairs(*_rows())


def _rows() -> tuple[list[SponsorshipRequest], list[Sponsor]]:
    """Who waits, and every sponsor who may be paired, with a place left or not."""
    waiting = (
        SponsorshipRequest.objects.pairable()
        .filter(participant__erased_at__isnull=True)
        .select_related("participant__user", "commune")
        .defer("commune__contour")
    )
    able = (
        Sponsor.objects.pairable()
        .select_related("user", "commune")
        .defer("commune__contour")
        # Their levels: whoever reads cases meets nobody.
        .prefetch_related("user__groups")
        .order_by("pk")
    )
    return list(waiting), list(able)


def wishes_of(row: SponsorshipRequest | Sponsor) -> Wishes:
    """What a request or a sponsor says, as plain values."""
    return Wishes(
        domains=frozenset(row.domains),
        place=_place(row.commune),
        radius_km=row.radius_km if isinstance(row, Sponsor) else 0,
        languages=frozenset(row.languages),
        times=frozenset(row.availability),
        modes=frozenset(row.modes),
    )


def _place(commune: Commune | None) -> CommunePlace | None:
    if commune is None:
        return None
    return CommunePlace(commune.pk, commune.name, (commune.latitude, commune.longitude))
