"""No empty chair: the rules fill what an allocator that knows every answer would fill.

A quarter of the people cancel, three in ten are silent: see `simulation`.
"""

import pytest

from portal.recruitment.services import offers
from tests.portal.recruitment.simulation import Oracle, Site, Story, lived
from tests.sizes import at_size

SHARE = 0.95
SEEDS = range(at_size(10, 200))
# Stories in which silence costs a place when nothing is done about it.
SILENT = (0, 26, 34, 36)

pytestmark = pytest.mark.django_db


def test_places_are_filled_as_if_every_answer_were_known(monkeypatch):
    outcomes = [lived(seed, monkeypatch) for seed in SEEDS]
    known = sum(outcome.oracle for outcome in outcomes)
    filled = sum(outcome.site for outcome in outcomes)
    # The stories are worth telling: places are offered, and an oracle fills most of them.
    assert sum(outcome.offers for outcome in outcomes) >= len(outcomes)
    assert known > 0.8 * sum(outcome.capacity for outcome in outcomes)
    assert filled >= SHARE * known, f"{filled} places of {known}"


@pytest.mark.full
def test_offers_alone_fill_nearly_as_much_before_anybody_calls(monkeypatch):
    for allocator in (Oracle, Site):
        monkeypatch.setattr(allocator, "call", lambda _self: None)
    outcomes = [lived(seed, monkeypatch) for seed in SEEDS]
    known = sum(outcome.oracle for outcome in outcomes)
    filled = sum(outcome.site for outcome in outcomes)
    assert filled >= SHARE * known, f"{filled} places of {known}"


def test_places_that_silence_keeps_are_missed(monkeypatch):
    """The measure can fail: here, an offer that nobody answers keeps its place."""
    monkeypatch.setattr(offers, "expire", lambda **_fields: [])
    outcomes = [lived(seed, monkeypatch) for seed in SILENT]
    assert sum(outcome.site for outcome in outcomes) < SHARE * sum(
        outcome.oracle for outcome in outcomes
    )


def test_the_people_are_those_of_the_design():
    people = [person for seed in range(50) for person in Story.drawn(seed).people]
    cancelling = sum(person.cancels_at is not None for person in people) / len(people)
    silent = sum(person.is_silent for person in people) / len(people)
    assert cancelling == pytest.approx(0.25, abs=0.03)
    assert silent == pytest.approx(0.30, abs=0.03)
