"""The end of a pathway: all that ends with it, and its undoing."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.models import (
    Appointment,
    Beneficiary,
    CareTeamMember,
    Draft,
    EngagementContract,
    Exit,
    Orientation,
    Professional,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.orientation import exits
from portal.followup.orientation.errors import NotAllowedError, OrientationError
from portal.followup.people.errors import HasLeftError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.orientation.things import (
    make_appointment,
    make_contract,
    make_draft,
    make_request,
)
from tests.portal.followup.people_of_the_area import join_team

pytestmark = pytest.mark.django_db


def record(world, *, by=None, **fields):
    by = by or world.officer.user
    values = {"reason": "employment", "on": timezone.localdate()}
    with acting_as(by):
        return exits.record_exit(beneficiary=world.case, actor=Actor(by), **(values | fields))


def take_back(world, done, *, by=None, why="Erreur de dossier"):
    by = by or world.officer.user
    with acting_as(by):
        return exits.take_back(exit=done, actor=Actor(by), why=why)


def test_everything_ends_and_what_is_typed_stays_its_authors(world):
    future = make_appointment(world.case, world.referent)
    past = make_appointment(world.case, world.referent, days=-1)
    signed = make_contract(world.case)
    join_team(world.case, world.colleague)
    request = make_request(world.case, world.referent)
    draft = make_draft(world.case, world.referent.user)
    record(world)
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.get(pk=world.case.pk).state == "exited"
        assert Orientation.unscoped.get(beneficiary=world.case).ends_on == timezone.localdate()
        assert not ReferentAssignment.unscoped.filter(
            beneficiary=world.case, ends_at__isnull=True
        ).exists()
        assert not CareTeamMember.unscoped.filter(ends_at__isnull=True).exists()
        cancelled = Appointment.unscoped.get(pk=future.pk)
        assert (cancelled.state, cancelled.cancelled_by_service) == ("cancelled", True)
        assert Appointment.unscoped.get(pk=past.pk).state == "planned"
        ended = EngagementContract.unscoped.get(pk=signed.pk)
        assert (ended.state, ended.closed_on) == ("ended", timezone.localdate())
        assert ReorientationRequest.unscoped.get(pk=request.pk).state == "withdrawn"
    for former in (world.referent, world.colleague):
        with acting_as(former.user):
            assert not Beneficiary.unscoped.filter(pk=world.case.pk).exists()
    with acting_as(world.referent.user):
        assert Draft.unscoped.get(pk=draft.pk).returned_at is None
    with acting_as(world.manager.user):
        assert Beneficiary.unscoped.filter(pk=world.case.pk).exists()


@pytest.mark.parametrize("who", ["referent", "other_manager", "administrator", "candidate"])
def test_nobody_else_ends_a_pathway(world, who):
    person = getattr(world, who)
    with pytest.raises(NotAllowedError):
        record(world, by=getattr(person, "user", person))


def test_the_manager_of_the_unit_ends_it_when_a_right_closes(world):
    assert record(world, by=world.manager.user).reason == "employment"


def test_days_of_an_exit_are_checked(world):
    for day in (
        timezone.localdate() + timedelta(days=1),
        world.orientation.starts_on - timedelta(days=1),
    ):
        with pytest.raises(OrientationError) as refused:
            record(world, on=day)
        assert refused.value.field == "on"
    record(world)
    with pytest.raises(HasLeftError):
        record(world)


def test_an_exit_that_was_a_mistake_gives_the_same_referent_back(world):
    contract = make_contract(world.case)
    join_team(world.case, world.colleague)
    done = record(world)
    referent = take_back(world, done)
    assert referent.professional == world.referent
    with acting_as(world.referent.user):
        assert Beneficiary.unscoped.get(pk=world.case.pk).state == "active"
    with acting_as(world.colleague.user):
        assert not Beneficiary.unscoped.filter(pk=world.case.pk).exists()
    with system_scope(Scope.TEST):
        assert Orientation.unscoped.get(beneficiary=world.case).ends_on is None
        assert EngagementContract.unscoped.get(pk=contract.pk).state == "signed"
        assert not Exit.unscoped.exists()
        last = apps.get_model("followup", "ExitEvent").objects.order_by("pgh_id").last()
    assert last.pgh_label == "delete"
    assert "Erreur de dossier" in last.situation
    assert last.pgh_context["name"] == str(world.officer.user)


def test_a_referent_who_left_is_not_given_back(world):
    done = record(world)
    with system_scope(Scope.TEST):
        Professional.unscoped.filter(pk=world.referent.pk).update(left_on=timezone.localdate())
    assert take_back(world, done) is None


def test_a_contract_that_ended_by_itself_meanwhile_stays_ended(world):
    contract = make_contract(world.case)
    done = record(world)
    with system_scope(Scope.TEST):
        day = timezone.localdate() - timedelta(days=1)
        EngagementContract.unscoped.filter(pk=contract.pk).update(ends_on=day)
    take_back(world, done)
    with system_scope(Scope.TEST):
        assert EngagementContract.unscoped.get(pk=contract.pk).state == "ended"


def test_an_exit_is_taken_back_once_with_a_reason_by_the_orientation(world):
    done = record(world)
    with pytest.raises(OrientationError) as refused:
        take_back(world, done, why=" ")
    assert refused.value.field == "why"
    with pytest.raises(NotAllowedError):
        take_back(world, done, by=world.manager.user)
    take_back(world, done)
    with pytest.raises(OrientationError, match="déjà annulée"):
        take_back(world, done)


def test_somebody_whose_right_opens_again_is_to_orient_again(world):
    record(world)
    with acting_as(world.officer.user):
        exits.come_back(beneficiary=world.case, actor=Actor(world.officer.user))
        assert Beneficiary.unscoped.get(pk=world.case.pk).state == "active"
    with system_scope(Scope.TEST):
        assert Exit.unscoped.filter(beneficiary=world.case).exists()
        assert not Orientation.unscoped.filter(
            beneficiary=world.case, ends_on__isnull=True
        ).exists()
