"""What each finds at `/suivi/`: what presses, why, and where one acts."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.models import Absence
from portal.followup.models import (
    Appointment,
    EngagementContract,
    Entitlement,
    JournalEntry,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.rows.scope import Scope, system_scope
from snippets.french import of
from tests.portal.accounts.people import give, queries_of, signed_in
from tests.portal.followup.contract.contracts import make_hours
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
    refer,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
HOME = "/suivi/"


def ago(days):
    return timezone.localdate() - timedelta(days=days)


@in_test_scope
def opened(case, received, **fields):
    values = {"status": "2", "has_duties": True, "on": received, "received_on": received}
    return Entitlement.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def contract(case, **fields):
    values = {
        "state": "signed",
        "proposed_on": ago(40),
        "signed_on": ago(40),
        "starts_on": ago(40),
        "ends_on": ago(-300),
        "weekly_hours": 15,
    }
    return EngagementContract.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def noted(case, days, **fields):
    values = {"text": "Appel", "on": ago(days), "profession": "social"}
    return JournalEntry.unscoped.create(beneficiary=case, **(values | fields))


@in_test_scope
def appointment(case, professional, hour=9, **fields):
    moment = timezone.make_aware(datetime.combine(timezone.localdate(), time(hour)))
    values = {"starts_at": moment}
    return Appointment.unscoped.create(
        beneficiary=case, professional=professional, **(values | fields)
    )


@in_test_scope
def seen(case):
    ReferentAssignment.unscoped.filter(beneficiary=case).update(seen_at=timezone.now())
    return case


class World:
    """An adviser with cases in each state, a colleague, their manager, an officer."""

    def __init__(self):
        self.unit = make_unit("Belfort centre")
        self.adviser = make_professional(unit=self.unit)
        self.colleague = make_professional(unit=self.unit)
        self.stranger = make_professional()
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=self.unit)
        self.officer = make_professional(LevelName.ORIENTATION_OFFICER)
        for name, days in (("Late", 60), ("Week", 28), ("Calm", 10)):
            case = self.case(name)
            orient(case, starts_on=ago(days), notified_on=ago(days), path="professional")
            noted(case, 3)
        silent = self.case("Silent")
        orient(silent, starts_on=ago(200), notified_on=ago(200), path="professional")
        contract(silent)
        noted(silent, 61)
        untold = self.case("Untold")
        orient(untold, starts_on=ago(2), notified_on=None)
        former = self.case("Former", was_followed_before_reform=True)
        orient(former, starts_on=ago(20), notified_on=None)
        proposed = self.case("Proposed")
        orient(proposed, starts_on=ago(5), notified_on=ago(5))
        contract(proposed, state="proposed", signed_on=None)
        self.unoriented = make_beneficiary(birth_name="Unoriented", unit=None)
        opened(self.unoriented, ago(50))
        self.other = make_beneficiary(self.stranger, birth_name="Elsewhere")
        orient(self.other, starts_on=ago(90), notified_on=ago(90))

    def case(self, name, referent=None, **fields):
        case = make_beneficiary(referent or self.adviser, birth_name=name, **fields)
        setattr(self, name.lower(), case)
        return seen(case)


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def groups(response):
    return {
        str(group.press): [line.case.birth_name for line in group.lines]
        for group in response.context["groups"]
    }


def test_an_adviser_is_told_what_presses_and_why(world):
    response = signed_in(world.adviser.user).get(HOME)
    assert groups(response) == {
        "en-retard": ["Late"],
        "semaine": ["Week"],
        "a-notifier": ["Former", "Untold"],
        "a-signer": ["Calm", "Proposed", "Proposed"],
        "silence": ["Silent"],
        "contrat-2027": ["Former"],
    }
    page = response.content.decode()
    assert "Orientation notifiée le" in page
    assert "Art. L. 262-34" in page
    assert "Contrats d’engagement dus au 1er janvier 2027" in page
    assert "Elsewhere" not in page
    # Red comes before amber.
    assert page.index("groupe-en-retard") < page.index("groupe-semaine")


def test_each_line_opens_the_case_where_one_acts(world):
    page = signed_in(world.adviser.user).get(HOME).content.decode()
    for case, tab in ((world.untold, "pathway"), (world.silent, "case")):
        assert f'href="{reverse(f"followup:{tab}", args=[case.pk])}"' in page


def test_the_load_counts_paths_and_contracts(world):
    load = signed_in(world.adviser.user).get(HOME).context["load"]
    assert load.total == 7
    assert {value: count for value, _, count in load.paths} == {"social": 3, "professional": 4}
    assert (load.without_contract, load.silent) == (6, 1)


def test_hours_that_wait_to_be_confirmed_are_on_the_home_of_who_follows(world):
    case, other = world.case("Attend"), world.case("Confirme")
    for hours in ("2", "1.5"):
        make_hours(case, hours, state="waiting", by_person=True)
    make_hours(case, "9")
    make_hours(other, "4")
    browser = signed_in(world.adviser.user)
    page = browser.get(HOME)
    assert [one.pk for one in page.context["to_confirm"]] == [case.pk]
    assert "3 h 30 à confirmer" in page.content.decode().replace("\xa0", " ")


def test_the_home_costs_the_same_for_one_case_and_for_twenty(world):
    browser = signed_in(world.adviser.user)
    few = queries_of(browser, HOME)
    for number in range(20):
        case = world.case(f"More{number}")
        orient(case, starts_on=ago(60), notified_on=ago(60))
        contract(case)
        appointment(case, world.adviser)
        make_hours(case, state="waiting")
    assert queries_of(browser, HOME) == few


def test_today_has_the_appointments_of_the_day_by_hour(world):
    appointment(world.late, world.adviser, hour=14)
    appointment(world.calm, world.adviser, hour=9, state="held")
    appointment(world.week, world.adviser, hour=10, state="cancelled")
    tomorrow = timezone.now() + timedelta(days=1)
    appointment(world.silent, world.adviser, starts_at=tomorrow)
    appointment(world.other, world.stranger)
    rows = signed_in(world.adviser.user).get(HOME).context["appointments"]
    assert [row.beneficiary.birth_name for row in rows] == ["Calm", "Late"]


def test_a_new_person_is_news_until_it_is_seen(world):
    case = make_beneficiary(world.adviser, birth_name="Brandnew")
    browser = signed_in(world.adviser.user)
    assert [one.birth_name for one in browser.get(HOME).context["arrived"]] == ["Brandnew"]
    with system_scope(Scope.TEST):
        assignment = ReferentAssignment.unscoped.get(beneficiary=case)
    address = f"/suivi/nouveaux/{assignment.pk}/vu/"
    for stranger in (world.colleague, world.stranger):
        assert signed_in(stranger.user).post(address).status_code == 404
    assert signed_in(world.manager.user).post(address).status_code == 403
    with system_scope(Scope.TEST):
        assert fresh(assignment).seen_at is None
    assert browser.post(address).status_code == 302
    assert browser.get(HOME).context["arrived"] == []
    with system_scope(Scope.TEST):
        assert fresh(assignment).seen_at is not None


def test_a_deputy_sees_the_cases_and_the_day_of_who_is_away(world):
    now = timezone.now()
    with system_scope(Scope.TEST):
        Absence.unscoped.create(
            professional=world.adviser,
            deputy=world.colleague,
            starts_at=now - timedelta(days=1),
            ends_at=now + timedelta(days=1),
        )
    appointment(world.late, world.adviser)
    response = signed_in(world.colleague.user).get(HOME)
    assert "Late" in groups(response)["en-retard"]
    assert [row.beneficiary.birth_name for row in response.context["appointments"]] == ["Late"]
    assert f"à la place {of(world.adviser)}" in response.content.decode()
    assert response.context["arrived"] == []


def test_requests_that_wait_are_told_to_who_answers(world):
    join_team(world.late, world.stranger, confirmed=False)
    join_team(world.other, world.colleague, confirmed=False)
    for who in (world.adviser, world.manager):
        rows = signed_in(who.user).get(HOME).context["team_requests"]
        assert [row.professional.name for row in rows] == [world.stranger.name]
    assert signed_in(world.colleague.user).get(HOME).context["team_requests"] == []


def test_the_former_referent_keeps_the_answer_and_nothing_else(world):
    with system_scope(Scope.TEST):
        request = ReorientationRequest.unscoped.create(
            beneficiary=world.other,
            kind="referent",
            state="accepted",
            asked_by=world.adviser,
            person_label="Éloïse Elsewhere, n° 000042",
            reason="Déménagement",
            sent_at=timezone.now(),
            decided_at=timezone.now(),
            decided_by=world.officer,
            answer="Une collègue reprend le suivi.",
        )
    page = signed_in(world.adviser.user).get(HOME).content.decode()
    assert request.person_label in page
    assert "Une collègue reprend le suivi." in page
    assert "vous ne suivez plus ce dossier" in page
    assert f"/suivi/dossiers/{world.other.pk}/" not in page
    with system_scope(Scope.TEST):
        request.decided_at = timezone.now() - timedelta(days=31)
        request.save()
    assert request.person_label not in signed_in(world.adviser.user).get(HOME).content.decode()


def test_a_manager_has_the_unit_by_adviser(world):
    orphan = make_beneficiary(unit=world.unit, birth_name="Orphan")
    orient(orphan, starts_on=ago(70), notified_on=ago(70))
    response = signed_in(world.manager.user).get(HOME)
    assert set(groups(response)["en-retard"]) == {"Late", "Orphan"}
    lines = {line["name"]: line for line in response.context["by_adviser"]}
    late = sum(line["late"] for line in lines.values())
    assert response.context["load_said"].startswith(f"{late}\u00a0" if late else "Aucune")
    assert lines[world.adviser.name]["late"] == 1
    assert lines[world.adviser.name]["count"] == 7
    assert lines[None]["count"] == 1
    assert "Sans référent·e" in response.content.decode()
    assert "Elsewhere" not in response.content.decode()


def test_an_officer_has_whom_to_orient_and_nothing_of_the_contracts(world):
    response = signed_in(world.officer.user).get(HOME)
    found = groups(response)
    assert found["en-retard"] == ["Unoriented"]
    assert set(found["a-notifier"]) == {"Former", "Untold"}
    assert set(found) == {"en-retard", "a-notifier"}
    assert "France Travail peut orienter" in response.content.decode()


def test_a_request_to_decide_opens_itself(world):
    with system_scope(Scope.TEST):
        request = ReorientationRequest.unscoped.create(
            beneficiary=world.other,
            kind="exit",
            state="sent",
            asked_by=world.stranger,
            reason="Un emploi",
            exit_reason="employment",
            exit_on=ago(0),
            person_opinion="D’accord",
            sent_at=timezone.now(),
        )
    page = signed_in(world.officer.user).get(HOME).content.decode()
    assert f'href="/suivi/dossiers/{world.other.pk}/demandes/{request.pk}/"' in page


def test_somebody_who_is_several_chooses(world):
    give(world.manager.user, LevelName.ADVISER)
    own = make_beneficiary(world.manager, birth_name="Mine")
    orient(own, starts_on=ago(80), notified_on=ago(80))
    browser = signed_in(world.manager.user)
    assert groups(browser.get(HOME))["en-retard"] == ["Mine"]
    assert set(groups(browser.get(HOME, {"vue": "unite"}))["en-retard"]) == {"Late", "Mine"}
    assert groups(browser.get(HOME, {"vue": "orientation"})) == groups(browser.get(HOME))


def test_an_adviser_without_a_case_is_told_so():
    page = signed_in(make_professional().user).get(HOME).content.decode()
    assert "Aucune échéance" in page
    assert "Aucun rendez-vous aujourd’hui." in page


def test_whoever_reads_cases_begins_there(world):
    from portal.accounts.sign_in.next_page import home_of

    for who in (world.adviser, world.manager, world.officer):
        assert home_of(who.user) == HOME
        assert "Suivi RSA</a>" in signed_in(who.user).get(HOME).content.decode()


def test_a_transfer_between_referents_restarts_nothing(world):
    before = groups(signed_in(world.adviser.user).get(HOME))["en-retard"]
    assert before == ["Late"]
    with system_scope(Scope.TEST):
        ReferentAssignment.unscoped.filter(beneficiary=world.late).update(ends_at=timezone.now())
    refer(world.late, world.colleague)
    after = signed_in(world.colleague.user).get(HOME)
    assert groups(after)["en-retard"] == ["Late"]
    assert "en-retard" not in groups(signed_in(world.adviser.user).get(HOME))


def test_an_exit_and_a_closed_right_leave_the_home(world):
    with system_scope(Scope.TEST):
        world.late.state = "exited"
        world.late.save()
    opened(world.week, ago(1), status="5")
    found = groups(signed_in(world.adviser.user).get(HOME))
    assert "en-retard" not in found
    assert "semaine" not in found


def test_the_administration_of_rights_and_candidates_are_refused():
    from tests.portal.accounts.people import first_administrator, person_with

    for user in (first_administrator(), person_with(LevelName.CANDIDATE)):
        assert signed_in(user).get(HOME).status_code == 403


def test_who_left_finds_nothing(world):
    user = world.adviser.user
    with system_scope(Scope.TEST):
        world.adviser.left_on = timezone.localdate()
        world.adviser.save()
    response = signed_in(user).get(HOME)
    assert response.status_code == 403
    assert "Late" not in response.content.decode()
