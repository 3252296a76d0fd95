"""Two of a team at once on the same hours: one is done, the other is told."""

from decimal import Decimal
from threading import Barrier
from unittest import mock

import pytest
from django.db import IntegrityError
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.hours.errors import AlreadyNotedError, HoursError
from portal.followup.hours.models import ActivityLog, new_key
from portal.followup.hours.services import checking, taking
from portal.followup.hours.services.deciding import confirm
from portal.followup.hours.services.declaring import declare
from portal.followup.hours.services.entering import log_activity
from portal.followup.hours.services.taking import take
from portal.followup.hours.sources import found_of
from portal.followup.hours.states import State
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.accounts.people import person_with
from tests.portal.followup.contract.contracts import make_hours
from tests.portal.followup.hours.activities import done_step, lasting
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
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


def unlocked(case, actor):
    return case


def lines(case):
    with system_scope(Scope.TEST):
        return list(ActivityLog.unscoped.filter(beneficiary=case))


def events_of(row):
    with system_scope(Scope.TEST):
        rows = ActivityLog.events.rel.related_model.objects.filter(pgh_obj_id=row.pk)
        return rows.filter(pgh_label="update").count()


@pytest.mark.parametrize("_", ROUNDS)
def test_two_confirm_at_once_and_it_is_confirmed_once(team, _):
    row = make_hours(team[0], "3", state=State.WAITING)
    found = at_once(*acts(team, lambda _case, actor: confirm(entry=row, actor=actor)))
    (refused,) = [one for one in found if isinstance(one, Exception)]
    assert isinstance(refused, HoursError)
    (kept,) = lines(team[0])
    # Who was told reads who did it.
    assert kept.decider_name in str(refused)
    assert events_of(row) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_two_take_the_same_activity_at_once_and_it_counts_once(team, _):
    case = team[0]
    done_step(case)
    with system_scope(Scope.TEST):
        (one,) = found_of(case, today=timezone.localdate())

    def act(case, actor):
        return take(beneficiary=case, source=one.source, key=one.key, hours=Decimal(2), actor=actor)

    found = at_once(*acts(team, act))
    assert [type(one) for one in found if isinstance(one, Exception)] == [AlreadyNotedError]
    assert [row.hours for row in lines(case)] == [2]


def test_without_the_lock_of_the_case_the_database_refuses_the_second(team):
    """The control: the lock is what makes the message, the constraint what makes it sure."""
    case = team[0]
    done_step(case)
    with system_scope(Scope.TEST):
        (one,) = found_of(case, today=timezone.localdate())
    waiting = Barrier(2, timeout=20)
    save = ActivityLog.save

    def save_together(self, *args, **kwargs):
        waiting.wait()
        return save(self, *args, **kwargs)

    def act(case, actor):
        return take(beneficiary=case, source=one.source, key=one.key, hours=Decimal(2), actor=actor)

    with (
        mock.patch.object(taking, "locked_case", unlocked),
        mock.patch.object(ActivityLog, "save", save_together),
    ):
        found = at_once(*acts(team, act))
    assert [type(one) for one in found if isinstance(one, Exception)] == [IntegrityError]
    assert len(lines(case)) == 1


@pytest.mark.parametrize("_", ROUNDS)
def test_the_person_and_the_team_fill_the_same_day_at_once_and_it_has_twenty_four_hours(team, _):
    case, referent, _member = team
    person = person_with(LevelName.CANDIDATE)
    link_account(case, person)

    def by_person():
        with acting_as(person):
            return declare(user=person, values=lasting(13), key=new_key(), actor=Actor(person))

    def by_referent():
        with acting_as(referent):
            return log_activity(beneficiary=case, values=lasting(13), actor=Actor(referent))

    found = at_once(by_person, by_referent)
    (refused,) = [one for one in found if isinstance(one, Exception)]
    assert isinstance(refused, HoursError)
    assert "plus de 24" in str(refused)
    assert len(lines(case)) == 1


def test_without_the_lock_the_day_would_have_more(team):
    """The control of the sum: read by both before either wrote, nothing else refuses it."""
    waiting = Barrier(2, timeout=20)
    check = checking.check_room

    def check_together(row):
        check(row)
        waiting.wait()

    with (
        mock.patch("portal.followup.hours.services.entering.locked_case", unlocked),
        mock.patch.object(checking, "check_room", check_together),
    ):
        at_once(
            *acts(
                team,
                lambda case, actor: log_activity(beneficiary=case, values=lasting(13), actor=actor),
            )
        )
    assert sum(row.hours for row in lines(team[0])) == 26
