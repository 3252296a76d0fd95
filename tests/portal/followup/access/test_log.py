"""Who opened what: a line each, of the unit alone, never changed, kept twelve months."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.followup.access.jobs import purge_access_log
from portal.followup.models import AccessEntry
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional, make_unit

pytestmark = pytest.mark.django_db
ADDRESS = "/suivi/acces/"


class World:
    def __init__(self):
        unit, other = make_unit(), make_unit()
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
        self.adviser = make_professional(unit=unit, first_name="Nadia", last_name="Roussel")
        self.other_manager = make_professional(LevelName.UNIT_MANAGER, unit=other)
        self.stranger = make_professional(unit=other)
        self.case = make_beneficiary(self.adviser)
        self.other_case = make_beneficiary(self.stranger)


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def lines(who, query="") -> list[AccessEntry]:
    page = signed_in(who.user).get(f"{ADDRESS}{query}")
    assert page.status_code == 200
    return [*page.context["entries"]]


def test_a_reading_is_a_line_for_the_manager_of_the_case(world):
    signed_in(world.adviser.user).get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    (line,) = lines(world.manager, "?act=read")
    assert (line.user_id, line.beneficiary_id) == (world.adviser.user_id, world.case.pk)
    assert line.place == "followup:team"
    assert lines(world.other_manager, "?act=read") == []


def test_a_form_that_comes_back_shows_the_case_and_is_a_reading(world):
    """An invalid form shows the header of the case: sent on purpose, it would read unseen."""
    case = world.case
    browser = signed_in(world.adviser.user)
    assert browser.post(f"/suivi/dossiers/{case.pk}/journal/ecrire/", {}).status_code == 422
    (line,) = lines(world.manager, "?act=read")
    assert (line.user_id, line.beneficiary_id) == (world.adviser.user_id, case.pk)
    assert line.place == "followup:note_write"


def test_a_refusal_is_a_line_of_the_case_that_was_asked_for(world):
    browser = signed_in(world.stranger.user)
    assert browser.get(f"/suivi/dossiers/{world.case.pk}/equipe/").status_code == 404
    (line,) = lines(world.manager, "?act=refused")
    assert (line.user_id, line.beneficiary_id) == (world.stranger.user_id, world.case.pk)
    assert lines(world.other_manager, "?act=refused") == []


def test_a_number_that_was_guessed_is_read_by_the_manager_of_who_guessed(world):
    browser = signed_in(world.stranger.user)
    assert browser.get("/suivi/dossiers/999999999/equipe/").status_code == 404
    (line,) = lines(world.other_manager, "?act=refused")
    assert line.beneficiary_id is None
    assert lines(world.manager, "?act=refused") == []


def test_both_locks_let_the_same_lines_through(world):
    for who, address in (
        (world.stranger, f"/suivi/dossiers/{world.case.pk}/equipe/"),
        (world.adviser, f"/suivi/dossiers/{world.case.pk}/equipe/"),
        (world.stranger, "/suivi/dossiers/999999999/equipe/"),
        (world.adviser, "/suivi/dossiers/999999999/equipe/"),
    ):
        signed_in(who.user).get(address)
    sizes = []
    for person in (world.manager, world.other_manager, world.adviser):
        with acting_as(person.user):
            first = set(AccessEntry.objects.visible_to(person.user).values_list("pk", flat=True))
            second = set(AccessEntry.unscoped.values_list("pk", flat=True))
            assert first == second
            sizes.append(len(first))
    assert sizes == [3, 1, 0]


def test_the_log_is_narrowed_by_person_case_act_and_period(world):
    for who in (world.adviser, world.manager):
        signed_in(who.user).get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    assert len(lines(world.manager)) == 2
    assert len(lines(world.manager, "?who=rouss")) == 1
    assert len(lines(world.manager, f"?case={world.case.number}")) == 2
    assert lines(world.manager, f"?case={world.other_case.number}") == []
    assert lines(world.manager, "?act=export") == []
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert lines(world.manager, f"?since={tomorrow}") == []
    assert len(lines(world.manager, f"?until={tomorrow}")) == 2
    # What makes no sense narrows nothing.
    assert len(lines(world.manager, "?since=hier&case=abc&act=rien")) == 2


def test_refusals_leave_as_a_file_and_that_is_a_line(world):
    signed_in(world.stranger.user).get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    signed_in(world.adviser.user).get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    with system_scope(Scope.TEST):
        AccessEntry.unscoped.create(
            at=timezone.now(), user_name="=1+1", beneficiary=world.case, act="refused"
        )
    browser = signed_in(world.manager.user)
    file = browser.post("/suivi/acces/export.csv?act=refused")
    text = file.content.decode("utf-8-sig")
    assert file["Content-Disposition"].endswith('.csv"')
    assert len(text.strip().splitlines()) == 3
    assert "'=1+1" in text
    assert world.case.shown_number in text
    with system_scope(Scope.TEST):
        assert AccessEntry.unscoped.filter(act="export", user=world.manager.user).count() == 1


def test_lines_of_more_than_twelve_months_go(world):
    with system_scope(Scope.TEST):
        for days in (10, 365, 367):
            AccessEntry.unscoped.create(
                at=timezone.now() - timedelta(days=days),
                user_name=f"{days}",
                beneficiary=world.case,
                act="read",
            )
    purge_access_log(0)
    with system_scope(Scope.TEST):
        assert {*AccessEntry.unscoped.values_list("user_name", flat=True)} == {"10", "365"}


def test_no_other_scope_purges_the_log(world):
    with system_scope(Scope.TEST):
        AccessEntry.unscoped.create(at=timezone.now(), user_name="x", act="read")
    with system_scope(Scope.ACCESS_LOG), connection.cursor() as cursor:
        cursor.execute("DELETE FROM followup_accessentry")
        assert cursor.rowcount == 0
        cursor.execute("UPDATE followup_accessentry SET user_name = 'autre'")
        assert cursor.rowcount == 0


def test_the_screen_costs_the_same_for_many(world):
    browser = signed_in(world.manager.user)
    read = signed_in(world.adviser.user)
    read.get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    few = queries_of(browser, ADDRESS)
    for _ in range(20):
        read.get(f"/suivi/dossiers/{make_beneficiary(world.adviser).pk}/equipe/")
    assert queries_of(browser, ADDRESS) == few
