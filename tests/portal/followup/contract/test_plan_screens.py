"""The screens of goals, steps and the project."""

import pytest

from portal.followup.contract.models import (
    ActionStep,
    CareerGoal,
    Goal,
)
from portal.followup.contract.states import G, S, T
from tests.factories import OccupationFactory
from tests.portal.accounts.people import queries_of
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_career,
    make_contract,
    make_goal,
    make_step,
)
from tests.portal.followup.contract.screens import path, rows, typed
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
)

pytestmark = pytest.mark.django_db


def test_a_step_is_done_in_one_click_and_a_wrong_word_changes_nothing(browser, case):
    step = make_step(case, goal=make_goal(case))
    state = path(case, f"plan/etapes/{step.pk}/etat/")
    browser.post(state, {"to": "elsewhere"})
    assert as_it_is(step).state == T.PLANNED
    assert browser.post(state, {"to": "done"}).url == f"{path(case, 'contrat/')}#plan"
    assert as_it_is(step).state == T.DONE


def test_goals_and_steps_are_written_moved_and_closed(browser, case):
    browser.post(path(case, "plan/objectifs/nouveau/"), {"label": "Un"})
    browser.post(path(case, "plan/objectifs/nouveau/"), {"label": "Deux"})
    one, two = rows(Goal, case)
    browser.post(path(case, f"plan/objectifs/{two.pk}/place/"), {"to": "up"})
    assert as_it_is(two).order < as_it_is(one).order
    new = path(case, "plan/etapes/nouvelle/")
    page = browser.get(f"{new}?objectif={one.pk}")
    assert str(page.context["form"]["goal"].value()) == str(one.pk)
    browser.post(new, {"goal": one.pk, "label": "Appeler", "by": "service"})
    (step,) = rows(ActionStep, case)
    answer = browser.post(path(case, f"plan/objectifs/{one.pk}/etat/"), {"to": "done"}, follow=True)
    assert "il en reste 1" in answer.content.decode()
    edit = path(case, f"plan/etapes/{step.pk}/")
    browser.post(edit, typed(browser.get(edit)) | {"label": "Appeler la mairie", "by": "person"})
    assert (as_it_is(step).label, as_it_is(step).by_person) == ("Appeler la mairie", True)
    browser.post(path(case, f"plan/etapes/{step.pk}/etat/"), {"to": "dropped_by_person"})
    browser.post(path(case, f"plan/objectifs/{one.pk}/etat/"), {"to": "abandoned"})
    assert as_it_is(one).state == G.ABANDONED


def test_the_project_is_written_with_a_trade_of_the_list(browser, case):
    trade = OccupationFactory()
    new = path(case, "projet/nouveau/")
    refused = browser.post(new, {"occupation": "xyzzy", "radius_km": "20"})
    assert refused.status_code == 422
    assert "occupation" in refused.context["form"].errors
    said = {"occupation": f"{trade.label} ({trade.code})", "radius_km": "30"}
    assert browser.post(new, said | {"contract_kinds": ["cdi", "cdd"]}).status_code == 302
    (career,) = rows(CareerGoal, case)
    assert (career.occupation, career.contract_kinds) == (trade, "cdi,cdd")
    assert "CDI, CDD" in browser.get(path(case, "contrat/")).content.decode()


def test_a_plan_costs_the_same_with_one_goal_and_with_twenty(browser, case, referent):
    other = make_beneficiary(referent)
    for one, count in ((case, 1), (other, 20)):
        make_contract(one)
        for number in range(count):
            make_step(one, goal=make_goal(one, f"But {number}", theme=None))
            make_career(one)
        make_contract(one, S.ENDED)
    assert browser.get(path(other, "contrat/")).status_code == 200
    few, many = (queries_of(browser, path(one, "contrat/")) for one in (case, other))
    assert few == many
