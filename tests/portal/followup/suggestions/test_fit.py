"""Why an ad suits somebody, and what speaks against it: no query, one rule a line."""

from decimal import Decimal

import pytest

from portal.followup.contract.models import CareerGoal
from portal.followup.suggestions.fit import Situation, fit_of, is_of_use
from search.models import Opportunity
from snippets.models import Occupation

COOK = Occupation(code="G1602", label="Personnel de cuisine")


def goal(**fields):
    return CareerGoal(**({"occupation": COOK, "radius_km": 15} | fields))


def ad(km=4.2, **fields):
    values = {"kind": "job", "occupation_code": "G1602", "no_licence": True, "transport": True}
    row = Opportunity(pk=7, title="Commis", **(values | fields))
    row.distance_km = km
    return row


def told(row, *, career=None, **situation):
    found = fit_of(row, Situation(careers=(career or goal(),), **situation))
    return [*found.reasons], [*found.cautions]


def test_the_trade_the_distance_and_the_bus_speak_for_it():
    reasons, cautions = told(ad())
    assert reasons == [
        "même métier\u00a0: personnel de cuisine",
        "à 4\u00a0km",
        "accessible en transport en commun",
    ]
    assert cautions == []


def test_what_is_too_far_says_how_far_was_wanted():
    _, cautions = told(ad(18.3))
    assert cautions == ["à 18\u00a0km, au-delà des 15\u00a0km souhaités"]


@pytest.mark.parametrize(
    ("career", "fields", "for_it", "against"),
    [
        ({"weekly_hours": 24}, {"working_time": "part"}, "temps partiel comme souhaité", ""),
        (
            {"weekly_hours": 24},
            {"working_time": "full"},
            "",
            "temps plein, pour 24\u00a0h souhaitées",
        ),
        (
            {"weekly_hours": 24},
            {"weekly_hours": Decimal(26)},
            "26\u00a0h par semaine comme souhaité",
            "",
        ),
        (
            {"weekly_hours": 24},
            {"weekly_hours": Decimal(35)},
            "",
            "35\u00a0h par semaine, pour 24\u00a0h souhaitées",
        ),
        ({"contract_kinds": "cdi,cdd"}, {"contract": "cdi"}, "CDI comme souhaité", ""),
        ({"contract_kinds": "cdi,cdd"}, {"contract": "interim"}, "", "Intérim, et non CDI ou CDD"),
        ({}, {"schedules": ["night"]}, "", "horaires de nuit"),
        ({}, {"schedules": ["day"]}, "en journée", ""),
        ({}, {"beginner_accepted": True}, "débutant accepté", ""),
    ],
)
def test_what_the_goal_asks_is_compared(career, fields, for_it, against):
    reasons, cautions = told(ad(**fields), career=goal(**career))
    assert (for_it in reasons) == bool(for_it)
    assert cautions == ([against] if against else [])


def test_a_licence_speaks_against_who_has_none_or_of_whom_nobody_knows():
    row = ad(no_licence=False)
    for has_licence in (False, None):
        assert told(row, has_licence=has_licence)[1] == ["permis de conduire demandé"]
    reasons, cautions = told(row, has_licence=True)
    assert "permis demandé, et la personne a le permis\u00a0B" in reasons
    assert cautions == []


def test_without_a_bus_who_has_no_car_is_told_and_a_neighbour_is_not():
    row = ad(transport=False)
    assert told(row, has_vehicle=False)[1] == ["aucun transport en commun indiqué"]
    assert told(row, is_hard_to_move=True)[1] == ["aucun transport en commun indiqué"]
    assert told(row, has_vehicle=True)[1] == []
    assert told(ad(1.0, transport=False), has_vehicle=False)[1] == []


def test_hours_at_night_ask_for_somebody_who_keeps_the_children():
    _, cautions = told(ad(schedules=["night"]), must_find_childcare=True)
    assert cautions == ["horaires de nuit, et une garde d’enfant à trouver"]


def test_the_disability_is_named_to_nobody_who_has_none():
    row = ad(disabled_workers_welcome=True)
    assert "ouvert aux travailleurs handicapés" not in told(row)[0]
    assert "ouvert aux travailleurs handicapés" in told(row, has_disability_recognition=True)[0]


def test_the_trade_of_the_project_that_suits_best_is_the_one_compared():
    waiter = goal(occupation=Occupation(code="G1803", label="Service en restauration"), radius_km=3)
    found = fit_of(ad(), Situation(careers=(waiter, goal())))
    assert "à 4\u00a0km" in found.reasons
    near = fit_of(ad(occupation_code="G1604"), Situation(careers=(goal(),)))
    assert near.reasons[0] == "métier proche de personnel de cuisine"
    assert near.score < found.score


def test_an_offer_of_another_trade_and_a_cancelled_session_are_of_no_use():
    situation = Situation(careers=(goal(),))
    assert is_of_use(ad(), situation)
    assert not is_of_use(ad(occupation_code="F1703"), situation)
    session = {"kind": "session", "occupation_code": ""}
    assert is_of_use(ad(**session, details={"occupations": []}), situation)
    assert is_of_use(ad(**session, details={"occupations": ["F1703", "G1602"]}), situation)
    assert not is_of_use(ad(**session, details={"occupations": ["F1703"]}), situation)
    assert not is_of_use(ad(**session, details={"status": "cancelled"}), situation)
    assert is_of_use(ad(kind="volunteering", occupation_code=""), situation)
