"""Mon unité: the load of each, and who replaces whom."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access import rules, services
from portal.followup.access.errors import AccessError
from portal.followup.models import Absence, Beneficiary
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import queries_of, signed_in
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
    make_unit,
    replace,
)

pytestmark = pytest.mark.django_db
ADDRESS = "/suivi/unite/"


class World:
    def __init__(self):
        unit = make_unit()
        self.manager = make_professional(LevelName.UNIT_MANAGER, unit=unit)
        self.adviser, self.deputy = make_professional(unit=unit), make_professional(unit=unit)
        self.elsewhere = make_professional(unit=make_unit())
        self.case = make_beneficiary(self.adviser)
        self.now = timezone.now()


@pytest.fixture(scope="module")
def world(lasting):
    return World()


def plan(world, **options):
    user = options.pop("by", world.manager).user
    values = {
        "professional": world.adviser,
        "deputy": world.deputy,
        "starts_at": world.now - timedelta(minutes=1),
        "ends_at": world.now + timedelta(days=3),
    }
    with acting_as(user):
        return services.plan_absence(actor=Actor(user), **(values | options))


def test_a_deputy_reads_and_writes_until_the_end(world):
    user = world.deputy.user
    with acting_as(user):
        assert not rules.may_write_case(user, world.case)
    absence = plan(world)
    with acting_as(user):
        assert rules.may_write_case(user, world.case)
    page = signed_in(user).get(f"/suivi/dossiers/{world.case.pk}/equipe/").content.decode()
    assert f"Vous remplacez {world.adviser}" in page
    assert str(world.adviser) in signed_in(user).get("/suivi/groupes/").content.decode()
    assert Email.objects.filter(to=user.email, subject__contains=str(world.adviser)).exists()
    browser = signed_in(world.manager.user)
    assert browser.post(f"{ADDRESS}absences/{absence.pk}/fin/").status_code == 302
    with acting_as(user):
        assert not rules.may_see_identity(user, world.case)


def test_an_absence_that_has_not_begun_opens_nothing(world):
    absence = plan(world, starts_at=world.now + timedelta(days=1))
    with acting_as(world.deputy.user):
        assert Beneficiary.unscoped.count() == 0
    with acting_as(world.manager.user):
        services.end_absence(absence=absence, actor=Actor(world.manager.user))
    with system_scope(Scope.TEST):
        assert not Absence.unscoped.filter(pk=absence.pk).exists()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"deputy": "adviser"}, "deputy"),
        ({"deputy": "manager"}, "deputy"),
        ({"deputy": "elsewhere"}, "deputy"),
        ({"professional": "elsewhere"}, "professional"),
        ({"ends_at": timedelta(minutes=-2)}, "ends_on"),
        ({"ends_at": timedelta(days=400)}, "ends_on"),
    ],
)
def test_what_makes_no_sense_is_refused_at_its_field(world, changed, field):
    values = {
        name: getattr(world, value) if isinstance(value, str) else world.now + value
        for name, value in changed.items()
    }
    with pytest.raises(AccessError) as refused:
        plan(world, **values)
    assert refused.value.field == field


def test_two_absences_of_one_person_do_not_overlap(world):
    plan(world)
    with pytest.raises(AccessError) as refused:
        plan(world, ends_at=world.now + timedelta(days=30))
    assert refused.value.field == "starts_on"


@pytest.mark.parametrize("who", ["adviser", "deputy", "elsewhere"])
def test_only_the_manager_plans(world, who):
    with pytest.raises(AccessError):
        plan(world, by=getattr(world, who))
    assert signed_in(getattr(world, who).user).get(ADDRESS).status_code == 403


def test_the_manager_of_another_unit_ends_nothing(world):
    absence = plan(world)
    other = make_professional(LevelName.UNIT_MANAGER, unit=world.elsewhere.unit)
    done = signed_in(other.user).post(f"{ADDRESS}absences/{absence.pk}/fin/")
    assert done.status_code == 404


def test_days_are_whole_and_the_screen_says_what_is_wrong(world):
    browser = signed_in(world.manager.user)
    today = timezone.localdate()
    typed = {
        "professional": world.adviser.pk,
        "deputy": world.deputy.pk,
        "starts_on": today.isoformat(),
        "ends_on": today.isoformat(),
    }
    wrong = typed | {"ends_on": (today - timedelta(days=1)).isoformat()}
    page = browser.post(ADDRESS, wrong)
    assert page.status_code == 422
    assert page.context["form"].errors["ends_on"]
    assert browser.post(ADDRESS, typed).status_code == 302
    with system_scope(Scope.TEST):
        absence = Absence.unscoped.get()
    assert absence.starts_at <= timezone.now() < absence.ends_at
    assert timezone.localtime(absence.ends_at).hour == 0
    forged = typed | {"deputy": world.elsewhere.pk}
    assert "deputy" in browser.post(ADDRESS, forged).context["form"].errors


def test_the_load_counts_what_goes_on(world):
    make_beneficiary(world.adviser, state=Beneficiary.State.EXITED)
    join_team(make_beneficiary(world.adviser), world.deputy)
    join_team(make_beneficiary(world.adviser), world.deputy, confirmed=False)
    page = signed_in(world.manager.user).get(ADDRESS)
    load = {one.pk: (one.referent_of, one.member_of) for one in page.context["people"]}
    assert load[world.adviser.pk] == (3, 0)
    assert load[world.deputy.pk] == (0, 1)
    assert world.elsewhere.pk not in load


def test_the_screen_costs_the_same_for_many(world):
    browser = signed_in(world.manager.user)
    plan(world)
    few = queries_of(browser, ADDRESS)
    for _ in range(10):
        one = make_professional(unit=world.manager.unit)
        make_beneficiary(one)
        replace(one, world.deputy)
    assert queries_of(browser, ADDRESS) == few
