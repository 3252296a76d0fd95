"""Applying and undoing lines: what changed meanwhile, what is cut short, who decides."""

from dataclasses import replace
from datetime import date

import pytest

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.access.log import log
from portal.followup.access.models import AccessEntry
from portal.followup.imports import applying, jobs, services
from portal.followup.imports.errors import (
    ImportRefusedError,
    LivedOnError,
)
from portal.followup.imports.models import ImportAction, ImportFile, ImportLine
from portal.followup.models import Beneficiary, Household
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.imports.households import (
    CHILD,
    CLAIMANT,
    FEBRUARY,
    MARCH,
    PARTNER,
    alone,
    decide,
    home,
    imported,
    monthly,
    only,
    people,
    rights,
    undo,
)
from tests.portal.followup.imports.monthly import (
    actions,
    apply,
    now,
    officer,
    receive,
)
from tests.portal.followup.people_of_the_area import (
    make_professional,
    make_unit,
    orient,
)

pytestmark = pytest.mark.django_db

Kind, State, FileState = ImportAction.Kind, ImportAction.State, ImportFile.State


@pytest.fixture
def actor():
    return officer()


def test_what_changed_since_the_preview_waits_for_a_look(actor):
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    homes = (alone(number="13"), alone("000000000000002", people=(PARTNER,), number="14"))
    file = receive(monthly(*homes, on=MARCH), actor)
    [zoe] = people(first_name="Zoé")
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(pk=zoe.pk).update(address_line="13 bis rue des Lilas")
    apply(file, actor)
    stale, applied = actions(file)
    assert (stale.state, stale.was_read_again, stale.is_sure) == (State.WAITING, True, False)
    assert stale.line.before["address_line"] == "13 bis rue des Lilas"
    assert applied.state == State.APPLIED
    # Shown anew, it is what is applied.
    decide(stale, actor)
    assert people(first_name="Zoé")[0].address_line == "13 RUE DES LILAS"


def test_one_line_that_changed_since_is_read_again_before_it_is_applied(actor):
    imported(actor, alone())
    file = receive(monthly(alone(number="13"), on=MARCH), actor)
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.update(address_line="2 rue Haute")
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="a changé depuis"):
        services.decide(action=only(file), actor=actor)
    action = only(file)
    assert action.was_read_again
    assert action.line.before["address_line"] == "2 rue Haute"
    decide(action, actor)
    assert people()[0].address_line == "13 RUE DES LILAS"


def test_applying_by_kind_leaves_the_others(actor):
    imported(actor, alone())
    homes = (alone(number="13"), alone("000000000000002", people=(PARTNER,)))
    file = apply(receive(monthly(*homes, on=MARCH), actor), actor, kinds=[Kind.NEW])
    assert {one.kind: one.state for one in actions(file)} == {
        Kind.NEW: State.APPLIED,
        Kind.CHANGED: State.WAITING,
    }


def test_applying_that_was_killed_goes_on_without_double(actor, monkeypatch):
    monkeypatch.setattr(applying, "BATCH", 2)
    homes = [alone(f"{number:015}", people=(one,)) for number, one in enumerate(several(7), 1)]
    file = receive(monthly(*homes), actor)
    with acting_as(actor.user):
        services.apply_sure(file=file, actor=actor)
    batches = iter(range(9))
    apply_lines = applying.apply_lines

    class KilledError(BaseException):
        pass

    def dies(*args):
        apply_lines(*args)
        if next(batches) == 1:
            raise KilledError

    with monkeypatch.context() as patched:
        patched.setattr(applying, "apply_lines", dies)
        with pytest.raises(KilledError):
            jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert len(people()) == 2
    assert (now(file).state, now(file).progress, now(file).to_apply) == ("applying", 2, 7)
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert (now(file).state, now(file).progress) == (FileState.APPLIED, 7)
    assert len(people()) == len(rights()) == 7
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert len(people()) == len(rights()) == 7


def several(count: int):
    return [replace(CLAIMANT, first_name=f"Zoé {letter}") for letter in "abcdefghij"[:count]]


def test_applying_stops_for_somebody_who_may_no_longer(actor):
    file = receive(monthly(alone()), actor)
    with acting_as(actor.user):
        services.apply_sure(file=file, actor=actor)
    actor.user.groups.clear()
    jobs.apply_import(file_id=file.pk, user_id=actor.user.pk)
    assert people() == []
    assert now(file).state == FileState.READ


def test_the_preview_of_a_waiting_file_follows_what_was_applied(actor):
    first = receive(monthly(alone()), actor)
    second = receive(monthly(alone(number="13"), on=MARCH), actor)
    assert only(second).kind == Kind.NEW
    apply(first, actor)
    jobs.compare_import(file_id=second.pk)
    assert (only(second).kind, only(second).was_read_again) == (Kind.CHANGED, False)
    apply(second, actor)
    assert [one.address_line for one in people()] == ["13 RUE DES LILAS"]


def test_what_is_put_aside_is_not_written_and_may_be_taken_up(actor):
    file = receive(monthly(alone()), actor)
    with acting_as(actor.user):
        services.set_aside(action=only(file), actor=actor)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="ligne par ligne"):
        services.apply_sure(file=file, actor=actor)
    with acting_as(actor.user):
        services.wait_again(action=only(file), actor=actor)
    apply(file, actor)
    action = only(file)
    assert (action.state, action.decided_by_name) == (State.APPLIED, actor.name)
    with acting_as(actor.user), pytest.raises(ImportRefusedError, match="annulez-la"):
        services.set_aside(action=action, actor=actor)
    # Twice is once.
    assert decide(action, actor).state == State.APPLIED
    assert len(people()) == 1


def test_a_unit_manager_decides_the_lines_of_the_unit_and_no_other(actor):
    manager = make_professional(LevelName.UNIT_MANAGER, unit=make_unit())
    imported(actor, alone(), alone("000000000000002", people=(PARTNER,)))
    with system_scope(Scope.TEST):
        Beneficiary.unscoped.filter(first_name="Zoé").update(unit=manager.unit)
    homes = (
        alone(number="13"),
        alone("000000000000002", people=(PARTNER,), number="14"),
        alone("000000000000003", people=(replace(PARTNER, first_name="Nouveau"),)),
    )
    file = receive(monthly(*homes, on=MARCH), actor)
    own, other, new = actions(file)
    boss = Actor(manager.user)
    with acting_as(manager.user):
        rows = ImportAction.objects.visible_to(manager.user)
        assert list(rows.filter(file=file)) == [own]
        # The second lock says the same.
        assert [one.pk for one in ImportAction.unscoped.filter(file=file)] == [own.pk]
        assert [one.pk for one in ImportLine.unscoped.filter(file=file)] == [own.line_id]
    for action in (other, new):
        with pytest.raises(ImportRefusedError, match="pas de votre unité"):
            decide(action, boss)
        with pytest.raises(ImportRefusedError, match="pas de votre unité"):
            undo(action, boss)
        with acting_as(manager.user), pytest.raises(ImportRefusedError):
            services.set_aside(action=action, actor=boss)
    apply(file, boss)
    assert [one.state for one in actions(file)] == [State.APPLIED, State.WAITING, State.WAITING]
    with acting_as(manager.user), pytest.raises(ImportRefusedError):
        services.drop(file=file, actor=boss)


def test_a_new_case_is_undone_whole_while_nothing_was_made_of_it(actor):
    file = imported(actor, home())
    first, second = actions(file)
    undo(first, actor)
    assert [one.first_name for one in people()] == ["Jean-Noël"]
    undo(second, actor)
    assert (people(), rights()) == ([], [])
    with system_scope(Scope.TEST):
        assert not Household.unscoped.exists()
    assert [one.state for one in actions(file)] == [State.UNDONE, State.UNDONE]
    # Twice is once, and it can be applied again.
    undo(first, actor)
    decide(actions(file)[0], actor)
    assert [one.first_name for one in people()] == ["Zoé"]


def test_a_case_that_lived_on_is_not_undone(actor):
    file = imported(actor, alone())
    [person] = people()
    with acting_as(actor.user):
        log(actor=actor, act=AccessEntry.Act.READ, beneficiary=person)
    orient(person)
    with pytest.raises(LivedOnError, match="orientation") as refusal:
        undo(only(file), actor)
    assert "accès à un dossier" in str(refusal.value)
    assert len(people()) == len(rights()) == 1


def test_a_case_that_another_file_spoke_of_is_not_undone(actor):
    file = imported(actor, alone())
    imported(actor, alone(), on=MARCH)
    with pytest.raises(LivedOnError, match="droit"):
        undo(only(file), actor)


def test_a_change_is_undone_field_by_field(actor):
    imported(actor, home())
    [zoe] = people(first_name="Zoé")
    married = replace(CLAIMANT, used_name="Voisin")
    later = home(people=(married, PARTNER, CHILD), children=2, status="3", reason="01")
    file = imported(actor, later, on=MARCH)
    of_zoe = next(one for one in actions(file) if one.beneficiary_id == zoe.pk)
    undo(of_zoe, actor)
    [after] = people(first_name="Zoé")
    assert (after.used_name, after.sort_name) == ("", "lefevre zoe")
    assert after.household.children == 1
    assert after.version == zoe.version + 2
    assert [right.on for right in rights(beneficiary=zoe)] == [FEBRUARY]
    # The partner's line stays.
    assert len(rights(beneficiary=people(first_name="Jean-Noël")[0])) == 2


def test_a_change_that_somebody_wrote_over_is_not_undone(actor):
    imported(actor, alone())
    file = imported(actor, alone(number="13"), on=MARCH)
    with system_scope(Scope.TEST):
        person = Beneficiary.unscoped.get()
        person.version += 1
        person.save()
    with pytest.raises(LivedOnError, match="a été modifié depuis"):
        undo(only(file), actor)
    assert people()[0].address_line == "13 RUE DES LILAS"
    assert len(rights()) == 2


def test_lines_are_undone_from_the_last_one_back(actor):
    imported(actor, alone())
    second = imported(actor, alone(number="13"), on=MARCH)
    third = imported(actor, alone(number="14"), on=date(2026, 4, 30))
    with pytest.raises(LivedOnError, match="plus récente"):
        undo(only(second), actor)
    undo(only(third), actor)
    undo(only(second), actor)
    assert people()[0].address_line == "12 RUE DES LILAS"
    assert [right.on for right in rights()] == [FEBRUARY]
