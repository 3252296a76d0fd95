"""Hours are counted week by week beside what is planned; they decide nothing by themselves."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.followup.configuration.models import DelaySetting
from portal.followup.contract.counting import count_of
from portal.followup.contract.errors import ContractError, NotWritableError
from portal.followup.contract.models import ActivityLog, EngagementContract, HoursExemption
from portal.followup.contract.services.hours import (
    ExemptionValues,
    change_exemption,
    correct_hours,
    exempt,
    log_hours,
    monday_of,
    remove_exemption,
    remove_hours,
)
from portal.followup.contract.states import S
from portal.followup.rows.scope import Scope, acting_as, system_scope
from tests.portal.followup.contract.contracts import (
    activity,
    as_it_is,
    make_contract,
    make_exemption,
    make_hours,
    reason,
)
from tests.portal.followup.people_of_the_area import make_beneficiary, make_professional

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
REDUCED, WAIVED = HoursExemption.Regime
TODAY = date(2026, 11, 27)
MONDAY = date(2026, 11, 23)


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


def test_hours_of_several_weeks_are_written_at_once_on_their_mondays(case, actor):
    wednesday = weeks(1) + timedelta(days=2)
    made = log_hours(
        beneficiary=case,
        kind=activity(),
        hours={weeks(0): Decimal("3.5"), wednesday: Decimal(12)},
        actor=actor,
    )
    assert [(one.week, one.hours) for one in made] == [(weeks(1), 12), (weeks(0), Decimal("3.5"))]


def test_nothing_typed_and_a_week_to_come_are_refused(case, actor):
    with pytest.raises(ContractError, match="au moins une semaine"):
        log_hours(beneficiary=case, kind=activity(), hours={}, actor=actor)
    with pytest.raises(ContractError, match="avenir"):
        log_hours(beneficiary=case, kind=activity(), hours={weeks(-1): Decimal(3)}, actor=actor)
    assert not ActivityLog.unscoped.filter(beneficiary=case).exists()


def test_a_week_has_at_most_eighty_hours_of_all_kinds(case, actor):
    entry = make_hours(case, "60")
    with pytest.raises(ContractError, match="plus de 80"):
        log_hours(
            beneficiary=case, kind=activity("job"), hours={weeks(0): Decimal(21)}, actor=actor
        )
    # What is corrected is not counted twice.
    correct_hours(
        entry=entry, week=weeks(0), kind=activity(), hours=Decimal(80), comment="", actor=actor
    )


def test_a_correction_and_a_removal_keep_what_was_said(case, actor):
    entry = make_hours(case, "6")
    correct_hours(
        entry=entry,
        week=weeks(2),
        kind=activity("job"),
        hours=Decimal(7),
        comment="Mission",
        actor=actor,
    )
    kept = as_it_is(entry)
    assert (kept.week, kept.hours, kept.comment) == (weeks(2), 7, "Mission")
    remove_hours(entry=entry, actor=actor)
    events = ActivityLog.events.rel.related_model.objects.filter(pgh_obj_id=kept.pk)
    assert [(event.pgh_label, event.hours) for event in events.order_by("pgh_id")] == [
        ("insert", 6),
        ("update", 7),
        ("delete", 7),
    ]
    assert events.latest("pgh_id").pgh_context["name"] == str(actor.user)


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
    with pytest.raises(ContractError) as refused:
        exempt(beneficiary=case, values=values(**changes), actor=actor)
    assert refused.value.field == field


@pytest.mark.parametrize("code", ["health", "disability", "invalidity", "lone_parent", "carer"])
def test_a_waiver_is_written_at_the_persons_request(case, actor, code):
    said = values(regime=WAIVED, reason=reason(code), asked_by_person=True, weekly_hours=9)
    assert exempt(beneficiary=case, values=said, actor=actor).weekly_hours == 0


def test_the_fewest_hours_of_the_law_are_a_setting(case, actor):
    with system_scope(Scope.TEST):
        DelaySetting.unscoped.create(key="hours_min", value=8, starts_on=weeks(10))
    with pytest.raises(ContractError):
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
        with pytest.raises(ContractError, match="déjà ces dates"):
            exempt(
                beneficiary=case,
                values=values(starts_on=starts_on, ends_on=ends_on),
                actor=actor,
            )
    second = exempt(beneficiary=case, values=values(starts_on=weeks(5), ends_on=None), actor=actor)
    with pytest.raises(ContractError):
        change_exemption(exemption=first, values=values(ends_on=None), actor=actor)
    remove_exemption(exemption=second, actor=actor)
    change_exemption(exemption=first, values=values(ends_on=None), actor=actor)
    assert as_it_is(first).ends_on is None


def test_the_database_refuses_an_overlap_too(case, actor):
    make_exemption(case)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_exemption(case)


def planned(case, **options):
    return {
        week.monday: (week.planned.hours, week.total)
        for week in count_of(case, today=TODAY, **options).weeks
    }


def test_a_week_stands_beside_the_contract_of_its_first_day_that_has_one(case, actor):
    make_contract(
        case,
        starts_on=MONDAY - timedelta(days=12),
        ends_on=date(2027, 5, 1),
        signed_on=MONDAY - timedelta(days=12),
        weekly_hours=16,
    )
    make_hours(case, "4", MONDAY)
    make_hours(case, "2.5", MONDAY)
    assert planned(case) == {
        MONDAY: (16, Decimal("6.5")),
        MONDAY - timedelta(days=7): (16, 0),
        # The contract began that Wednesday.
        MONDAY - timedelta(days=14): (16, 0),
    }
    count = count_of(case, today=TODAY)
    assert (count.done, count.planned) == (Decimal("6.5"), 48)


def test_a_reduction_or_a_waiver_comes_before_the_contract(case, actor):
    start = MONDAY - timedelta(days=14)
    make_contract(case, starts_on=start, signed_on=start, ends_on=date(2027, 5, 1))
    make_exemption(case, starts_on=start, ends_on=MONDAY - timedelta(days=7))
    make_exemption(
        case,
        regime=WAIVED,
        weekly_hours=0,
        asked_by_person=True,
        reason=reason("health"),
        starts_on=MONDAY,
    )
    assert [hours for hours, _ in planned(case).values()] == [0, 15, 10]


def test_a_renewed_contract_plans_to_its_last_day_and_one_that_was_broken_does_not(case, actor):
    start = MONDAY - timedelta(days=21)
    former = make_contract(
        case,
        S.ENDED,
        starts_on=start,
        signed_on=start,
        proposed_on=start,
        ends_on=MONDAY - timedelta(days=1),
        closed_on=MONDAY - timedelta(days=14),
    )
    # Ended two weeks ago: nothing is planned since.
    assert [hours for hours, _ in planned(case).values()] == [None, None, None, 15]
    make_contract(
        case,
        starts_on=MONDAY,
        ends_on=date(2027, 5, 1),
        signed_on=MONDAY - timedelta(days=14),
        proposed_on=MONDAY - timedelta(days=14),
        weekly_hours=18,
        renews=former,
    )
    assert [hours for hours, _ in planned(case).values()] == [18, 15, 15, 15]
    assert EngagementContract.unscoped.filter(beneficiary=case).count() == 2


def test_counting_costs_the_same_for_one_week_and_for_many(
    case, actor, referent, django_assert_num_queries
):
    other = make_beneficiary(referent)
    make_hours(other, "1", MONDAY)
    for number in range(20):
        make_hours(case, "3", MONDAY - timedelta(weeks=number))
    for one, number in ((other, 1), (case, 20)):
        make_contract(one)
        with django_assert_num_queries(4):
            assert len([week for week in count_of(one, today=TODAY).weeks if week.entries]) == (
                number
            )


def test_somebody_of_another_case_writes_nothing(case):
    entry, exemption = make_hours(case), make_exemption(case)
    stranger = make_professional()
    with acting_as(stranger.user):
        actor = Actor(stranger.user)
        for act in (
            lambda: remove_hours(entry=entry, actor=actor),
            lambda: remove_exemption(exemption=exemption, actor=actor),
            lambda: exempt(beneficiary=case, values=values(), actor=actor),
            lambda: log_hours(
                beneficiary=case, kind=activity(), hours={weeks(0): Decimal(1)}, actor=actor
            ),
        ):
            with pytest.raises(NotWritableError):
                act()
    assert as_it_is(entry).hours == 5
