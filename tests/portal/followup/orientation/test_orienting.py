"""Orientations: who decides, on which days, one at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.access.rules import is_in_team, may_read_case
from portal.followup.models import Beneficiary, Orientation, Path, Unit
from portal.followup.orientation import services
from portal.followup.orientation.errors import (
    DecidedMeanwhileError,
    NotAllowedError,
    OrientationError,
)
from portal.followup.people.errors import HasLeftError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from portal.followup.rows.versions import ChangedMeanwhileError
from tests.portal.followup.orientation.things import make_right
from tests.portal.followup.people_of_the_area import make_beneficiary, orient

pytestmark = pytest.mark.django_db


def decide(world, *, by=None, case=None, **fields):
    by = by or world.officer.user
    values = {
        "path": Path.PROFESSIONAL,
        "structure": world.structure,
        "unit": world.unit,
        "starts_on": timezone.localdate(),
    }
    with acting_as(by):
        return services.orient(beneficiary=case or world.case, actor=Actor(by), **(values | fields))


def rows(case):
    with system_scope(Scope.TEST):
        return [*Orientation.unscoped.filter(beneficiary=case).order_by("starts_on", "pk")]


def test_a_new_orientation_ends_the_one_before_it_on_that_day(world):
    decide(world, unit=world.other_unit, reason="Prête à reprendre un emploi")
    before, after = rows(world.case)
    assert before.ends_on == after.starts_on == timezone.localdate()
    assert (after.ends_on, after.notified_on, after.author_name) == (
        None,
        None,
        str(world.officer.user),
    )
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.get(pk=world.case.pk).unit == world.other_unit


def test_who_orients_is_not_attached_to_the_case(world):
    decide(world)
    with acting_as(world.officer.user):
        assert not is_in_team(world.officer.user, world.case)
        assert not may_read_case(world.officer.user, world.case)


@pytest.mark.parametrize(
    "who", ["referent", "manager", "other_manager", "stranger", "administrator", "candidate"]
)
def test_nobody_else_orients(world, who):
    person = getattr(world, who)
    with pytest.raises(NotAllowedError):
        decide(world, by=getattr(person, "user", person))
    assert len(rows(world.case)) == 1


def test_the_second_lock_refuses_an_orientation_of_a_referent(world):
    """Even if a service forgot to ask."""
    day = timezone.localdate() - timedelta(days=900)
    with (
        acting_as(world.referent.user),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        Orientation.unscoped.create(
            beneficiary=world.case,
            path=Path.SOCIAL,
            structure=world.structure,
            starts_on=day,
            ends_on=day + timedelta(days=1),
        )


def test_an_overlap_is_refused_in_clear_words(world):
    day = timezone.localdate() - timedelta(days=30)
    with pytest.raises(OrientationError, match="couvre déjà ces dates") as refused:
        decide(world, starts_on=day)
    assert refused.value.field == "starts_on"
    assert f"{world.orientation.starts_on:%d/%m/%Y}" in str(refused.value)
    assert len(rows(world.case)) == 1


def test_an_overlap_with_a_past_orientation_is_refused_too(world):
    case = make_beneficiary()
    today = timezone.localdate()
    orient(
        case,
        starts_on=today - timedelta(days=90),
        notified_on=None,
        ends_on=today - timedelta(days=30),
    )
    with pytest.raises(OrientationError, match="couvre déjà"):
        decide(world, case=case, starts_on=today - timedelta(days=31))
    decide(world, case=case, starts_on=today - timedelta(days=30))
    assert len(rows(case)) == 2


def test_the_database_itself_refuses_two_orientations_of_one_day(world):
    with pytest.raises(IntegrityError), transaction.atomic():
        orient(world.case)


def test_days_are_checked(world):
    today = timezone.localdate()
    for field, value in (
        ("starts_on", today + timedelta(days=1)),
        ("notified_on", today + timedelta(days=1)),
        ("notified_on", today - timedelta(days=1)),
    ):
        with pytest.raises(OrientationError) as refused:
            decide(world, **{field: value})
        assert refused.value.field == field


def test_a_unit_that_is_closed_takes_nobody(world):
    with system_scope(Scope.TEST):
        Unit.unscoped.filter(pk=world.other_unit.pk).update(closed_on=timezone.localdate())
        closed = Unit.unscoped.get(pk=world.other_unit.pk)
    with pytest.raises(OrientationError, match="fermée"):
        decide(world, unit=closed)


def test_who_decides_over_a_decision_that_they_did_not_see_is_told(world):
    first = decide(world, seen=world.orientation.pk)
    with pytest.raises(DecidedMeanwhileError) as refused:
        decide(world, path=Path.SOCIAL, seen=world.orientation.pk)
    assert refused.value.row.pk == first.pk
    assert [row.path for row in rows(world.case)] == [Path.SOCIAL, Path.PROFESSIONAL]


def test_somebody_who_left_is_not_oriented(world):
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=world.case.pk).update(state="exited")
    with pytest.raises(HasLeftError):
        decide(world)


def test_france_travail_orients_once_the_legal_time_is_past_and_not_before(world):
    late, early, without = (make_beneficiary() for _ in range(3))
    make_right(late, received=6 * 7 + 1)
    make_right(early, received=6 * 7)
    for case in (early, without, world.case):
        with pytest.raises(OrientationError):
            decide(world, case=case, by_france_travail=True)
    assert decide(world, case=late, by_france_travail=True).by_france_travail


def notify(world, orientation, on):
    with acting_as(world.officer.user):
        return services.notify(orientation=orientation, on=on, actor=Actor(world.officer.user))


def test_an_orientation_is_notified_once_between_the_decision_and_today(world):
    today = timezone.localdate()
    orientation = decide(world)
    for day in (today - timedelta(days=1), today + timedelta(days=1)):
        with pytest.raises(OrientationError) as refused:
            notify(world, orientation, day)
        assert refused.value.field == "on"
    assert notify(world, orientation, today).notified_on == today
    with pytest.raises(OrientationError, match="déjà notifiée"):
        notify(world, orientation, today)
    with pytest.raises(OrientationError, match="terminée"):
        notify(world, world.orientation, today)


def test_a_decision_is_mended_until_the_person_is_told(world):
    orientation = decide(world)
    today = timezone.localdate()
    values = {
        "orientation": orientation,
        "path": Path.SOCIO_PROFESSIONAL,
        "structure": world.partner_structure,
        "unit": world.other_unit,
        "starts_on": today,
        "reason": "Structure corrigée",
        "actor": Actor(world.officer.user),
    }
    with acting_as(world.officer.user):
        row = services.correct(version=1, **values)
        assert (row.structure, row.version) == (world.partner_structure, 2)
        with pytest.raises(ChangedMeanwhileError):
            services.correct(version=1, **values)
        services.notify(orientation=row, on=today, actor=Actor(world.officer.user))
        with pytest.raises(OrientationError, match="ne se corrige plus"):
            services.correct(version=3, **values)
