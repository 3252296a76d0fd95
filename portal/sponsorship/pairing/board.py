"""The coordinator's board: the assignment in words, and what a choice by hand would cost."""

from dataclasses import dataclass

from portal.sponsorship.pairing.conflicts import NOT_PROPOSED
from portal.sponsorship.pairing.costs import Cost, cost_of
from portal.sponsorship.pairing.fit import Fit
from portal.sponsorship.pairing.listing import Listing
from portal.sponsorship.pairing.solver import Assignment, best_assignment
from portal.sponsorship.pairing.values import Pair
from portal.sponsorship.requests.models import SponsorshipRequest
from portal.sponsorship.sponsors.models import Sponsor
from snippets import french


@dataclass(frozen=True, slots=True)
class Line:
    """One person who waits, and the sponsor of the assignment with their reasons, or none."""

    request: SponsorshipRequest
    days: int
    sponsor: Sponsor | None = None
    fit: Fit | None = None

    @property
    def value(self) -> str:
        """How a form names the pair."""
        return f"{self.request.pk}-{self.sponsor.pk}" if self.sponsor else ""


@dataclass(frozen=True, slots=True)
class Option:
    """One sponsor whom the coordinator may choose by hand; without a fit, they may not."""

    sponsor: Sponsor
    left: int
    fit: Fit | None = None
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """Everybody: with a sponsor in the assignment, without, and the places that stay free."""

    paired: list[Line]
    without: list[Line]
    free: list[tuple[Sponsor, int]]
    assignment: Assignment


def board_of(found: Listing) -> Board:
    """Solve the list, and put words on it."""
    best = best_assignment(found.problem)
    days = {one.id: one.days(found.problem.today) for one in found.problem.waiting}
    lines = [_line(found, best, request, days[request]) for request in found.requests]
    given = list(best.sponsors.values())
    free = [
        (sponsor, left)
        for key, sponsor in found.sponsors.items()
        if (left := found.left[key] - given.count(key)) > 0
    ]
    return Board(
        [line for line in lines if line.sponsor],
        [line for line in lines if not line.sponsor],
        free,
        best,
    )


def options_for(found: Listing, request: int) -> list[Option]:
    """Every sponsor with a place, the best first; those who may not be, last, by number."""
    forbidden = set(found.problem.forbidden)
    options = [
        Option(sponsor, found.left[key], refused=NOT_PROPOSED)
        if (request, key) in forbidden
        else Option(sponsor, found.left[key], found.fit((request, key)))
        for key, sponsor in found.sponsors.items()
    ]
    return sorted(
        options,
        key=lambda option: (
            (option.fit is None, -option.fit.points if option.fit else 0, option.sponsor.pk)
        ),
    )


def told_cost(found: Listing, choice: Pair) -> tuple[Cost, list[str]]:
    """What a choice costs, and a sentence for each person for whom something changes."""
    cost = cost_of(found.problem, choice)
    sentences = []
    for change in cost.changes:
        if change.request == choice[0]:
            continue
        name = found.requests[change.request].participant.name
        if change.after is None:
            sentences.append(f"Avec ce choix, {name} reste sans parrain ni marraine.")
        elif change.before is None:
            sponsor = found.sponsors[change.after]
            sentences.append(f"{name} a {sponsor}, au lieu de personne.")
        else:
            before, after = found.sponsors[change.before], found.sponsors[change.after]
            points = _points(found, change.request, change.before, change.after)
            sentences.append(f"{name} a {after}, au lieu de {before}{points}.")
    return cost, sentences


def _points(found: Listing, request: int, before: int, after: int) -> str:
    """By how many points somebody's pair is better or worse."""
    lost = found.problem.points[request, before] - found.problem.points[request, after]
    if lost == 0:
        return ""
    said = french.counted(abs(lost), "point", "points")
    return f" ({said} de {'moins' if lost > 0 else 'plus'})"


def _line(found: Listing, best: Assignment, request: int, days: int) -> Line:
    sponsor = best.sponsors.get(request)
    if sponsor is None:
        return Line(found.requests[request], days)
    return Line(
        found.requests[request], days, found.sponsors[sponsor], found.fit((request, sponsor))
    )
