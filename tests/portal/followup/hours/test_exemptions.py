"""What reduces or waives hours: for the reasons of the law, one at a time."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.followup.configuration.models import DelaySetting
from portal.followup.hours.errors import HoursError
from portal.followup.hours.models import HoursExemption
from portal.followup.hours.services.exempting import (
    ExemptionValues,
    change_exemption,
    exempt,
    remove_exemption,
)
from portal.followup.hours.values import monday_of
from portal.followup.rows.scope import Scope, system_scope
from tests.portal.followup.contract.contracts import as_it_is, make_exemption, reason

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
REDUCED, WAIVED = HoursExemption.Regime


def weeks(number):
    return monday_of(timezone.localdate()) - timedelta(weeks=number)


def values(**changes):
    said = {
        "regime": REDUCED,
        "weekly_hours": 8,
        "reason": reason("family"),
        "starts_on": weeks(10),
        "ends_on": weeks(5),
    }
    return ExemptionValues(**(said | changes))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekly_hours": 0}, "weekly_hours"),
        ({"weekly_hours": 15}, "weekly_hours"),
        ({"ends_on": weeks(10)}, "ends_on"),
        ({"regime": WAIVED}, "reason"),
        ({"regime": WAIVED, "asked_by_person": True, "reason": "mobility"}, "reason"),
        ({"regime": WAIVED, "reason": "health"}, "asked_by_person"),
    ],
)
def test_what_the_law_does_not_know_is_refused(case, actor, changes, field):
    if isinstance(changes.get("reason"), str):
        changes = changes | {"reason": reason(changes["reason"])}
    with pytest.raises(HoursError) as refused:
        exempt(beneficiary=case, values=values(**changes), actor=actor)
    assert refused.value.field == field


@pytest.mark.parametrize("code", ["health", "disability", "invalidity", "lone_parent", "carer"])
def test_a_waiver_is_written_at_the_persons_request(case, actor, code):
    said = values(regime=WAIVED, reason=reason(code), asked_by_person=True, weekly_hours=9)
    assert exempt(beneficiary=case, values=said, actor=actor).weekly_hours == 0


def test_the_fewest_hours_of_the_law_are_a_setting(case, actor):
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="hours_min", value=8, starts_on=weeks(10))
    with pytest.raises(HoursError):
        exempt(beneficiary=case, values=values(weekly_hours=8), actor=actor)
    exempt(beneficiary=case, values=values(weekly_hours=8, starts_on=weeks(11)), actor=actor)


def test_two_never_overlap_and_one_may_follow_the_other_the_same_day(case, actor):
    first = exempt(beneficiary=case, values=values(), actor=actor)
    for starts_on, ends_on in (
        (weeks(6), None),
        (weeks(12), weeks(9)),
        (weeks(12), None),
        (weeks(9), weeks(8)),
    ):
        with pytest.raises(HoursError, match="déjà ces dates"):
            exempt(
                beneficiary=case,
                values=values(starts_on=starts_on, ends_on=ends_on),
                actor=actor,
            )
    second = exempt(beneficiary=case, values=values(starts_on=weeks(5), ends_on=None), actor=actor)
    with pytest.raises(HoursError):
        change_exemption(exemption=first, values=values(ends_on=None), actor=actor)
    remove_exemption(exemption=second, actor=actor)
    change_exemption(exemption=first, values=values(ends_on=None), actor=actor)
    assert as_it_is(first).ends_on is None


def test_the_database_refuses_an_overlap_too(case, actor):
    make_exemption(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_exemption(case)
