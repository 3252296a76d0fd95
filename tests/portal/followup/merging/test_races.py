"""Merges at the same second, and what somebody writes in the case that is given up meanwhile."""

import threading

import pytest
from django.db import IntegrityError, connections, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName as L
from portal.followup.merging import services
from portal.followup.merging.errors import MergeError
from portal.followup.models import Beneficiary, CaseMerge, JournalEntry
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.merging.laid import make_pair, propose
from tests.portal.followup.people_of_the_area import make_professional, make_unit
from tests.races import ROUNDS, at_once, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(db):
    unit = make_unit()
    return (
        make_professional(unit=unit),
        make_professional(L.UNIT_MANAGER, unit=unit),
        make_professional(L.ORIENTATION_OFFICER),
        make_professional(L.ORIENTATION_OFFICER),
    )


def agreeing(merge, by):
    def act():
        with acting_as(by.user):
            return services.agree(merge=merge, actor=Actor(by.user))

    return act


@pytest.mark.parametrize("_", ROUNDS)
def test_two_who_agree_at_once_merge_once(people, _):
    referent, manager, officer, other = people
    merge = propose(*make_pair(referent), manager)
    results = at_once(agreeing(merge, officer), agreeing(merge, other))
    assert sorted(type(one).__name__ for one in results) == ["CaseMerge", "MergeError"]


@pytest.mark.parametrize("_", ROUNDS)
def test_each_case_merged_into_the_other_at_once_leaves_one(people, _):
    referent, manager, officer, other = people
    kept, loser = make_pair(referent)
    one, two = propose(kept, loser, manager), propose(loser, kept, manager)
    results = at_once(agreeing(one, officer), agreeing(two, other))
    assert sum(isinstance(result, CaseMerge) for result in results) == 1, results
    assert sum(isinstance(result, MergeError) for result in results) == 1, results
    with system_scope(Scope.TEST):
        assert Beneficiary.unscoped.filter(state="merged").count() == 1


def write_note(case, by) -> JournalEntry:
    return JournalEntry.unscoped.create(
        beneficiary=case,
        on=timezone.localdate(),
        text="Vue ce jour.",
        created_by=by.user,
        author_name=by.name,
    )


def held_by(work, going_on) -> list[object]:
    """Do `work` in a transaction that is committed once `going_on` waits for it."""
    results: list[object] = [None]

    def run() -> None:
        try:
            results[0] = going_on()
        except Exception as error:  # noqa: BLE001 - handed to the test
            results[0] = error
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    with transaction.atomic():
        work()
        thread.start()
        until_somebody_waits(lambda: not thread.is_alive())
    thread.join(timeout=60)
    assert not thread.is_alive()
    return results


def test_what_is_written_just_before_comes_with_the_rest(people):
    referent, manager, officer, _ = people
    kept, loser = make_pair(referent, make_professional(unit=referent.unit))
    with system_scope(Scope.TEST):
        writer = type(referent).unscoped.get(assignments__beneficiary=loser)
        assert writer.user
    merge = propose(kept, loser, manager, referent="kept")

    def work():
        with acting_as(writer.user):
            write_note(loser, writer)

    [result] = held_by(work, agreeing(merge, officer))
    assert isinstance(result, CaseMerge), result
    with system_scope(Scope.TEST):
        assert JournalEntry.unscoped.get().beneficiary_id == kept.pk


def test_what_is_written_just_after_is_refused(people):
    referent, manager, officer, _ = people
    kept, loser = make_pair(referent, make_professional(unit=referent.unit))
    with system_scope(Scope.TEST):
        writer = type(referent).unscoped.get(assignments__beneficiary=loser)
        assert writer.user
    merge = propose(kept, loser, manager, referent="kept")

    def write():
        with acting_as(writer.user):
            return write_note(loser, writer)

    [result] = held_by(agreeing(merge, officer), write)
    assert isinstance(result, IntegrityError), result
    with system_scope(Scope.TEST):
        assert not JournalEntry.unscoped.exists()
        assert Beneficiary.unscoped.get(pk=loser.pk).merged_into_id == kept.pk
