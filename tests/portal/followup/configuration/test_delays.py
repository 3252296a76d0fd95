"""Delays: a value counts from a day on, and never rewrites what was in force."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.configuration import delays, services
from portal.followup.configuration.delays import SETTINGS, Delay
from portal.followup.configuration.errors import SetMeanwhileError, SettingError
from portal.followup.models import DelaySetting
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.factories import UserFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.people_of_the_area import make_professional

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def manager(db):
    return make_professional(LevelName.UNIT_MANAGER).user


def give(user, key=Delay.ORIENTATION_WEEKS, given=8, **fields):
    values = {"starts_on": TODAY()}
    with acting_as(user):
        return services.set_delay(key=key, given=given, actor=Actor(user), **(values | fields))


def test_every_delay_has_its_first_value_and_what_the_law_fixes_its_reference():
    assert set(SETTINGS) == set(Delay)
    of_the_law = {
        Delay.ORIENTATION_WEEKS: 6,
        Delay.FIRST_CONTRACT_MONTHS: 1,
        Delay.TRANSITION_DATE: date(2027, 1, 1),
        Delay.REVIEW_MONTHS: 6,
        Delay.REVIEW_LONG_MONTHS: 12,
        Delay.HOURS_MIN: 15,
    }
    for key, value in of_the_law.items():
        assert SETTINGS[key].default == value
        assert SETTINGS[key].legal_reference


def test_a_value_counts_from_its_day_on_and_not_before(manager):
    today = TODAY()
    give(manager, starts_on=today + timedelta(days=10))
    with acting_as(manager):
        every = delays.all_values()
        for day, weeks in (
            (date(2020, 1, 1), 6),
            (today, 6),
            (today + timedelta(days=9), 6),
            (today + timedelta(days=10), 8),
            (today + timedelta(days=900), 8),
        ):
            assert delays.value(Delay.ORIENTATION_WEEKS, day) == weeks
            assert every.value(Delay.ORIENTATION_WEEKS, day) == weeks


def test_a_date_is_set_as_a_date(manager):
    give(manager, Delay.TRANSITION_DATE, date(2027, 7, 1))
    with acting_as(manager):
        assert delays.date_of(Delay.TRANSITION_DATE, TODAY()) == date(2027, 7, 1)


def test_the_reference_follows_the_value(manager):
    give(manager, legal_reference="Délibération du 3 mars")
    with acting_as(manager):
        key = Delay.ORIENTATION_WEEKS
        assert delays.legal_reference(key, TODAY()) == "Délibération du 3 mars"
        assert "D. 262-65-2" in delays.legal_reference(key, TODAY() - timedelta(days=1))


def test_the_past_is_not_rewritten(manager):
    with pytest.raises(SettingError) as refused:
        give(manager, starts_on=TODAY() - timedelta(days=1))
    assert refused.value.field == "starts_on"


@pytest.mark.parametrize("given", [0, 53])
def test_a_value_stays_within_its_bounds(manager, given):
    with pytest.raises(SettingError) as refused:
        give(manager, given=given)
    assert refused.value.field == "given"


def test_the_minimum_of_hours_stays_below_the_maximum(manager):
    with pytest.raises(SettingError, match="dépasse"):
        give(manager, Delay.HOURS_MIN, 21)
    with pytest.raises(SettingError, match="sous le minimum"):
        give(manager, Delay.HOURS_MAX, 14)


def test_who_sets_over_somebody_else_is_told(manager):
    seen = services.last_change(DelaySetting, key=Delay.SILENCE_DAYS)
    row = give(manager, Delay.SILENCE_DAYS, 45, seen=seen)
    with pytest.raises(SetMeanwhileError) as refused:
        give(manager, Delay.SILENCE_DAYS, 90, seen=seen)
    assert refused.value.row == row


def test_what_does_not_apply_yet_is_taken_back_and_what_applies_is_not(manager):
    planned = give(manager, starts_on=TODAY() + timedelta(days=3))
    present = give(manager, given=7)
    with acting_as(manager):
        services.drop_planned(row=planned, actor=Actor(manager))
        with pytest.raises(SettingError, match="s’applique déjà"):
            services.drop_planned(row=present, actor=Actor(manager))
    with system_scope(Scope.TEST):
        assert [row.value for row in DelaySetting.unscoped.all()] == [7]


@pytest.mark.parametrize(
    "level", [LevelName.ADVISER, LevelName.ORIENTATION_OFFICER, LevelName.RIGHTS_ADMINISTRATOR, ""]
)
def test_managers_alone_set(level):
    user = person_with(level) if level else UserFactory()
    with pytest.raises(SettingError, match="responsables"):
        give(user)


def test_the_second_lock_lets_nobody_write_a_delay(manager):
    with (
        acting_as(manager),
        pytest.raises(ProgrammingError, match="row-level security"),
        transaction.atomic(),
    ):
        DelaySetting.unscoped.create(key=Delay.HOURS_MIN, value=1, starts_on=TODAY())
