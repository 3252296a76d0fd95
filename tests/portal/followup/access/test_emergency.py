"""Accès d’urgence: one's own, with a reason, read for a day, told at once, never hidden."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import rules, services
from portal.followup.access.errors import AccessError
from portal.followup.models import AccessEntry, BreakGlass
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, signed_in
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    open_in_emergency,
)

pytestmark = pytest.mark.django_db


class World:
    def __init__(self):
        unit = make_unit()
        self.referent = make_professional(unit=unit)
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
        self.stranger = make_professional(unit=make_unit())
        self.other_manager = make_professional(LevelName.UNIT_MANAGER, unit=self.stranger.unit)
        self.officer = make_professional(LevelName.ORIENTATION_OFFICER)
        self.case = make_beneficiary(self.referent, birth_name="Introuvable")


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def open_as(world, who, case=None, reason="Expulsion demain") -> BreakGlass:
    user = getattr(world, who).user
    with acting_as(user):
        return services.break_glass(
            number=(case or world.case).number, reason=reason, actor=Actor(user)
        )


def told() -> set[str]:
    rows = Email.objects.filter(subject__contains="en urgence")
    return {address for mail in rows for address in mail.to}


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_a_case_is_read_and_not_written_for_a_day(world, who):
    opened = open_as(world, who)
    assert opened.expires_at - opened.opened_at == timedelta(hours=24)
    user = getattr(world, who).user
    with acting_as(user):
        assert rules.may_read_case(user, world.case)
        assert not rules.may_write_case(user, world.case)
        assert not rules.is_in_team(user, world.case)
    page = signed_in(user).get(f"/suivi/dossiers/{world.case.pk}/equipe/")
    assert page.status_code == 200
    assert "Accès d’urgence, en lecture seule" in page.content.decode()


def test_the_managers_of_the_unit_are_told_at_once(world):
    open_as(world, "stranger")
    assert told() == {world.manager.user.email}
    mail = Email.objects.get(to=world.manager.user.email)
    assert world.case.shown_number in mail.subject
    assert world.stranger.name in mail.message
    for hidden in ("Introuvable", "Expulsion"):
        assert hidden not in mail.message + mail.subject


def test_where_no_unit_follows_those_who_orient_are_told(world):
    case = make_beneficiary()
    open_as(world, "stranger", case)
    assert told() == {world.officer.user.email}


def test_where_the_unit_has_no_manager_those_who_orient_are_told(world):
    case = make_beneficiary(unit=make_unit())
    open_as(world, "stranger", case)
    assert world.officer.user.email in told()


def test_it_is_shown_on_the_case_and_in_the_log(world):
    open_as(world, "stranger")
    browser = signed_in(world.manager.user)
    page = browser.get(f"/suivi/dossiers/{world.case.pk}/equipe/").content.decode()
    assert "Expulsion demain" in page
    assert world.stranger.name in page
    page = browser.get("/suivi/acces/?act=break_glass").content.decode()
    assert "Expulsion demain" in page
    other = signed_in(world.other_manager.user).get("/suivi/acces/").content.decode()
    assert "Expulsion demain" not in other


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_has_a_reason(world, reason):
    with pytest.raises(AccessError) as refused:
        open_as(world, "stranger", reason=reason)
    assert refused.value.field == "reason"


@pytest.mark.parametrize("who", ["manager", "other_manager"])
def test_a_manager_alone_has_no_emergency(world, who):
    with pytest.raises(AccessError):
        open_as(world, who)


def test_one_that_runs_is_not_renewed_and_another_comes_after_it(world):
    open_as(world, "stranger")
    with pytest.raises(AccessError, match="déjà ouvert"):
        open_as(world, "stranger")
    with pytest.raises(AccessError, match="déjà ouvert"):
        open_as(world, "referent")
    case = make_beneficiary(world.referent)
    past = timezone.now() - timedelta(hours=25)
    open_in_emergency(case, world.stranger, opened_at=past, expires_at=past + timedelta(hours=24))
    address = f"/suivi/dossiers/{case.pk}/equipe/"
    assert signed_in(world.stranger.user).get(address).status_code == 404
    open_as(world, "stranger", case)
    assert signed_in(world.stranger.user).get(address).status_code == 200


def test_a_level_that_ended_closes_a_running_one(world):
    open_as(world, "stranger")
    user = world.stranger.user
    user.groups.clear()
    user = type(user).objects.get(pk=user.pk)
    with acting_as(user):
        assert not rules.may_see_identity(user, world.case)


def test_a_number_that_is_nobodys_says_no_more(world):
    user = world.stranger.user
    with acting_as(user), pytest.raises(AccessError, match="Cherchez d’abord"):
        services.break_glass(number=999_999_999, reason="Urgence", actor=Actor(user))
    with system_scope(Scope.TEST):
        assert not AccessEntry.unscoped.filter(act="break_glass").exists()


def test_a_candidate_and_the_administration_open_nothing(world):
    for level in (LevelName.CANDIDATE, LevelName.RIGHTS_ADMINISTRATOR):
        user = person_with(level)
        with acting_as(user), pytest.raises(AccessError):
            services.break_glass(number=world.case.number, reason="Urgence", actor=Actor(user))
        assert signed_in(user).post("/suivi/urgence/", {}).status_code == 403
