"""What the plan and the platform know of is proposed once, and is a line in one click."""

from datetime import time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.accounts.level_names import LevelName
from portal.applications.models import Application
from portal.followup.contract.models import ActionStep
from portal.followup.hours.errors import AlreadyNotedError, GoneError, HoursError
from portal.followup.hours.models import Source
from portal.followup.hours.services.deciding import take_back
from portal.followup.hours.services.entering import remove_hours
from portal.followup.hours.services.taking import take
from portal.followup.hours.sources import LOOKED_BACK, found_of
from portal.followup.hours.states import State
from portal.followup.models import AccountLink, Suggestion
from portal.followup.rows.scope import Scope, system_scope
from portal.participation.services.participants import participant_of
from portal.recruitment.models import Registration
from tests.factories import VolunteeringPageFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.contract.contracts import make_step
from tests.portal.followup.hours.activities import attended, days_ago, done_step, weeks_ago
from tests.portal.followup.people_of_the_area import (
    in_test_scope,
    link_account,
    make_beneficiary,
)
from tests.portal.participation.people import make_agreement, make_guest
from tests.portal.recruitment.met import came, held

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]


@pytest.fixture
def person(case):
    user = person_with(LevelName.CANDIDATE)
    link_account(case, user)
    return user


def proposed(case):
    return found_of(case, today=timezone.localdate())


def accepted(user, page, status="hired", days=30):
    """An application to a mission, that took the person on so many days ago."""
    return taken_on(participant_of(user=user), page, status, days)


def taken_on(participant, page, status="hired", days=30):
    return Application.objects.create(
        page=page,
        kind="volunteering",
        title=page.title,
        organisation=page.organisation,
        participant=participant,
        agreement=make_agreement(participant),
        status=status,
        sent_at=timezone.now(),
        changed_at=timezone.now() - timedelta(days=days),
    )


def test_a_step_that_the_person_did_is_proposed_and_asks_for_its_hours(case, actor):
    step = done_step(case, label="Refaire sa carte d’identité")
    make_step(case)
    done_step(case, by_person=False)
    done_step(case, done_on=days_ago(LOOKED_BACK.days + 1))
    done_step(case, state=ActionStep.State.DROPPED_BY_PERSON)
    (one,) = proposed(case)
    assert (one.source, one.title, one.day, one.hours) == (
        Source.STEP,
        "Refaire sa carte d’identité",
        step.done_on,
        None,
    )
    with pytest.raises(HoursError) as refused:
        take(beneficiary=case, source=one.source, key=one.key, actor=actor)
    assert refused.value.field == "hours"
    row = take(beneficiary=case, source=one.source, key=one.key, hours=Decimal("1.5"), actor=actor)
    assert (row.title, row.hours, row.state) == (one.title, Decimal("1.5"), State.CONFIRMED)
    assert (row.decided_by, row.by_person) == (actor.user, False)
    assert proposed(case) == []


def test_a_session_is_taken_in_one_click_with_its_own_hours(case, actor, person):
    registration = attended(person, title="Forum de l’emploi", session_type="workshop")
    (one,) = proposed(case)
    assert (one.is_exact, one.hours) == (True, 3)
    row = take(beneficiary=case, source=one.source, key=one.key, hours=Decimal(9), actor=actor)
    assert (row.hours, row.day, row.starts_at, row.ends_at) == (3, days_ago(1), time(9), time(12))
    assert (row.kind.code, row.title, row.key) == (
        "workshop",
        "Forum de l’emploi",
        f"registration:{registration.pk}",
    )
    # What became of the platform's row changes nothing: nothing outside is pointed at.
    Registration.objects.filter(pk=registration.pk).update(status="cancelled", came_at=None)
    assert row.title == "Forum de l’emploi"


@pytest.mark.parametrize("status", ["confirmed", "absent", "cancelled", "waitlisted"])
def test_a_session_to_which_nobody_came_is_not_proposed(case, person, status):
    came(held(), participant=participant_of(user=person), status=status)
    assert proposed(case) == []


def test_a_session_of_several_days_asks_how_long(case, person):
    starts = timezone.now() - timedelta(days=5)
    attended(person, starts_at=starts, ends_at=starts + timedelta(days=2), closes_at=starts)
    (one,) = proposed(case)
    assert (one.hours, one.is_exact, one.starts_at) == (None, False, None)


def test_sessions_of_an_account_that_is_no_longer_linked_are_not_read(case, person):
    attended(person)
    with system_scope(Scope.TEST):
        AccountLink.unscoped.filter(user=person).update(cut_at=timezone.now())
    assert proposed(case) == []


def test_who_the_referent_registered_under_the_same_name_is_proposed(case, actor, referent):
    names = {"first_name": "Eloise", "last_name": case.birth_name.upper()}
    came(held(), participant=make_guest(**names), helped_by=actor.user)
    (one,) = proposed(case)
    assert "au même nom" in one.note
    # Whom others registered is theirs; who has another address is somebody else of this name.
    came(held(), participant=make_guest(**names), helped_by=person_with(LevelName.ADVISER))
    assert proposed(case) == [one]
    other = make_beneficiary(referent, birth_name=case.birth_name, email="moi@exemple.test")
    assert proposed(other) == []
    came(held(), participant=make_guest(**names, email="moi@exemple.test"), helped_by=actor.user)
    assert len(proposed(other)) == 1


def registered_from(case, registration):
    """The team registered the person from the case."""
    suggest(case, kind="session", registration_id=registration.pk)


@in_test_scope
def suggest(case, **fields):
    values = {"opportunity_id": 1, "title": "Annonce", "way": "spoken", "author_name": "Camille"}
    return Suggestion.unscoped.create(beneficiary=case, **(values | fields))


def test_whom_the_team_registered_from_the_case_is_found_by_that_alone(case, actor, referent):
    names = {"first_name": case.first_name, "last_name": case.birth_name}
    namesake = make_beneficiary(referent, birth_name=case.birth_name, email="")
    one = came(held(), participant=make_guest(**names, email=""), helped_by=actor.user)
    # Without a contact, nothing but the case it was sent from tells two people of a name apart.
    assert (len(proposed(case)), len(proposed(namesake))) == (1, 1)
    registered_from(namesake, one)
    assert proposed(case) == []
    (found,) = proposed(namesake)
    assert found.key == f"registration:{one.pk}"
    assert "au même nom" not in found.note


def test_a_mission_for_which_the_team_applied_is_found_without_an_account(case, referent):
    page = VolunteeringPageFactory(
        counts_as_activity=True, rhythm="one_off", hours=6, starts_on=days_ago(3)
    )
    made = taken_on(make_guest(email="moi@exemple.test"), page)
    assert proposed(case) == []
    suggest(case, kind="volunteering", application_id=made.pk)
    (one,) = proposed(case)
    assert (one.day, one.hours) == (days_ago(3), 6)
    assert proposed(make_beneficiary(referent)) == []


def test_a_mission_is_proposed_week_by_week_with_the_hours_to_check(case, actor, person):
    page = VolunteeringPageFactory(counts_as_activity=True, hours=3)
    accepted(person, page, days=15)
    accepted(person, page=VolunteeringPageFactory(counts_as_activity=False))
    accepted(person, VolunteeringPageFactory(counts_as_activity=True), status="seen")
    found = proposed(case)
    assert [one.week for one in found] == sorted({one.week for one in found}, reverse=True)
    assert len(found) in {3, 4}
    assert {(one.hours, one.is_exact, one.day) for one in found} == {(3, False, None)}
    first = found[0]
    row = take(beneficiary=case, source=first.source, key=first.key, hours=Decimal(2), actor=actor)
    assert (row.week, row.hours, row.source) == (first.week, 2, Source.VOLUNTEERING)
    # The other weeks are other activities.
    assert proposed(case) == found[1:]


def test_a_mission_of_one_day_is_proposed_once(case, person):
    page = VolunteeringPageFactory(
        counts_as_activity=True, rhythm="one_off", hours=6, starts_on=days_ago(3)
    )
    accepted(person, page)
    (one,) = proposed(case)
    assert (one.day, one.hours) == (days_ago(3), 6)


def test_a_mission_that_ended_is_not_proposed_for_weeks_after_it(case, person):
    page = VolunteeringPageFactory(
        counts_as_activity=True, starts_on=days_ago(60), ends_on=weeks_ago(3) + timedelta(days=2)
    )
    accepted(person, page, days=90)
    assert proposed(case)[0].week == weeks_ago(3)


def test_the_same_activity_is_taken_once_and_proposed_again_once_it_is_removed(case, actor):
    done_step(case)
    (one,) = proposed(case)
    about = {"beneficiary": case, "source": one.source, "key": one.key, "actor": actor}
    row = take(hours=Decimal(1), **about)
    with pytest.raises(AlreadyNotedError):
        take(hours=Decimal(1), **about)
    # A confirmation that was taken back leaves the line, which waits.
    take_back(entry=row, reason="À vérifier", actor=actor)
    assert proposed(case) == []
    remove_hours(entry=row, actor=actor)
    assert proposed(case) == [one]


def test_what_is_no_longer_true_is_not_taken(case, actor):
    step = done_step(case)
    (one,) = proposed(case)
    with system_scope(Scope.TEST):
        ActionStep.unscoped.filter(pk=step.pk).update(state=ActionStep.State.PLANNED)
    with pytest.raises(GoneError):
        take(beneficiary=case, source=one.source, key=one.key, hours=Decimal(1), actor=actor)


def test_two_sessions_of_equal_hours_count_twice(case, actor, person):
    attended(person)
    attended(person)
    for one in proposed(case):
        take(beneficiary=case, source=one.source, key=one.key, actor=actor)
    assert proposed(case) == []


def test_what_is_found_costs_the_same_for_one_and_for_twenty(
    case, actor, person, referent, django_assert_num_queries
):
    other = make_beneficiary(referent)
    somebody = person_with(LevelName.CANDIDATE)
    link_account(other, somebody)
    page = VolunteeringPageFactory(counts_as_activity=True)
    for one, user, number in ((other, somebody, 1), (case, person, 20)):
        for _ in range(number):
            done_step(one)
            attended(user)
        accepted(user, page, days=1)
    for one in (other, case):
        with django_assert_num_queries(12):
            proposed(one)
