"""Two officers at once, with real transactions: one decision, and the other officer is told."""

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.models import Orientation, Path, ReferentAssignment, ReorientationRequest
from portal.followup.orientation import requests, services
from portal.followup.orientation.errors import DecidedMeanwhileError, NotAllowedError
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.orientation.things import make_request
from tests.portal.followup.people_of_the_area import make_beneficiary, orient
from tests.races import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("_", ROUNDS)
def test_two_officers_who_orient_somebody_at_once_leave_one_orientation(world, _):
    case = make_beneficiary(unit=world.unit)

    def decide(path):
        def act():
            with acting_as(world.officer.user):
                return services.orient(
                    beneficiary=case,
                    path=path,
                    structure=world.structure,
                    unit=world.unit,
                    starts_on=timezone.localdate(),
                    actor=Actor(world.officer.user),
                    seen=None,
                )

        return act

    results = at_once(decide(Path.SOCIAL), decide(Path.PROFESSIONAL))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == [DecidedMeanwhileError.__name__, Orientation.__name__]
    with system_scope(Scope.TEST):
        assert Orientation.unscoped.filter(beneficiary=case).count() == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_who_name_a_referent_at_once_leave_one(world, _):
    case = make_beneficiary(unit=world.unit)
    orient(case)

    def name(professional, by):
        def act():
            with acting_as(by.user):
                return services.assign(
                    beneficiary=case, professional=professional, actor=Actor(by.user), seen=None
                )

        return act

    results = at_once(name(world.referent, world.officer), name(world.colleague, world.manager))
    kinds = sorted(type(result).__name__ for result in results)
    assert kinds == [DecidedMeanwhileError.__name__, ReferentAssignment.__name__]
    with system_scope(Scope.TEST):
        assert ReferentAssignment.unscoped.filter(beneficiary=case).count() == 1


@pytest.mark.parametrize("act", ["ask", "withdraw"])
def test_who_hands_the_case_over_while_waiting_for_it_asks_nothing(world, monkeypatch, act):
    """The transfer commits while the former referent waits for the lock of the case."""
    case = make_beneficiary(world.referent)
    asked = make_request(case, world.referent) if act == "withdraw" else None
    known = requests.locked_case

    def hand_over():
        with system_scope(Scope.TEST):
            ReferentAssignment.unscoped.filter(beneficiary=case).update(ends_at=TransactionNow())

    def waited(row):
        found = known(row)
        at_once(hand_over)
        return found

    monkeypatch.setattr(requests, "locked_case", waited)
    actor = Actor(world.referent.user)

    def write():
        if asked is None:
            return requests.ask(beneficiary=case, kind="reorientation", actor=actor)
        return requests.withdraw(request=asked, actor=actor, version=asked.version)

    with acting_as(world.referent.user), pytest.raises(NotAllowedError):
        write()
    with system_scope(Scope.TEST):
        rows = ReorientationRequest.unscoped.filter(beneficiary=case)
        assert [row.state for row in rows] == (["sent"] if asked else [])
