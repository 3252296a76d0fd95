"""The best assignment for everybody, exactly, in integers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import networkx

from portal.sponsorship.pairing.values import Pair, Problem

_SOURCE, _SINK = "source", "sink"


class BrokenAssignmentError(RuntimeError):
    """The solver gave what may not be: nothing of it is shown."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Whose sponsor is who (request → sponsor), and what it is worth.

    `days` is the sum of the days that the people who get a sponsor have waited.
    """

    sponsors: Mapping[int, int]
    days: int
    points: int

    @property
    def pairs(self) -> list[Pair]:
        """The pairs, by request."""
        return sorted(self.sponsors.items())


def best_assignment(problem: Problem, *, fixed: Iterable[Pair] = ()) -> Assignment:
    """Give sponsors to as many people as can be; a sponsor of capacity n is n places.

    One assignment is better than another by the first of these that differs:

    1. it serves more people;
    2. the people whom it serves have waited longer: the sum of their days is larger. Among
       assignments that serve as many, the largest sum also has the largest list of waits, longest
       first: whom sponsors can serve together is a matroid, and in a matroid both have the same
       bases. Nobody who waited longer is left for a shorter wait;
    3. the sum of the points of its pairs is larger;
    4. it is the smallest when written as the sponsor's number of each request, requests by number,
       "nobody" after every sponsor. So there is one answer, whatever the solver does.

    `fixed` pairs are kept, and the best is found for the others. The four are the digits of one
    integer, hence one solution by a minimum cost flow; no float anywhere. Raises
    BrokenAssignmentError when a pair is forbidden, a fixed one included, or a place is missing.
    """
    kept = dict(fixed)
    left = _left(problem, kept)
    worth = _worth(problem, left, kept)
    found = _solve(worth, left) if worth else {}
    sponsors = {**kept, **found}
    _check(problem, sponsors)
    since = {one.id: one.days(problem.today) for one in problem.waiting}
    return Assignment(
        dict(sorted(sponsors.items())),
        days=sum(since[request] for request in sponsors),
        points=sum(problem.points.get(pair, 0) for pair in sponsors.items()),
    )


def _left(problem: Problem, kept: Mapping[int, int]) -> dict[int, int]:
    """The places that sponsors have once the fixed pairs are taken."""
    taken = list(kept.values())
    places = {one.id: one.capacity - taken.count(one.id) for one in problem.free}
    return {sponsor: number for sponsor, number in sorted(places.items()) if number > 0}


def _worth(problem: Problem, left: Mapping[int, int], kept: Mapping[int, int]) -> dict[Pair, int]:
    """What each possible pair adds: one person, their days, its points, its place among equals."""
    people = sorted((one for one in problem.waiting if one.id not in kept), key=lambda one: one.id)
    forbidden = set(problem.forbidden)
    pairs = [
        (one.id, sponsor)
        for one in people
        for sponsor in left
        if (one.id, sponsor) not in forbidden
    ]
    if not pairs:
        return {}
    days = {one.id: one.days(problem.today) for one in people}
    points = {pair: problem.points.get(pair, 0) for pair in pairs}
    worst = min(points.values())
    # Each digit has room for the sum of all: as many pairs as there are people at most.
    of_points = len(people) * (max(points.values()) - worst) + 1
    of_days = len(people) * max(days.values()) + 1
    base = len(left) + 1
    of_ties = base ** len(people)
    rank = {sponsor: position for position, sponsor in enumerate(left)}
    digit = {one.id: base ** (len(people) - 1 - at) for at, one in enumerate(people)}
    worth: dict[Pair, int] = {}
    for request, sponsor in pairs:
        value = of_days + days[request]
        value = value * of_points + points[request, sponsor] - worst
        worth[request, sponsor] = value * of_ties + (len(left) - rank[sponsor]) * digit[request]
    return worth


def _solve(worth: Mapping[Pair, int], left: Mapping[int, int]) -> dict[int, int]:
    """The assignment of the largest worth: a flow of one unit from each person to the sink."""
    people = {request for request, _ in worth}
    graph = networkx.DiGraph()
    graph.add_node(_SINK, demand=len(people))
    for request in people:
        graph.add_node(("request", request), demand=-1)
        # Nobody, for nothing.
        graph.add_edge(("request", request), _SINK, capacity=1, weight=0)
    for sponsor, number in left.items():
        graph.add_edge(("sponsor", sponsor), _SINK, capacity=number, weight=0)
    for (request, sponsor), value in worth.items():
        graph.add_edge(("request", request), ("sponsor", sponsor), capacity=1, weight=-value)
    _, flow = networkx.network_simplex(graph)
    return {
        request: sponsor
        for request, sponsor in worth
        if flow["request", request]["sponsor", sponsor]
    }


def _check(problem: Problem, sponsors: Mapping[int, int]) -> None:
    """Look at what was solved as if somebody else had."""
    forbidden = set(problem.forbidden)
    capacity = {one.id: one.capacity for one in problem.free}
    waiting = {one.id for one in problem.waiting}
    given = list(sponsors.values())
    if forbidden.intersection(sponsors.items()):
        message = "A pair of the assignment is forbidden."
        raise BrokenAssignmentError(message)
    if not sponsors.keys() <= waiting or not set(given) <= capacity.keys():
        message = "Somebody of the assignment is not on the list."
        raise BrokenAssignmentError(message)
    if any(given.count(sponsor) > capacity[sponsor] for sponsor in set(given)):
        message = "A sponsor has more people than places."
        raise BrokenAssignmentError(message)
