"""The assignment of the whole list: the optimum of a brute force, and what holds at any size."""

from dataclasses import replace
from datetime import timedelta

import pytest

from portal.sponsorship.pairing.costs import cost_of
from portal.sponsorship.pairing.solver import BrokenAssignmentError, best_assignment
from portal.sponsorship.pairing.values import Free, Problem, Waiting
from tests.portal.sponsorship.pairing.lists import (
    TODAY,
    brute_force,
    longest_first,
    problem_of,
    seeded,
    waits,
)
from tests.sizes import at_size

LARGE = at_size(20, 100)


def small(number):
    """Up to 6 people and 6 sponsors; equal waits and points are many, so that ties are too."""
    rng = seeded(number)
    people, sponsors = rng.randint(0, 6), rng.randint(0, 6)
    if people + sponsors > 9:
        sponsors = 9 - people
    days, spread = rng.choice([(400, 12), (3, 12), (3, 1), (0, 0)])
    return problem_of(rng, people, sponsors, days=days, spread=spread)


@pytest.mark.parametrize("number", range(at_size(60, 600)))
def test_is_the_optimum_of_a_brute_force(number):
    problem = small(number)
    found = best_assignment(problem)
    (served, days, points, _), best = brute_force(problem)
    assert len(found.sponsors) == served
    assert waits(problem, found.sponsors) == days
    assert (found.days, found.points) == (sum(days), points)
    assert found.sponsors == best


def test_is_the_optimum_of_a_brute_force_for_six_and_six():
    problem = problem_of(seeded(6), 6, 6)
    assert best_assignment(problem).sponsors == brute_force(problem)[1]


@pytest.mark.parametrize("number", range(at_size(5, 10)))
def test_what_holds_of_a_long_list(number):
    rng = seeded(number)
    problem = problem_of(rng, LARGE, LARGE - rng.randint(0, LARGE // 2), forbidden=0.5)
    found = best_assignment(problem)
    assert not set(found.pairs) & set(problem.forbidden)
    capacity = {one.id: one.capacity for one in problem.free}
    given = list(found.sponsors.values())
    assert all(given.count(sponsor) <= capacity[sponsor] for sponsor in set(given))
    assert waits(problem, found.sponsors) == longest_first(problem)
    # No exchange of two sponsors makes more points.
    for one, hers in found.pairs:
        for other, his in found.pairs:
            if {(one, his), (other, hers)} & set(problem.forbidden):
                continue
            points = problem.points
            now = points.get((one, hers), 0) + points.get((other, his), 0)
            assert points.get((one, his), 0) + points.get((other, hers), 0) <= now


def test_the_order_of_the_lists_changes_nothing():
    problem = problem_of(seeded(3), LARGE, LARGE, days=2, spread=1)
    turned = replace(problem, waiting=problem.waiting[::-1], free=problem.free[::-1])
    assert best_assignment(problem).sponsors == best_assignment(turned).sponsors


def waiting(number, days):
    return Waiting(number, TODAY - timedelta(days=days))


def problem(people, sponsors, points=None, forbidden=()):
    free = tuple(Free(*one) for one in sponsors)
    return Problem(tuple(people), free, points or {}, set(forbidden), TODAY)


def test_a_wait_of_a_day_more_comes_before_any_points():
    found = best_assignment(
        problem([waiting(1, 10), waiting(2, 11)], [(5, 1)], {(1, 5): 100, (2, 5): -100})
    )
    assert found.sponsors == {2: 5}


def test_a_person_more_comes_before_any_wait():
    """Sponsor 5 suits both; 6 suits the second alone, who waited for years."""
    found = best_assignment(
        problem([waiting(1, 0), waiting(2, 3000)], [(5, 1), (6, 1)], forbidden=[(1, 6)])
    )
    assert found.sponsors == {1: 5, 2: 6}


def test_a_sponsor_of_two_places_gets_two_people():
    found = best_assignment(problem([waiting(n, n) for n in (1, 2, 3)], [(5, 2)]))
    assert found.sponsors == {2: 5, 3: 5}


def test_nobody_and_nothing_is_no_pair():
    assert best_assignment(problem([], [(5, 1)])).sponsors == {}
    assert best_assignment(problem([waiting(1, 1)], [])).sponsors == {}
    assert best_assignment(problem([waiting(1, 1)], [(5, 1)], forbidden=[(1, 5)])).sponsors == {}


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param((1, 5), id="forbidden"),
        pytest.param((1, 7), id="no such sponsor"),
        pytest.param((9, 6), id="nobody who waits"),
    ],
)
def test_what_may_not_be_is_not_solved(choice):
    two = problem([waiting(1, 1), waiting(2, 2)], [(5, 1), (6, 1)], forbidden=[(1, 5)])
    with pytest.raises(BrokenAssignmentError):
        best_assignment(two, fixed=[choice])


def test_more_people_than_places_are_not_fixed():
    two = problem([waiting(1, 1), waiting(2, 2)], [(5, 1)])
    with pytest.raises(BrokenAssignmentError):
        best_assignment(two, fixed=[(1, 5), (2, 5)])


def test_a_choice_by_hand_says_who_stays_without_a_sponsor():
    """1 may have 5 alone: who gives 5 to somebody else leaves them out."""
    three = problem(
        [waiting(1, 30), waiting(2, 20), waiting(3, 10)],
        [(5, 1), (6, 1)],
        {(2, 5): 9},
        forbidden=[(1, 6)],
    )
    cost = cost_of(three, (2, 5))
    assert cost.best.sponsors == {1: 5, 2: 6}
    assert cost.chosen.sponsors == {2: 5, 3: 6}
    assert cost.left_out == [1]
    assert [(one.request, one.before, one.after) for one in cost.changes] == [
        (1, 5, None),
        (2, 6, 5),
        (3, None, 6),
    ]
    assert (cost.days, cost.points) == (20, -9)


@pytest.mark.parametrize("number", range(at_size(15, 150)))
def test_a_choice_by_hand_is_the_best_that_holds_it(number):
    """As if everything else were forbidden to that person, and one place were gone."""
    whole = small(number)
    capacity = {one.id: one.capacity for one in whole.free}
    choices = [
        (one.id, sponsor)
        for one in whole.waiting
        for sponsor in capacity
        if capacity[sponsor] and (one.id, sponsor) not in whole.forbidden
    ]
    if not choices:
        return
    request, sponsor = seeded(number).choice(choices)
    others = {(request, other) for other in capacity if other != sponsor}
    # A wait beyond all others, so that the brute force serves this person.
    first = tuple(
        replace(one, since=TODAY - timedelta(days=10**5)) if one.id == request else one
        for one in whole.waiting
    )
    told = replace(whole, waiting=first, forbidden=whole.forbidden | others)
    cost = cost_of(whole, (request, sponsor))
    assert cost.chosen.sponsors == brute_force(told)[1]
