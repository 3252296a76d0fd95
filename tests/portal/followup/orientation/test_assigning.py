"""The referent: who names one, who may be one, and what a transfer leaves nowhere."""

from datetime import timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.followup.access import reach
from portal.followup.models import (
    ActionStep,
    Appointment,
    Beneficiary,
    CareTeamMember,
    Draft,
    EngagementContract,
    Handover,
    ReferentAssignment,
    ReorientationRequest,
)
from portal.followup.orientation import services
from portal.followup.orientation.errors import (
    DecidedMeanwhileError,
    HandoverMissingError,
    NotAllowedError,
    OrientationError,
)
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.orientation.things import (
    make_appointment,
    make_contract,
    make_draft,
    make_request,
    make_step,
)
from tests.portal.followup.people_of_the_area import join_team, make_beneficiary, orient

pytestmark = pytest.mark.django_db
Fate = Handover.Fate


def assign(world, professional, *, by=None, case=None, **fields):
    by = by or world.officer.user
    with acting_as(by):
        return services.assign(
            beneficiary=case or world.case, professional=professional, actor=Actor(by), **fields
        )


def usual(case):
    return {item.key: item.default for item in services.what_to_hand_over(case)}


def referent_of(case):
    with system_scope(Scope.TEST):
        row = ReferentAssignment.unscoped.filter(beneficiary=case, ends_at__isnull=True)
        return row.select_related("professional").first()


def test_the_first_referent_is_told_by_mail_and_by_nothing_that_tells(world):
    case = make_beneficiary(unit=world.unit, first_name="Zacharie")
    orient(case)
    assignment = assign(world, world.colleague, case=case)
    assert assignment.seen_at is None
    mail = Email.objects.get()
    assert mail.to == [world.colleague.user.email]
    assert case.shown_number in mail.subject
    for word in (case.birth_name, case.first_name, "RSA"):
        assert word not in mail.subject + mail.message
    with acting_as(world.colleague.user):
        assert Beneficiary.unscoped.filter(pk=case.pk).exists()


def test_the_manager_of_the_unit_names_somebody_of_the_unit(world):
    assign(world, world.colleague, by=world.manager.user, fates=usual(world.case))
    assert referent_of(world.case).professional == world.colleague
    with pytest.raises(OrientationError, match="votre unité") as refused:
        assign(world, world.stranger, by=world.manager.user)
    assert refused.value.field == "professional"


@pytest.mark.parametrize(
    "who", ["referent", "colleague", "other_manager", "administrator", "candidate"]
)
def test_nobody_else_names_a_referent(world, who):
    person = getattr(world, who)
    with pytest.raises(NotAllowedError):
        assign(world, world.colleague, by=getattr(person, "user", person))
    assert referent_of(world.case).professional == world.referent


def test_a_referent_of_a_structure_that_is_not_the_one_is_refused(world):
    with pytest.raises(OrientationError) as refused:
        assign(world, world.partner)
    assert "Passerelle emploi" in str(refused.value)
    assert refused.value.field == "professional"


def test_who_left_or_lost_the_level_follows_nobody(world):
    world.colleague.user.is_active = False
    world.colleague.user.save()
    for professional in (world.colleague, world.manager):
        with pytest.raises(OrientationError, match="ne suit plus"):
            assign(world, professional)


def test_nobody_is_followed_before_being_oriented(world):
    with pytest.raises(OrientationError, match="Orientez d’abord"):
        assign(world, world.colleague, case=make_beneficiary(unit=world.unit))


def test_the_same_referent_twice_is_refused(world):
    with pytest.raises(OrientationError, match="suit déjà"):
        assign(world, world.referent)


def test_a_transfer_says_what_becomes_of_everything(world):
    case, former = world.case, world.referent
    future = make_appointment(case, former)
    past = make_appointment(case, former, days=-2)
    with_another = make_appointment(case, world.colleague)
    kept, cancelled = make_step(case), make_step(case, "Refaire le CV")
    make_step(case, "Déjà faite", state=ActionStep.State.DONE)
    contract = make_contract(case, EngagementContract.State.DRAFT)
    request = make_request(case, former, state="draft")
    draft = make_draft(case, former.user)
    asked = {item.key for item in services.what_to_hand_over(case) if item.is_asked}
    assert asked == {
        ("appointment", future.pk),
        ("appointment", past.pk),
        ("step", kept.pk),
        ("step", cancelled.pk),
        ("contract", contract.pk),
    }
    fates = usual(case) | {
        ("appointment", past.pk): Fate.CANCELLED,
        ("step", cancelled.pk): Fate.CANCELLED,
        ("contract", contract.pk): Fate.CANCELLED,
    }
    assignment = assign(world, world.colleague, fates=fates)
    with system_scope(Scope.TEST):
        assert Appointment.unscoped.get(pk=future.pk).professional == world.colleague
        assert Appointment.unscoped.get(pk=past.pk).state == Appointment.State.CANCELLED
        assert Appointment.unscoped.get(pk=with_another.pk).state == Appointment.State.PLANNED
        states = dict(ActionStep.unscoped.values_list("label", "state"))
        assert states["Appeler le bailleur"] == ActionStep.State.PLANNED
        assert states["Refaire le CV"] == ActionStep.State.CANCELLED_BY_SERVICE
        assert EngagementContract.unscoped.get(pk=contract.pk).state == "dropped"
        assert ReorientationRequest.unscoped.get(pk=request.pk).state == "withdrawn"
        assert Draft.unscoped.get(pk=draft.pk).fields == {"text": "En cours d’écriture"}
        lines = dict(
            Handover.unscoped.filter(assignment=assignment).values_list("kind", "fate").distinct()
        )
        assert Handover.unscoped.count() == 7
    assert lines["draft"] == lines["request"] == Fate.RETURNED


@pytest.mark.parametrize("forgotten", ["appointment", "step", "contract"])
def test_nothing_is_forgotten(world, forgotten):
    make_appointment(world.case, world.referent)
    make_step(world.case)
    make_contract(world.case, EngagementContract.State.PROPOSED)
    fates = {key: fate for key, fate in usual(world.case).items() if key[0] != forgotten}
    with pytest.raises(HandoverMissingError) as refused:
        assign(world, world.colleague, fates=fates)
    assert len(refused.value.items) == 3
    assert referent_of(world.case).professional == world.referent
    with system_scope(Scope.TEST):
        assert not Handover.unscoped.exists()


def test_a_fate_that_a_thing_cannot_have_is_refused(world):
    appointment = make_appointment(world.case, world.referent)
    with pytest.raises(HandoverMissingError):
        assign(world, world.colleague, fates={("appointment", appointment.pk): Fate.RETURNED})


def test_the_former_referent_loses_the_case_before_the_commit(world):
    join_team(world.case, world.referent)
    assign(world, world.colleague, fates=usual(world.case))
    with acting_as(world.referent.user):
        assert not Beneficiary.unscoped.filter(pk=world.case.pk).exists()
        assert not reach.identity_ids(world.referent.user).filter(pk=world.case.pk).exists()
    with acting_as(world.colleague.user):
        assert Beneficiary.unscoped.filter(pk=world.case.pk).exists()
        assert reach.write_ids(world.colleague.user).filter(pk=world.case.pk).exists()
    with system_scope(Scope.TEST):
        assert not CareTeamMember.unscoped.filter(
            beneficiary=world.case, ends_at__isnull=True
        ).exists()


def test_the_former_referent_keeps_what_they_were_typing_and_the_answer_to_their_request(world):
    draft = make_draft(world.case, world.referent.user)
    request = make_request(world.case, world.referent, kind="referent")
    assign(world, world.colleague, fates=usual(world.case))
    with acting_as(world.referent.user):
        assert Draft.unscoped.get(pk=draft.pk).fields["text"] == "En cours d’écriture"
        line = ReorientationRequest.objects.visible_to(world.referent.user).get(pk=request.pk)
        assert line.state == ReorientationRequest.State.WITHDRAWN
        assert "Sans objet" in line.answer
    with acting_as(world.colleague.user):
        assert not Draft.unscoped.filter(pk=draft.pk).exists()


def test_the_case_goes_to_the_unit_of_its_referent(world):
    assign(world, world.stranger, fates=usual(world.case))
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.get(pk=world.case.pk).unit == world.other_unit
    with acting_as(world.manager.user):
        assert not Beneficiary.unscoped.filter(pk=world.case.pk).exists()


def test_who_names_over_somebody_else_is_told(world):
    seen = referent_of(world.case).pk
    assign(world, world.colleague, seen=seen, fates=usual(world.case))
    with pytest.raises(DecidedMeanwhileError):
        assign(world, world.stranger, seen=seen, fates=usual(world.case))
    assert referent_of(world.case).professional == world.colleague


def test_an_appointment_of_long_ago_still_has_a_fate(world):
    old = make_appointment(world.case, world.referent, days=-400)
    labels = [item.label for item in services.what_to_hand_over(world.case)]
    assert any("n’est pas notée" in label for label in labels)
    assign(world, world.colleague, fates={("appointment", old.pk): Fate.MOVED})
    with system_scope(Scope.TEST):
        moved = Appointment.unscoped.get(pk=old.pk)
        assert (moved.professional, moved.version) == (world.colleague, 2)


def test_who_does_not_read_the_case_is_shown_no_word_of_it(world):
    make_step(world.case, "Prendre rendez-vous au CMP", due_on=timezone.localdate() + timedelta(9))
    (step,) = services.what_to_hand_over(world.case)
    assert "CMP" in step.label
    assert "CMP" not in step.neutral_label
