"""Two advisers at once on one contract: one is done, the other is told."""

from datetime import timedelta
from threading import Barrier
from unittest import mock

import pytest
from django.contrib.postgres.functions import TransactionNow
from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.contract import reaching, services
from portal.followup.contract.errors import AlreadyThereError, ContractError, NotWritableError
from portal.followup.contract.models import EngagementContract, Goal
from portal.followup.contract.services import plans, preparing
from portal.followup.contract.states import S
from portal.followup.models import ReferentAssignment
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.contract.contracts import (
    as_it_is,
    make_contract,
    make_goal,
    make_step,
)
from tests.portal.followup.people_of_the_area import (
    join_team,
    make_beneficiary,
    make_professional,
)
from tests.races import ROUNDS, at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def team():
    """A case, its referent and a colleague of its team."""
    referent, member = make_professional(), make_professional()
    case = make_beneficiary(referent)
    join_team(case, member)
    return case, referent.user, member.user


def acts(team, act):
    """The same act by each of the two, in their own scope."""
    case, *people = team

    def acting(user):
        def run():
            with acting_as(user):
                return act(case, Actor(user))

        return run

    return [acting(user) for user in people]


def contracts(case):
    with system_scope(Scope.TEST):
        return list(EngagementContract.unscoped.filter(beneficiary=case).order_by("pk"))


@pytest.mark.parametrize("_", ROUNDS)
def test_two_prepare_a_contract_and_both_find_the_same(team, _):
    found = at_once(
        *acts(team, lambda case, actor: services.prepare(beneficiary=case, actor=actor))
    )
    (made,) = contracts(team[0])
    (refused,) = [one for one in found if isinstance(one, AlreadyThereError)]
    assert refused.row == made
    assert "le voici" in str(refused)


def test_without_the_lock_of_the_case_the_database_refuses_the_second(team):
    """The control: the lock is what makes the message, the constraint what makes it sure."""

    def unlocked(case, actor):
        return case

    waiting = Barrier(2, timeout=20)
    create = EngagementContract.save

    def save_together(self, *args, **kwargs):
        waiting.wait()
        return create(self, *args, **kwargs)

    with (
        mock.patch.object(preparing, "locked_case", unlocked),
        mock.patch.object(EngagementContract, "save", save_together),
    ):
        found = at_once(
            *acts(team, lambda case, actor: services.prepare(beneficiary=case, actor=actor))
        )
    assert [type(one) for one in found if isinstance(one, Exception)] == [IntegrityError]
    assert len(contracts(team[0])) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_sign_the_same_amendment_and_it_is_signed_once(team, _):
    case = team[0]
    today = timezone.localdate()
    former = make_contract(case)
    amendment = make_contract(
        case, S.PROPOSED, amends=former, starts_on=today, ends_on=former.ends_on
    )
    goal = make_goal(case)
    make_step(case, goal=goal)
    found = at_once(
        *acts(
            team,
            lambda _case, actor: services.sign(contract=amendment, signed_on=today, actor=actor),
        )
    )
    (refused,) = [one for one in found if isinstance(one, Exception)]
    assert isinstance(refused, ContractError)
    assert "signé" in str(refused)
    assert [one.state for one in contracts(case)] == [S.AMENDED, S.SIGNED]
    with system_scope(Scope.TEST):
        assert Goal.unscoped.get(pk=goal.pk).version == goal.version + 1
        assert as_it_is(amendment).version == amendment.version + 1


@pytest.mark.parametrize("_", ROUNDS)
def test_one_signs_while_the_other_drops(team, _):
    case, referent, member = team
    contract = make_contract(case, S.PROPOSED)
    today = timezone.localdate() - timedelta(days=1)

    def sign():
        with acting_as(referent):
            return services.sign(contract=contract, signed_on=today, actor=Actor(referent))

    def drop():
        with acting_as(member):
            return services.drop(contract=contract, actor=Actor(member))

    found = at_once(sign, drop)
    (kept,) = contracts(case)
    (refused,) = [one for one in found if isinstance(one, Exception)]
    assert isinstance(refused, ContractError)
    assert kept.state == (S.SIGNED if found[1] is refused else S.DROPPED)


@pytest.mark.parametrize("_", ROUNDS)
def test_one_ends_the_contract_while_the_other_signs_its_renewal(team, _):
    case, referent, member = team
    former = make_contract(case)
    start = former.ends_on + timedelta(days=1)
    renewal = make_contract(
        case, S.PROPOSED, renews=former, starts_on=start, ends_on=start + timedelta(days=90)
    )
    today = timezone.localdate()

    def sign():
        with acting_as(referent):
            return services.sign(contract=renewal, signed_on=today, actor=Actor(referent))

    def end():
        with acting_as(member):
            return services.end(contract=former, on=today, reason="Emploi", actor=Actor(member))

    found = at_once(sign, end)
    states = {one.pk: one.state for one in contracts(case)}
    # Whoever came first, the former one is over once, and at most one is in force.
    assert states == {former.pk: S.ENDED, renewal.pk: S.SIGNED}
    assert not any(
        isinstance(one, Exception) and not isinstance(one, ContractError) for one in found
    )


def test_who_hands_the_case_over_while_waiting_for_it_writes_nothing(team):
    """The transfer commits while the former referent waits for the lock of the case."""
    case, referent, _ = team

    def hand_over():
        with system_scope(Scope.TEST):
            ReferentAssignment.unscoped.update(ends_at=TransactionNow())

    class Waited:
        """Rows that were looked for before the transfer, and come after it."""

        def __init__(self, rows):
            self.rows = rows

        def select_for_update(self, **options):
            return Waited(self.rows.select_for_update(**options))

        def filter(self, **wanted):
            return Waited(self.rows.filter(**wanted))

        def first(self):
            found = self.rows.first()
            at_once(hand_over)
            return found

    known = reaching.reachable
    with (
        acting_as(referent),
        mock.patch.object(reaching, "reachable", lambda *asked: Waited(known(*asked))),
        pytest.raises(NotWritableError),
    ):
        plans.add_goal(beneficiary=case, label="Passer le permis", actor=Actor(referent))
    with system_scope(Scope.TEST):
        assert not Goal.unscoped.exists()
