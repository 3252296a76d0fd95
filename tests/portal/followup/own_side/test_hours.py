"""A linked person reads their hours, declares some, takes back what waits; reads what was sent."""

import re

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import ActivityLog
from portal.followup.orientation.exits import record_exit
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.contract.contracts import activity, make_contract
from tests.portal.followup.own_side.test_person import cut
from tests.portal.followup.people_of_the_area import (
    link_account,
    make_beneficiary,
    make_professional,
)
from tests.portal.followup.suggestions.proposals import make_case as somebody_to_propose_to
from tests.portal.followup.suggestions.proposals import offer, propose

pytestmark = pytest.mark.django_db
HOURS = "/mon-espace/accompagnement/heures/"


@pytest.fixture
def adviser():
    return make_professional()


@pytest.fixture
def case(adviser):
    found = make_beneficiary(adviser)
    make_contract(found)
    return found


@pytest.fixture
def person(case):
    found = person_with(L.CANDIDATE)
    link_account(case, found)
    return found


def rows() -> list[ActivityLog]:
    with system_scope(Scope.TEST):
        return [*ActivityLog.unscoped.order_by("pk")]


def typed(browser, **changes) -> dict[str, str]:
    """What the form sends, with the key that it was opened with."""
    page = browser.get(f"{HOURS}ajouter/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    day = timezone.localdate().isoformat()
    return {"kind": str(activity().pk), "day": day, "hours": "3", "key": key} | changes


def test_what_is_declared_waits_is_read_and_taken_back(case, person):
    browser = signed_in(person)
    assert browser.post(f"{HOURS}ajouter/", typed(browser)).status_code == 302
    (row,) = rows()
    assert (row.beneficiary_id, row.by_person, row.state) == (case.pk, True, "waiting")
    page = " ".join(browser.get(HOURS).content.decode().split())
    assert "3 h en attente" in page
    assert browser.post(f"{HOURS}{row.pk}/retirer/").status_code == 302
    assert rows() == []


def test_a_form_sent_twice_declares_once(case, person):
    browser = signed_in(person)
    sent = typed(browser)
    for _ in range(2):
        browser.post(f"{HOURS}ajouter/", sent)
    assert len(rows()) == 1


def test_too_many_hours_are_refused_and_what_was_typed_stays(case, person):
    browser = signed_in(person)
    answer = browser.post(f"{HOURS}ajouter/", typed(browser, hours="25", comment="Jardinage"))
    assert answer.status_code == 422
    assert "Jardinage" in answer.content.decode()
    assert rows() == []


def test_another_person_takes_nothing_back_and_a_cut_link_declares_nothing(case, person, adviser):
    browser = signed_in(person)
    sent = typed(browser)
    browser.post(f"{HOURS}ajouter/", sent)
    other = person_with(L.CANDIDATE)
    link_account(make_beneficiary(adviser), other)
    assert signed_in(other).post(f"{HOURS}{rows()[0].pk}/retirer/").status_code == 404
    cut(person)
    assert browser.post(f"{HOURS}ajouter/", sent | {"key": "a" * 32}).status_code == 302
    assert browser.post(f"{HOURS}{rows()[0].pk}/retirer/").status_code == 404
    assert len(rows()) == 1


def test_who_left_declares_no_more(case, person):
    browser = signed_in(person)
    sent = typed(browser)
    officer = make_professional(L.ORIENTATION_OFFICER)
    with acting_as(officer.user):
        record_exit(
            beneficiary=case,
            reason="employment",
            on=timezone.localdate(),
            actor=Actor(officer.user),
        )
    assert "Ajouter des heures" not in browser.get(HOURS).content.decode()
    answer = browser.post(f"{HOURS}ajouter/", sent)
    assert answer.status_code == 422
    assert rows() == []


def test_ads_that_were_sent_are_read_by_their_person_alone(adviser):
    case = somebody_to_propose_to(adviser)
    person = person_with(L.CANDIDATE)
    link_account(case, person)
    page = offer(title="Commis de cuisine")
    propose(case, page, adviser)
    path = "/mon-espace/accompagnement/propositions/"
    assert "Commis de cuisine" in signed_in(person).get(path).content.decode()
    other = person_with(L.CANDIDATE)
    link_account(make_beneficiary(adviser), other)
    assert "Commis" not in signed_in(other).get(path).content.decode()
