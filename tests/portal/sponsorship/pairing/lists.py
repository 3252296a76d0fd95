"""Random waiting lists, and what an honest clerk with much time would make of them."""

import random
from datetime import date, timedelta

from portal.sponsorship.pairing.values import (
    CommunePlace,
    Free,
    Problem,
    Waiting,
    Wishes,
)
from portal.sponsorship.values import SLOT_NAMES, Language, Mode
from snippets.models import RomeDomain

TODAY = date(2026, 11, 30)
PLACES = (
    CommunePlace("90010", "Belfort", (47.64, 6.85)),
    CommunePlace("90035", "Delle", (47.51, 7.0)),
    CommunePlace("25388", "Montbéliard", (47.51, 6.8)),
    CommunePlace("70310", "Lure", (47.68, 6.49)),
)


def some(rng, values, most):
    """A few of them, now and then none."""
    return frozenset(rng.sample(sorted(values), rng.randint(0, most)))


def wishes(rng):
    return Wishes(
        domains=some(rng, RomeDomain.values[:6], 3),
        place=rng.choice([*PLACES, None]),
        radius_km=rng.choice([5, 10, 20, 30, 50]),
        languages=some(rng, Language.values[:5], 2),
        times=some(rng, SLOT_NAMES[:8], 3),
        modes=some(rng, Mode.values, 2),
    )


def problem_of(rng, people, sponsors, *, days=400, spread=12, forbidden=0.25):
    """A list with random points; numbers of requests and sponsors have holes, in any order."""
    requests = rng.sample(range(1, 5 * people + 2), people)
    numbers = rng.sample(range(1, 5 * sponsors + 2), sponsors)
    pairs = [(request, sponsor) for request in requests for sponsor in numbers]
    return Problem(
        waiting=tuple(
            Waiting(request, TODAY - timedelta(days=rng.randint(-3, days))) for request in requests
        ),
        free=tuple(Free(sponsor, rng.choice([0, 1, 1, 1, 2, 3])) for sponsor in numbers),
        points={pair: rng.randint(-spread, spread) for pair in pairs if rng.random() < 0.9},
        forbidden={pair for pair in pairs if rng.random() < forbidden},
        today=TODAY,
    )


def waits(problem, requests):
    """The days of these people, longest first."""
    found = {one.id: max((problem.today - one.since).days, 0) for one in problem.waiting}
    return sorted((found[request] for request in requests), reverse=True)


def brute_force(problem):
    """Every assignment, one by one: the key of the best, and that assignment."""
    requests = sorted(one.id for one in problem.waiting)
    left = {one.id: one.capacity for one in problem.free}
    best = None

    def go(at, chosen):
        nonlocal best
        if at == len(requests):
            served = [request for request, sponsor in chosen if sponsor is not None]
            points = sum(problem.points.get(pair, 0) for pair in chosen if pair[1] is not None)
            ties = [-sponsor if sponsor else float("-inf") for _, sponsor in chosen]
            key = (len(served), waits(problem, served), points, ties)
            if best is None or key > best[0]:
                best = (key, {request: sponsor for request, sponsor in chosen if sponsor})
            return
        request = requests[at]
        go(at + 1, [*chosen, (request, None)])
        for sponsor in left:
            if left[sponsor] and (request, sponsor) not in problem.forbidden:
                left[sponsor] -= 1
                go(at + 1, [*chosen, (request, sponsor)])
                left[sponsor] += 1

    go(0, [])
    return best


def longest_first(problem):
    """The waits that can be served at best: whoever waited longest first, others moved aside."""
    capacity = {one.id: one.capacity for one in problem.free}
    holders = {sponsor: [] for sponsor in capacity}

    def find(request, seen):
        for sponsor in capacity:
            if sponsor in seen or (request, sponsor) in problem.forbidden:
                continue
            seen.add(sponsor)
            if len(holders[sponsor]) < capacity[sponsor]:
                holders[sponsor].append(request)
                return True
            for position, other in enumerate(holders[sponsor]):
                if find(other, seen):
                    holders[sponsor][position] = request
                    return True
        return False

    people = sorted(problem.waiting, key=lambda one: one.since)
    return waits(problem, [one.id for one in people if find(one.id, set())])


def seeded(number):
    return random.Random(number)
