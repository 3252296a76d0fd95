"""Two runs at once, two destructions, a person who comes back at the second of the destruction."""

import threading

import pytest

from portal.followup.models import (
    Beneficiary,
    CaseRetention,
    EliminationSlip,
    RetentionHold,
    SlipLine,
)
from portal.followup.retention.errors import DestroyedError
from portal.followup.retention.services import archive as archives
from portal.followup.retention.services import holding, running, slips
from portal.followup.retention.states import L, R, S
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional
from tests.portal.followup.retention.laid import (
    TODAY,
    actor_of,
    archive,
    make_slip,
    manager_of,
    months,
    silent,
)
from tests.races import at_once, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_runs_at_once_do_each_thing_once():
    referent = make_professional()
    for _ in range(6):
        silent(months(TODAY, -26), referent)

    def run():
        return running.run(is_dry=False, batch=2).counts.total()

    # What one did is nothing to do for the other: no batch of both.
    assert sum(at_once(run, run)) == 6
    with system_scope(Scope.TEST):
        assert CaseRetention.unscoped.filter(state=R.NOTICED).count() == 6


def test_two_destructions_at_once_anonymise_each_case_once():
    referent = make_professional()
    cases = [make_beneficiary(referent) for _ in range(4)]
    for case in cases:
        archive(case)
    slip = make_slip(referent.unit, *cases, state=S.DESTROYING)

    def destroy():
        return slips.destroy(slip_id=slip.pk, batch=1)

    assert sum(at_once(destroy, destroy)) == 4
    with system_scope(Scope.TEST):
        assert EliminationSlip.unscoped.get(pk=slip.pk).state == S.DESTROYED
        assert Beneficiary.unscoped.filter(birth_name="Personne").count() == 4


def test_who_is_reopened_during_the_destruction_is_whole_or_was_gone_before():
    referent = make_professional()
    manager = manager_of(referent.unit)
    case = make_beneficiary(referent)
    archive(case)
    slip = make_slip(referent.unit, case, state=S.DESTROYING)

    def destroy():
        return slips.destroy(slip_id=slip.pk)

    def reopen():
        with acting_as(manager.user):
            archives.reopen(case_pk=case.pk, reason="Au guichet", actor=actor_of(manager))

    destroyed, error = at_once(destroy, reopen)
    with system_scope(Scope.TEST):
        now = Beneficiary.unscoped.get(pk=case.pk)
        row = CaseRetention.unscoped.get(beneficiary=case)
        line = SlipLine.unscoped.get(slip=slip)
    if destroyed:
        assert isinstance(error, archives.RetentionError)
        assert (row.state, line.state, now.birth_name) == (R.ANONYMISED, L.DESTROYED, "Personne")
    else:
        assert error is None
        assert (row.state, line.state) == (R.LAPSED, L.WITHHELD)
        assert now.birth_name == case.birth_name


def test_a_hold_that_comes_while_the_case_is_destroyed_is_refused(monkeypatch):
    referent = make_professional()
    manager = manager_of(referent.unit)
    case = make_beneficiary(referent)
    archive(case)
    slip = make_slip(referent.unit, case, state=S.DESTROYING)
    # The destruction has decided, and the hold waits for it.
    decided, is_over = threading.Event(), threading.Event()
    anonymise = slips.anonymise

    def slowly(keys):
        decided.set()
        until_somebody_waits(unless=is_over.is_set)
        anonymise(keys)

    monkeypatch.setattr(slips, "anonymise", slowly)

    def destroy():
        return slips.destroy(slip_id=slip.pk)

    def put():
        decided.wait(timeout=30)
        try:
            with acting_as(manager.user):
                holding.put(
                    case=case, kind="litigation", reason="TA", on=None, actor=actor_of(manager)
                )
        finally:
            is_over.set()

    destroyed, error = at_once(destroy, put)
    assert destroyed == 1
    assert isinstance(error, DestroyedError)
    with system_scope(Scope.TEST):
        assert not RetentionHold.unscoped.exists()
