"""A caseload is given to colleagues: proposed by load, previewed, applied at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.models import (
    ActionStep,
    Appointment,
    Beneficiary,
    Draft,
    Goal,
    Handover,
    Invitation,
    Path,
    Reassignment,
    ReferentAssignment,
)
from portal.followup.reassignment import planning
from portal.followup.reassignment.errors import ReassignmentError
from portal.followup.reassignment.services import CHANGED, GONE, UNFIT, Chosen, reassign
from portal.followup.rows.scope import Scope, acting_as, system_scope
from snippets.mail.models import Dispatch
from snippets.models import Organisation
from tests.factories import OrganisationFactory
from tests.portal.followup.people_of_the_area import (
    make_beneficiary,
    make_professional,
    make_unit,
    orient,
    replace,
    worked_day,
)
from tests.sizes import at_size

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(db):
    return make_unit()


@pytest.fixture
def manager(unit):
    return make_professional(L.UNIT_MANAGER, unit=unit)


@pytest.fixture
def leaving(unit):
    return make_professional(unit=unit)


def give_cases(count, referent, **fields):
    cases = [make_beneficiary(referent) for _ in range(count)]
    for case in cases:
        orient(case, **fields)
    return cases


def plan_of(manager, former):
    """What the screen shows, as the manager."""
    with acting_as(manager.user):
        colleagues = planning.colleagues_of(manager, former)
        cases = planning.cases_of(manager.user, former).order_by("sort_name", "pk")
        lines = planning.lines_of(cases)
        planning.propose(lines, colleagues)
        return lines, colleagues


def apply(manager, former, chosen, **values):
    with acting_as(manager.user):
        return reassign(
            former=former,
            chosen=chosen,
            fates=values.pop("fates", {}),
            leaves_on=timezone.localdate(),
            actor=Actor(manager.user),
            **values,
        )


def chosen_of(lines):
    return {line.case.pk: Chosen(line.proposed, line.seal) for line in lines if line.proposed}


def rows(model, **wanted):
    with system_scope(Scope.TEST):
        return [*model.unscoped.filter(**wanted).order_by("pk")]


def test_cases_go_to_the_least_loaded_of_the_structure(unit, manager, leaving):
    give_cases(4, leaving)
    busy, free = make_professional(unit=unit), make_professional(unit=unit)
    give_cases(2, busy)
    lines, colleagues = plan_of(manager, leaving)
    assert {one.pk for one in colleagues} == {busy.pk, free.pk}
    taken = [line.proposed.pk for line in lines]
    assert (taken.count(free.pk), taken.count(busy.pk)) == (3, 1)
    chosen = {line.case.pk: line.proposed for line in lines}
    loads = planning.loads_with(colleagues, chosen)
    assert {one.professional.pk: (one.before, one.after) for one in loads} == {
        busy.pk: (2, 3),
        free.pk: (0, 3),
    }


def test_the_path_and_the_structure_are_respected_and_conflicts_are_explained(
    unit, manager, leaving
):
    partner = OrganisationFactory(kind=Organisation.Kind.ASSOCIATION, name="Passerelle emploi")
    social = make_professional(unit=unit, profession="social")
    work = make_professional(unit=unit, profession="employment")
    [of_work] = give_cases(1, leaving, path=Path.PROFESSIONAL)
    [of_partner] = give_cases(1, leaving, structure=partner)
    [of_social] = give_cases(1, leaving)
    unoriented = make_beneficiary(leaving)
    lines, _ = plan_of(manager, leaving)
    found = {line.case.pk: line for line in lines}
    assert found[of_work.pk].proposed.pk == work.pk
    assert found[of_social.pk].proposed.pk == social.pk
    assert found[of_partner.pk].able == []
    assert "Passerelle emploi" in found[of_partner.pk].why
    assert "orienter d’abord" in found[unoriented.pk].why
    # Somebody away takes what nobody else may take, and it is said.
    replace(work, social)
    lines, _ = plan_of(manager, leaving)
    found = {line.case.pk: line for line in lines}
    assert found[of_work.pk].proposed.pk == social.pk
    assert "métier" in found[of_work.pk].why


def test_who_gave_their_own_cases_is_given_none(unit, manager, leaving):
    other, second = make_professional(unit=unit), make_professional(unit=unit)
    give_cases(1, leaving)
    lines, _ = plan_of(manager, leaving)
    apply(manager, leaving, {line.case.pk: Chosen(other, line.seal) for line in lines})
    give_cases(3, second)
    lines, _ = plan_of(manager, second)
    assert {line.proposed.pk for line in lines} == {other.pk}


def test_applied_the_departing_one_keeps_nothing(unit, manager, leaving):
    other = make_professional(unit=unit)
    [case] = give_cases(1, leaving)
    with system_scope(Scope.TEST):
        from portal.followup.models import AppointmentCategory

        category = AppointmentCategory.unscoped.create(label="Essai de passation")
        appointment = Appointment.unscoped.create(
            beneficiary=case, professional=leaving, starts_at=worked_day(9)
        )
        goal = Goal.unscoped.create(beneficiary=case, label="Objectif")
        step = ActionStep.unscoped.create(beneficiary=case, goal=goal, label="Étape")
        draft = Draft.unscoped.create(
            beneficiary=case, user=leaving.user, form="note", fields={"text": "En cours"}
        )
        invitation = Invitation.unscoped.create(
            beneficiary=case, category=category, professional=leaving, round_at=timezone.now()
        )
    lines, _ = plan_of(manager, leaving)
    made = apply(manager, leaving, chosen_of(lines))
    assert made.refused == []
    [former] = rows(ReferentAssignment, professional=leaving)
    assert former.ends_at is not None
    with acting_as(leaving.user):
        assert not Beneficiary.objects.visible_to(leaving.user).exists()
        # Texts being typed stay their author's.
        assert Draft.objects.visible_to(leaving.user).filter(pk=draft.pk).exists()
    [moved] = rows(Appointment, pk=appointment.pk)
    assert (moved.professional_id, moved.holds_slot) == (other.pk, False)
    assert rows(ActionStep, pk=step.pk)[0].state == "planned"
    assert rows(Invitation, pk=invitation.pk)[0].professional_id is None
    assert {one.kind for one in rows(Handover)} == {"appointment", "step", "draft"}


def test_what_becomes_of_each_kind_is_chosen(unit, manager, leaving):
    make_professional(unit=unit)
    [case] = give_cases(1, leaving)
    with system_scope(Scope.TEST):
        appointment = Appointment.unscoped.create(
            beneficiary=case, professional=leaving, starts_at=worked_day(9)
        )
    lines, _ = plan_of(manager, leaving)
    apply(manager, leaving, chosen_of(lines), fates={"appointment": Handover.Fate.CANCELLED})
    [row] = rows(Appointment, pk=appointment.pk)
    assert (row.state, row.cancelled_by_service) == ("cancelled", True)


def test_a_case_that_changed_is_left_with_its_reason_and_the_others_go_on(unit, manager, leaving):
    other = make_professional(unit=unit)
    planned, taken, quiet = give_cases(3, leaving)
    lines, _ = plan_of(manager, leaving)
    with system_scope(Scope.TEST):
        Appointment.unscoped.create(
            beneficiary=planned, professional=leaving, starts_at=worked_day(9)
        )
        ReferentAssignment.unscoped.filter(beneficiary=taken).update(ends_at=timezone.now())
    made = apply(manager, leaving, chosen_of(lines))
    assert dict(made.refused) == {planned.pk: CHANGED, taken.pk: GONE}
    assert [one.beneficiary_id for one in rows(ReferentAssignment, professional=other)] == [
        quiet.pk
    ]
    assert len(rows(ReferentAssignment, professional=leaving, ends_at=None)) == 1


def test_each_new_referent_is_told_by_one_mail_that_names_nobody(unit, manager, leaving):
    one, two = make_professional(unit=unit), make_professional(unit=unit)
    cases = give_cases(5, leaving)
    lines, _ = plan_of(manager, leaving)
    apply(manager, leaving, chosen_of(lines))
    mails = list(Dispatch.objects.select_related("email"))
    assert {mail.key for mail in mails} == {"followup_cases_entrusted"}
    assert sorted(mail.address for mail in mails) == sorted([one.user.email, two.user.email])
    for mail in mails:
        text = f"{mail.email.subject} {mail.email.message}".lower()
        assert "rsa" not in text.split()
        assert not any(case.birth_name.lower() in text for case in cases)


def test_cases_without_a_referent_are_given_the_same_way(unit, manager):
    other = make_professional(unit=unit)
    gone = make_professional(unit=unit)
    alone = make_beneficiary(unit=unit)
    orient(alone)
    [left] = give_cases(1, gone)
    with system_scope(Scope.TEST):
        type(gone).unscoped.filter(pk=gone.pk).update(left_on=timezone.localdate())
    lines, _ = plan_of(manager, None)
    assert {line.case.pk for line in lines} == {alone.pk, left.pk}
    apply(manager, None, chosen_of(lines))
    assert len(rows(ReferentAssignment, professional=other, ends_at=None)) == 2


def test_nobody_but_the_manager_of_the_unit_moves_anything(unit, manager, leaving):
    other = make_professional(unit=unit)
    [case] = give_cases(1, leaving)
    lines, _ = plan_of(manager, leaving)
    chosen = chosen_of(lines)
    with pytest.raises(ReassignmentError):
        apply(other, leaving, chosen)
    stranger = make_professional(L.UNIT_MANAGER)
    made = apply(stranger, leaving, chosen)
    assert made.assignments == []
    # Not even its number, to who does not read it.
    assert made.refused == [[case.pk, GONE]]
    # Nor to a colleague of another unit.
    outside = make_professional(structure=leaving.structure)
    made = apply(manager, leaving, {case.pk: Chosen(outside, lines[0].seal)})
    assert made.assignments == []
    assert made.refused == [[case.pk, UNFIT]]
    # No name outlives the person.
    assert outside.name not in made.refused[0][1]


def test_the_screen_costs_the_same_for_one_case_and_for_twenty(unit, manager, leaving):
    make_professional(unit=unit)
    # What is read once of a person is read before.
    plan_of(manager, leaving)
    counts = []
    for more in (1, 19):
        for case in give_cases(more, leaving):
            with system_scope(Scope.TEST):
                Appointment.unscoped.create(
                    beneficiary=case, professional=leaving, starts_at=worked_day(9)
                )
        with CaptureQueriesContext(connection) as found:
            plan_of(manager, leaving)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_many_cases_are_given_in_one_act(unit, manager, leaving):
    count = at_size(30, 150)
    for _ in range(3):
        make_professional(unit=unit)
    give_cases(count, leaving)
    lines, _ = plan_of(manager, leaving)
    made = apply(manager, leaving, chosen_of(lines))
    assert len(made.assignments) == count
    assert len(rows(Reassignment)) == 1
