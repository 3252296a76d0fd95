"""Those who follow the person write hours, confirm them, say no, and take a confirmation back."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.contract.errors import NotWritableError
from portal.followup.hours.counting import count_of
from portal.followup.hours.errors import AlreadyNotedError, GoneError, HoursError
from portal.followup.hours.models import ActivityLog, Source, new_key
from portal.followup.hours.services.deciding import confirm, refuse, take_back
from portal.followup.hours.services.entering import (
    correct_hours,
    log_activity,
    log_hours,
    remove_hours,
)
from portal.followup.hours.services.exempting import remove_exemption
from portal.followup.hours.states import TRANSITIONS, Role, State, may_go
from portal.followup.hours.values import SHOWN_WEEKS, HoursValues
from portal.followup.rows.scope import acting_as
from tests.portal.followup.contract.contracts import (
    activity,
    as_it_is,
    make_exemption,
    make_hours,
)
from tests.portal.followup.hours.activities import days_ago, lasting, said, weeks_ago
from tests.portal.followup.people_of_the_area import (
    join_team,
    link_account,
    make_professional,
    open_in_emergency,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]
S = State


def lines(case):
    return list(ActivityLog.unscoped.filter(beneficiary=case).order_by("pk"))


def test_hours_of_several_weeks_are_written_at_once_on_their_mondays(case, actor):
    wednesday = weeks_ago(1) + timedelta(days=2)
    made = log_hours(
        beneficiary=case,
        kind=activity(),
        hours={weeks_ago(0): Decimal("3.5"), wednesday: Decimal(12)},
        actor=actor,
    )
    assert [(one.week, one.hours) for one in made] == [
        (weeks_ago(1), 12),
        (weeks_ago(0), Decimal("3.5")),
    ]
    # Who writes them stands for them, with a name that outlives the account.
    for one in made:
        assert (one.state, one.decided_by, one.decider_name) == (
            S.CONFIRMED,
            actor.user,
            str(actor.user),
        )


def test_what_waits_for_a_proof_is_written_without_being_confirmed(case, actor):
    row = log_activity(beneficiary=case, values=said(), actor=actor, is_confirmed=False)
    assert (row.state, row.decided_at, row.author_name) == (S.WAITING, None, str(actor.user))


def test_nothing_typed_and_what_is_to_come_are_refused(case, actor):
    with pytest.raises(HoursError, match="au moins une semaine"):
        log_hours(beneficiary=case, kind=activity(), hours={}, actor=actor)
    with pytest.raises(HoursError, match="avenir"):
        log_hours(beneficiary=case, kind=activity(), hours={weeks_ago(-1): Decimal(3)}, actor=actor)
    with pytest.raises(HoursError, match="avenir"):
        log_activity(beneficiary=case, values=said(day=days_ago(-1)), actor=actor)
    this_evening = said(day=days_ago(0), starts_at=time(23, 58), ends_at=time(23, 59))
    with pytest.raises(HoursError, match="pas passée"):
        log_activity(beneficiary=case, values=this_evening, actor=actor)
    assert lines(case) == []


def test_nothing_is_noted_where_no_screen_would_show_it(case, actor):
    shown = weeks_ago(SHOWN_WEEKS - 1)
    for day in (shown - timedelta(days=1), date(1900, 11, 25)):
        with pytest.raises(HoursError, match="trop ancien"):
            log_activity(beneficiary=case, values=said(day=day), actor=actor)
    log_activity(beneficiary=case, values=said(day=shown), actor=actor)
    assert [week.monday for week in count_of(case, today=days_ago(0)).weeks][-1] == shown


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": None, "ends_at": None}, "hours"),
        ({"starts_at": None}, "starts_at"),
        ({"ends_at": None}, "ends_at"),
        ({"ends_at": time(9)}, "ends_at"),
        ({"ends_at": time(3)}, "ends_at"),
        ({"day": None, "week": weeks_ago(1)}, "day"),
        ({"day": None}, "day"),
        ({"hours": Decimal("2.25")}, "hours"),
        ({"hours": Decimal(0)}, "hours"),
        ({"starts_at": None, "ends_at": None, "hours": Decimal("24.5")}, "hours"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(case, actor, changes, field):
    with pytest.raises(HoursError) as refused:
        log_activity(beneficiary=case, values=said(**changes), actor=actor)
    assert refused.value.field == field
    assert lines(case) == []


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [(time(9), time(11, 45), "2.75"), (time(22), time(0), "2"), (time(0), time(0), "24")],
)
def test_an_activity_lasts_as_long_as_its_times_say(case, actor, start, end, hours):
    values = said(starts_at=start, ends_at=end)
    assert log_activity(beneficiary=case, values=values, actor=actor).hours == Decimal(hours)


def test_a_break_is_left_out_of_the_times(case, actor):
    values = said(ends_at=time(17), hours=Decimal(7))
    assert log_activity(beneficiary=case, values=values, actor=actor).hours == 7


def test_a_day_has_twenty_four_hours_of_all_activities(case, actor):
    first = log_activity(beneficiary=case, values=lasting(20), actor=actor)
    # Another day of the week is another day.
    log_activity(beneficiary=case, values=lasting(4, day=days_ago(2)), actor=actor)
    waiting = log_activity(beneficiary=case, values=lasting(4), actor=actor, is_confirmed=False)
    with pytest.raises(HoursError, match="plus de 24"):
        log_activity(beneficiary=case, values=lasting("0.25"), actor=actor)
    with pytest.raises(HoursError, match="plus de 24"):
        correct_hours(entry=first, values=lasting("20.25"), actor=actor)
    assert as_it_is(first).hours == 20
    # What was refused leaves its place, and finds it taken when it comes back.
    refuse(entry=waiting, reason="Pas venue", actor=actor)
    log_activity(beneficiary=case, values=lasting(4), actor=actor)
    with pytest.raises(HoursError, match="plus de 24"):
        confirm(entry=waiting, actor=actor)
    assert as_it_is(waiting).state == S.REFUSED


def test_a_week_has_at_most_eighty_hours_of_all_kinds(case, actor):
    entry = make_hours(case, "60")
    with pytest.raises(HoursError, match="plus de 80"):
        log_hours(
            beneficiary=case, kind=activity("job"), hours={weeks_ago(0): Decimal(21)}, actor=actor
        )
    # What is corrected is not counted twice.
    values = HoursValues(kind=activity(), week=weeks_ago(0), hours=Decimal(80))
    assert correct_hours(entry=entry, values=values, actor=actor).hours == 80


@pytest.mark.parametrize(
    ("hours", "fields"),
    [
        ("24.5", {"day": days_ago(1)}),
        ("80.5", {}),
        ("0", {}),
        ("1", {"day": days_ago(1), "starts_at": time(9)}),
        ("1", {"day": days_ago(1), "starts_at": time(9), "ends_at": time(8)}),
        ("1", {"starts_at": time(9), "ends_at": time(10)}),
        ("1", {"state": S.CONFIRMED, "decider_name": ""}),
        ("1", {"state": S.REFUSED}),
    ],
)
def test_the_database_refuses_what_cannot_be_too(case, hours, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hours(case, hours, **fields)


def test_the_database_refuses_a_day_of_another_week(case):
    row = make_hours(case, "1", day=days_ago(1))
    row.week -= timedelta(days=7)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_the_same_form_sent_twice_is_one_line_and_two_activities_are_two(case, actor):
    key = new_key()
    for _ in range(2):
        log_activity(beneficiary=case, values=said(), key=key, actor=actor)
        log_hours(
            beneficiary=case,
            kind=activity("job"),
            hours={weeks_ago(1): Decimal(2), weeks_ago(2): Decimal(2)},
            key=key,
            actor=actor,
        )
    assert len(lines(case)) == 3
    # Equal hours at the same times, in another form: another activity.
    log_activity(beneficiary=case, values=said(), key=new_key(), actor=actor)
    assert len(lines(case)) == 4
    # Gone back to, and changed: what was typed is not lost without a word.
    with pytest.raises(AlreadyNotedError, match="déjà notée"):
        log_activity(beneficiary=case, values=lasting(3), key=key, actor=actor)


def test_a_training_is_one_activity_whoever_notes_it(case, actor):
    course = activity("training_course")
    waiting = log_activity(
        beneficiary=case,
        values=lasting(7, kind=course, comment="CACES  Légér"),
        actor=actor,
        is_confirmed=False,
    )
    with pytest.raises(AlreadyNotedError, match=r"à confirmer.*Si c’en est une autre"):
        log_activity(
            beneficiary=case, values=lasting(6, kind=course, comment="caces leger"), actor=actor
        )
    other = lasting(7, kind=course, comment="Français")
    log_activity(beneficiary=case, values=other, actor=actor)
    assert [row.source for row in lines(case)] == [Source.TRAINING, Source.TRAINING]
    with pytest.raises(AlreadyNotedError):
        correct_hours(entry=waiting, values=other, actor=actor)
    # Said to be a workshop, it is an activity of its own.
    corrected = correct_hours(entry=waiting, values=lasting(7, comment="Français"), actor=actor)
    assert corrected.source == Source.HAND


def test_the_database_keeps_one_line_of_an_activity(case):
    make_hours(case, "1", source=Source.SESSION, key="registration:1")
    make_hours(case, "1", source=Source.STEP, key="registration:1")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hours(case, "2", source=Source.SESSION, key="registration:1")


def test_a_correction_and_a_removal_keep_what_was_said(case, actor):
    entry = make_hours(case, "6")
    values = HoursValues(
        kind=activity("job"), week=weeks_ago(2), hours=Decimal(7), comment="Mission"
    )
    correct_hours(entry=entry, values=values, actor=actor)
    kept = as_it_is(entry)
    assert (kept.week, kept.hours, kept.comment) == (weeks_ago(2), 7, "Mission")
    # Who corrects what a colleague confirmed stands for it.
    assert (kept.decided_by, kept.decider_name) == (actor.user, str(actor.user))
    remove_hours(entry=entry, actor=actor)
    events = ActivityLog.events.rel.related_model.objects.filter(pgh_obj_id=kept.pk)
    assert [(event.pgh_label, event.hours) for event in events.order_by("pgh_id")] == [
        ("insert", 6),
        ("update", 7),
        ("delete", 7),
    ]
    assert events.latest("pgh_id").pgh_context["name"] == str(actor.user)
    with pytest.raises(GoneError):
        remove_hours(entry=entry, actor=actor)


def test_a_correction_of_what_waits_confirms_nothing(case, actor):
    waiting = make_hours(case, "6", state=S.WAITING, day=days_ago(1))
    assert correct_hours(entry=waiting, values=lasting(5), actor=actor).state == S.WAITING


def test_a_line_goes_from_state_to_state_as_the_table_says(case, actor):
    acts = {
        S.CONFIRMED: lambda row: confirm(entry=row, actor=actor),
        S.REFUSED: lambda row: refuse(entry=row, reason="Pas venue", actor=actor),
        S.WAITING: lambda row: take_back(entry=row, reason="Une erreur", actor=actor),
    }
    for start in S:
        for to, act in acts.items():
            row = make_hours(case, "1", state=start, reason="Motif")
            if may_go(start, to, Role.TEAM):
                assert act(row).state == to
            else:
                with pytest.raises(HoursError, match="déjà"):
                    act(row)
                assert as_it_is(row).state == start


def test_the_person_takes_a_line_nowhere():
    assert not any(may_go(start, to, Role.PERSON) for start in S for to in S)
    assert TRANSITIONS.keys() == {*S}


@pytest.mark.parametrize("reason", ["", "   "])
def test_what_says_no_says_why(case, actor, reason):
    waiting, confirmed = make_hours(case, "1", state=S.WAITING), make_hours(case, "1")
    for act, row in ((refuse, waiting), (take_back, confirmed)):
        with pytest.raises(HoursError) as refused:
            act(entry=row, reason=reason, actor=actor)
        assert refused.value.field == "reason"


def test_who_confirms_reads_what_a_colleague_corrected(case, actor):
    row = make_hours(case, "3", state=S.WAITING)
    with pytest.raises(HoursError, match="corrigées entre-temps"):
        confirm(entry=row, seen=Decimal(2), actor=actor)
    assert confirm(entry=row, seen=Decimal("3.00"), actor=actor).state == S.CONFIRMED


def test_nobody_confirms_their_own_hours_whatever_their_level(case, actor):
    colleague = make_professional()
    join_team(case, colleague)
    row = make_hours(case, "3", state=S.WAITING)
    link_account(case, colleague.user)
    with acting_as(colleague.user), pytest.raises(HoursError, match="vos propres heures"):
        confirm(entry=row, actor=Actor(colleague.user))
    mine = make_hours(case, "3", state=S.WAITING, by_person=True, created_by=actor.user)
    with pytest.raises(HoursError, match="vos propres heures"):
        confirm(entry=mine, actor=actor)


def test_the_database_refuses_the_person_who_confirms(case, actor):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hours(case, "3", by_person=True, created_by=actor.user, decided_by=actor.user)


def test_what_the_person_declared_is_refused_with_a_reason_and_not_removed(case, actor):
    row = make_hours(case, "3", state=S.WAITING, by_person=True)
    with pytest.raises(HoursError, match="dites-lui pourquoi"):
        remove_hours(entry=row, actor=actor)
    assert as_it_is(row).pk


def test_somebody_of_another_case_writes_nothing(case):
    entry, exemption = make_hours(case), make_exemption(case)
    waiting = make_hours(case, state=S.WAITING)
    stranger = make_professional()
    reader = make_professional(LevelName.ADVISER)
    open_in_emergency(case, reader)
    for one in (stranger, reader):
        actor = Actor(one.user)
        with acting_as(one.user):
            for act in (
                lambda actor=actor: remove_hours(entry=entry, actor=actor),
                lambda actor=actor: remove_exemption(exemption=exemption, actor=actor),
                lambda actor=actor: log_activity(beneficiary=case, values=said(), actor=actor),
                lambda actor=actor: confirm(entry=waiting, actor=actor),
                lambda actor=actor: take_back(entry=entry, reason="Non", actor=actor),
                lambda actor=actor: refuse(entry=waiting, reason="Non", actor=actor),
                lambda actor=actor: correct_hours(entry=entry, values=said(), actor=actor),
                lambda actor=actor: log_hours(
                    beneficiary=case,
                    kind=activity(),
                    hours={weeks_ago(0): Decimal(1)},
                    actor=actor,
                ),
            ):
                with pytest.raises(NotWritableError):
                    act()
    assert (as_it_is(entry).hours, as_it_is(waiting).state) == (5, S.WAITING)
