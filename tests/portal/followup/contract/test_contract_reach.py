"""Whose contract, plan and hours one reaches: every address, with somebody else’s object."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import BreakGlass
from portal.followup.contract.states import S, T
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_career,
    make_contract,
    make_diagnosis,
    make_exemption,
    make_goal,
    make_hours,
    make_step,
)
from tests.portal.followup.contract.screens import path
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(case):
    """An address of each kind, with objects of this case."""
    contract = make_contract(case, S.DRAFT)
    return [
        "diagnostic/",
        "diagnostic/nouveau/",
        f"diagnostic/{make_diagnosis(case).pk}/",
        "contrat/",
        f"contrat/{contract.pk}/",
        f"contrat/{contract.pk}/lire/",
        f"contrat/{contract.pk}/contrat.pdf",
        f"contrat/{contract.pk}/signer/",
        f"plan/objectifs/{make_goal(case).pk}/",
        f"plan/etapes/{make_step(case).pk}/",
        f"projet/{make_career(case).pk}/",
        "heures/",
        f"heures/{make_hours(case).pk}/",
        f"heures/dispenses/{make_exemption(case).pk}/",
    ]


def test_who_follows_somebody_else_finds_nothing(case, everything):
    unit = make_unit()
    elsewhere = [
        make_professional(unit=unit).user,
        make_professional(LevelName.UNIT_MANAGER, unit=unit).user,
        make_professional(LevelName.ORIENTATION_OFFICER, unit=unit).user,
    ]
    asked = make_professional(unit=unit)
    join_team(case, asked, confirmed=False)
    former = make_professional(unit=unit)
    past = timezone.now() - timedelta(days=1)
    join_team(case, former, ends_at=past)
    for user in (*elsewhere, asked.user, former.user):
        browser = signed_in(user)
        found = {rest: browser.get(path(case, rest)).status_code for rest in everything}
        assert set(found.values()) == {404}, (user, found)
    for level in (LevelName.RIGHTS_ADMINISTRATOR, LevelName.CANDIDATE):
        browser = signed_in(person_with(level))
        found = {rest: browser.get(path(case, rest)).status_code for rest in everything}
        assert set(found.values()) == {403}, (level, found)


def test_objects_of_another_case_are_not_found_through_ones_own(
    browser, case, referent, everything
):
    own = make_beneficiary(referent)
    with_an_object = [rest for rest in everything if re.search(r"\d", rest)]
    found = {rest: browser.get(path(own, rest)).status_code for rest in with_an_object}
    assert set(found.values()) == {404}, found
    assert browser.get(path(case, everything[4])).status_code == 200


def test_an_emergency_reads_and_writes_nothing(case, everything):
    unit = make_unit()
    opener = make_professional(unit=unit)
    step = make_step(case)
    with system_scope(Scope.TEST):
        BreakGlass.unscoped.create(
            beneficiary=case,
            user=opener.user,
            name=opener.name,
            reason="Urgence",
            opened_at=timezone.now(),
            expires_at=timezone.now() + timedelta(hours=20),
        )
    browser = signed_in(opener.user)
    assert browser.get(path(case, "contrat/")).status_code == 200
    assert "Préparer" not in browser.get(path(case, "contrat/")).content.decode()
    assert browser.get(path(case, "diagnostic/nouveau/")).status_code == 404
    assert browser.post(path(case, "contrat/preparer/")).status_code == 404
    state = path(case, f"plan/etapes/{step.pk}/etat/")
    assert browser.post(state, {"to": "done"}).status_code == 404
    assert as_it_is(step).state == T.PLANNED
