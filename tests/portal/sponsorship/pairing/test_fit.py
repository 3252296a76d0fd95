"""Why a sponsor suits somebody: each reason is derived again from the data, and said in words."""

from math import acos, cos, radians, sin

import pytest

from portal.sponsorship.pairing.fit import fit_of
from portal.sponsorship.pairing.values import (
    AGAINST,
    DEFAULT_POINTS,
    Criterion,
    Wishes,
)
from tests.portal.sponsorship.pairing.lists import PLACES, seeded, wishes
from tests.sizes import at_size

C = Criterion
BELFORT, DELLE, MONTBELIARD, LURE = PLACES


def kilometres(here, there):
    """By the law of cosines, where the code has the haversine."""
    (up, right), (other_up, other_right) = (map(radians, place.centre) for place in (here, there))
    angle = sin(up) * sin(other_up) + cos(up) * cos(other_up) * cos(right - other_right)
    return round(6371 * acos(min(1.0, angle)))


def derived(person, sponsor):
    """What holds for a pair, from the words of each criterion."""
    both = person.domains and sponsor.domains
    placed = person.place and sponsor.place
    away = kilometres(person.place, sponsor.place) if placed else None
    is_here = placed and person.place == sponsor.place
    is_near = placed and not is_here and away <= sponsor.radius_km
    talk = [
        way
        for way in ("phone", "video")
        if way in (person.modes or sponsor.modes) and way in (sponsor.modes or person.modes)
    ]
    holds = {
        C.SAME_DOMAIN: both and person.domains & sponsor.domains,
        C.OTHER_DOMAIN: both and not person.domains & sponsor.domains,
        C.SAME_COMMUNE: is_here,
        C.NEAR: is_near,
        C.FAR: placed and not is_here and not is_near and not talk,
        C.SHARED_LANGUAGE: person.languages & sponsor.languages,
        C.NO_LANGUAGE: person.languages and not person.languages & sponsor.languages,
        C.SHARED_TIME: person.times & sponsor.times,
        C.NO_TIME: person.times and sponsor.times and not person.times & sponsor.times,
        C.NO_MODE: person.modes and sponsor.modes and not person.modes & sponsor.modes,
    }
    return {criterion for criterion, is_so in holds.items() if is_so}


def test_every_reason_is_derived_again_from_the_data():
    rng, met = seeded(1), set()
    for _ in range(at_size(400, 4000)):
        person, sponsor = wishes(rng), wishes(rng)
        found = fit_of(person, sponsor, DEFAULT_POINTS)
        criteria = [one.criterion for one in found.found]
        assert sorted(criteria) == sorted(derived(person, sponsor)), (person, sponsor)
        assert found.points == sum(DEFAULT_POINTS[one] for one in criteria)
        met |= set(criteria)
    assert met == set(Criterion)


def test_reasons_are_worth_points_and_what_speaks_against_costs_some():
    for criterion, points in DEFAULT_POINTS.items():
        assert (points < 0) == (criterion in AGAINST)


def test_a_pair_says_what_is_common():
    person = Wishes(
        frozenset("GD"),
        BELFORT,
        0,
        frozenset({"tr", "ar"}),
        frozenset({"mon_am", "tue_eve"}),
        frozenset({"phone"}),
    )
    sponsor = Wishes(
        frozenset("GA"),
        DELLE,
        20,
        frozenset({"ar"}),
        frozenset({"tue_eve"}),
        frozenset({"phone", "video"}),
    )
    found = fit_of(person, sponsor, DEFAULT_POINTS)
    assert found.reasons == [
        "même domaine\u00a0: Hôtellerie, restauration, tourisme, loisirs",
        "à 18\u00a0km",
        "langue en commun\u00a0: arabe",
        "libres en même temps\u00a0: mardi soir",
    ]
    assert found.against == []


@pytest.mark.parametrize(
    ("modes", "against"),
    [
        pytest.param({"in_person"}, ["à 27\u00a0km, au-delà de 10\u00a0km"], id="to meet"),
        pytest.param({"in_person", "phone"}, [], id="the phone will do"),
    ],
)
def test_far_is_no_matter_on_the_phone(modes, against):
    person = Wishes(place=LURE, modes=frozenset(modes))
    sponsor = Wishes(place=BELFORT, radius_km=10, modes=frozenset({"in_person", "phone"}))
    assert fit_of(person, sponsor, DEFAULT_POINTS).against == against


def test_what_nobody_said_is_neither_for_nor_against():
    assert fit_of(Wishes(), Wishes(), DEFAULT_POINTS).found == ()
