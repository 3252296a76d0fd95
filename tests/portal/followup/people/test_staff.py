"""Units and places, by the administration of rights, which reads no case."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import reach
from portal.followup.models import Absence, Beneficiary, CareTeamMember, Professional, Unit
from portal.followup.people import services
from portal.followup.people.errors import PeopleError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with, queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    department,
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    refer,
    replace,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
ADDRESS = "/suivi/professionnels/"


@pytest.fixture(scope="module")
def administrator(lasting):
    return person_with(LevelName.RIGHTS_ADMINISTRATOR)


def acting(administrator, service, **options):
    with acting_as(administrator):
        return service(actor=Actor(administrator), **options)


def row(one):
    with system_scope(Scope.TEST):
        return fresh(one)


def test_a_unit_is_made_renamed_and_closed(administrator):
    browser = signed_in(administrator)
    assert browser.post(f"{ADDRESS}unites/nouvelle/", {"name": "Unité nord"}).status_code == 302
    with system_scope(Scope.TEST):
        unit = Unit.unscoped.get(name="Unité nord")
    assert browser.post(f"{ADDRESS}unites/{unit.pk}/", {"name": "Nord"}).status_code == 302
    assert row(unit).name == "Nord"
    page = browser.post(f"{ADDRESS}unites/nouvelle/", {"name": "Nord"})
    assert page.status_code == 422
    assert page.context["form"].errors["name"] == ["Une unité a déjà ce nom."]
    assert browser.post(f"{ADDRESS}unites/{unit.pk}/fermer/").status_code == 302
    assert row(unit).closed_on
    with system_scope(Scope.TEST):
        assert unit.events.count() == 3


def test_a_unit_with_people_or_cases_stays_open(administrator):
    unit = make_unit()
    make_beneficiary(unit=unit)
    make_professional(unit=unit)
    with pytest.raises(PeopleError, match="1\u00a0professionnel et 1\u00a0dossier"):
        acting(administrator, services.close_unit, unit=unit)


def test_a_place_opens_the_screens_and_its_change_moves_the_manager(administrator):
    unit, other = make_unit(), make_unit()
    case = make_beneficiary(unit=unit)
    manager = person_with(LevelName.UNIT_MANAGER)
    browser = signed_in(administrator)
    page = browser.get(ADDRESS).content.decode()
    assert str(manager) in page
    typed = {"profession": "social", "unit": unit.pk, "structure": department().pk}
    done = browser.post(f"{ADDRESS}nouveau/", typed | {"user": manager.pk})
    assert done.status_code == 302
    with system_scope(Scope.TEST):
        professional = Professional.unscoped.get(user=manager)
    address = f"/suivi/dossiers/{case.pk}/equipe/"
    assert signed_in(manager).get(address).status_code == 200
    typed["unit"] = other.pk
    assert browser.post(f"{ADDRESS}{professional.pk}/", typed).status_code == 302
    assert signed_in(manager).get(address).status_code == 404


def test_only_somebody_with_a_level_on_cases_has_a_place(administrator):
    for level in (LevelName.CANDIDATE, LevelName.COMMUNICATION, LevelName.RIGHTS_ADMINISTRATOR):
        with pytest.raises(PeopleError) as refused:
            acting(
                administrator,
                services.give_place,
                user=person_with(level),
                profession="social",
                unit=make_unit(),
                structure=department(),
            )
        assert refused.value.field == "user"


def test_who_has_a_place_is_given_no_second_one_and_who_left_comes_back(administrator):
    adviser = make_professional()
    asked = {"profession": "health", "unit": make_unit(), "structure": department()}
    with pytest.raises(PeopleError):
        acting(administrator, services.give_place, user=adviser.user, **asked)
    acting(administrator, services.leave, professional=adviser)
    back = acting(administrator, services.give_place, user=adviser.user, **asked)
    assert back.pk == adviser.pk
    assert row(adviser).left_on is None


def test_a_referent_of_cases_that_go_on_does_not_leave(administrator):
    adviser = make_professional()
    case = make_beneficiary(adviser, birth_name="Introuvable")
    page = signed_in(administrator).post(f"{ADDRESS}{adviser.pk}/depart/")
    assert page.status_code == 422
    text = page.content.decode()
    assert "1\u00a0dossier" in text
    assert "Introuvable" not in text
    assert row(adviser).left_on is None
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=case.pk).update(state=Beneficiary.State.EXITED)
    assert signed_in(administrator).post(f"{ADDRESS}{adviser.pk}/depart/").status_code == 302
    assert row(adviser).left_on


def test_who_leaves_reads_nothing_more_and_replaces_nobody(administrator):
    adviser, colleague = make_professional(), make_professional()
    case = make_beneficiary(colleague)
    member = join_team(case, adviser)
    now = timezone.now()
    running = replace(colleague, adviser)
    planned = replace(
        colleague, adviser, starts_at=now + timedelta(days=5), ends_at=now + timedelta(days=6)
    )
    with acting_as(adviser.user):
        assert Beneficiary.unscoped.count() == 1
    acting(administrator, services.leave, professional=adviser)
    with acting_as(adviser.user):
        assert Beneficiary.unscoped.count() == 0
    assert row(member).ends_at
    assert row(running).ends_at <= timezone.now()
    with system_scope(Scope.TEST):
        assert not Absence.unscoped.filter(pk=planned.pk).exists()


def test_a_deputy_who_moves_replaces_nobody_of_the_unit_any_more(administrator):
    unit = make_unit()
    absent, deputy = make_professional(unit=unit), make_professional(unit=unit)
    case = make_beneficiary(absent)
    own = make_beneficiary(deputy)
    running = replace(absent, deputy)
    now = timezone.now()
    planned = replace(
        absent, deputy, starts_at=now + timedelta(days=5), ends_at=now + timedelta(days=6)
    )
    place = {"professional": deputy, "structure": deputy.structure, "profession": "social"}
    acting(administrator, services.change_place, unit=unit, **place)
    with acting_as(deputy.user):
        assert set(Beneficiary.unscoped.all()) == {case, own}
    acting(administrator, services.change_place, unit=make_unit(), **place)
    with acting_as(deputy.user):
        assert set(Beneficiary.unscoped.all()) == {own}
    assert row(running).ends_at <= timezone.now()
    with system_scope(Scope.TEST):
        assert not Absence.unscoped.filter(pk=planned.pk).exists()


def test_nobody_else_gives_places(administrator):
    manager = make_professional(LevelName.UNIT_MANAGER)
    asked = {"profession": "social", "unit": manager.unit, "structure": department()}
    with pytest.raises(PeopleError):
        acting(manager.user, services.change_place, professional=manager, **asked)
    with pytest.raises(PeopleError):
        acting(manager.user, services.leave, professional=manager)
    with pytest.raises(PeopleError):
        acting(manager.user, services.create_unit, name="À moi")


def test_the_administration_reads_no_case(administrator):
    case = make_beneficiary(make_professional())
    browser = signed_in(administrator)
    assert browser.get(f"/suivi/dossiers/{case.pk}/identite/").status_code == 403
    browser.get(ADDRESS)
    with acting_as(administrator):
        assert Beneficiary.unscoped.count() == CareTeamMember.unscoped.count() == 0


def test_the_list_costs_the_same_for_many(administrator):
    browser = signed_in(administrator)
    make_professional()
    few = queries_of(browser, ADDRESS)
    for _ in range(20):
        make_professional()
        person_with(LevelName.ADVISER)
    assert queries_of(browser, ADDRESS) == few


@pytest.mark.parametrize(
    "address",
    ["/suivi/qui-suit/", "/suivi/groupes/", "/suivi/dossiers/1/identite/"],
)
def test_a_level_without_a_place_is_told_whom_to_ask(administrator, address):
    page = signed_in(person_with(LevelName.ADVISER)).get(address)
    assert page.status_code == 403
    text = page.content.decode()
    assert "pas encore de place" in text
    assert administrator.email in text


def test_who_left_is_told_too(administrator):
    adviser = make_professional()
    acting(administrator, services.leave, professional=adviser)
    assert "pas encore de place" in signed_in(adviser.user).get("/suivi/groupes/").content.decode()


def test_a_level_that_ends_closes_everything_at_once(administrator):
    adviser = make_professional()
    case = make_beneficiary(adviser)
    address = f"/suivi/dossiers/{case.pk}/equipe/"
    browser = signed_in(adviser.user)
    assert browser.get(address).status_code == 200
    from portal.accounts.services.grants import end_grant

    grant = adviser.user.grants.active().get(level=LevelName.ADVISER)
    end_grant(grant=grant, reason="Fin de mission", actor=Actor(administrator))
    user = type(adviser.user).objects.get(pk=adviser.user.pk)
    with acting_as(user):
        assert Beneficiary.unscoped.count() == 0
        assert not reach.identity_ids(user).exists()
    # Its sessions ended; somebody who signs in again is refused.
    assert browser.get(address).status_code == 302
    assert signed_in(user).get(address).status_code == 403


def test_an_account_that_is_suspended_reaches_nothing(administrator):
    adviser = make_professional()
    refer(make_beneficiary(), adviser)
    user = adviser.user
    user.is_active = False
    user.save()
    with acting_as(user):
        assert Beneficiary.unscoped.count() == 0
