"""Confirmed hours of a commitment are proposed to the team when the person lets them, and once."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.accounts.level_names import LevelName
from portal.followup.hours.errors import AlreadyNotedError
from portal.followup.hours.models import Source
from portal.followup.hours.services.taking import take
from portal.followup.hours.sources import found_of
from portal.followup.hours.values import monday_of
from portal.participation.services.participants import participant_of
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.services.declaring import correct
from portal.sponsorship.commitments.services.sharing import set_sharing
from tests.factories import VolunteeringPageFactory
from tests.portal.accounts.people import person_with
from tests.portal.followup.hours.test_taking import suggest, taken_on
from tests.portal.followup.people_of_the_area import link_account, make_beneficiary
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    VOLUNTEER,
    association,
    by_volunteer,
    committed,
    confirmed,
    said,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("actor")]


@pytest.fixture
def person(case):
    user = person_with(LevelName.CANDIDATE)
    link_account(case, user)
    return user


@pytest.fixture
def them():
    return association()


def proposed(case):
    return found_of(case, today=timezone.localdate())


def tick(user, is_shared=True):
    set_sharing(participant=participant_of(user=user), is_shared=is_shared)


def test_nothing_is_read_without_the_tick_and_at_once_without_it_again(case, person, them):
    organisation, member = them
    commitment = committed(organisation, person, counts_as_activity=True)
    confirmed(commitment, member, 3, ago=10)
    # Not even what the announcement planned.
    assert proposed(case) == []
    tick(person)
    (one,) = proposed(case)
    assert (one.hours, one.is_exact, one.source) == (3, True, Source.VOLUNTEERING)
    tick(person, is_shared=False)
    assert proposed(case) == []


def test_confirmed_hours_alone_are_summed_by_week(case, person, them, actor):
    organisation, member = them
    commitment = committed(organisation, person)
    tick(person)
    day = timezone.localdate() - timedelta(days=14)
    monday = (timezone.localdate() - monday_of(day)).days
    confirmed(commitment, member, 3, ago=monday)
    confirmed(commitment, member, "1.5", ago=monday - 1)
    confirmed(commitment, member, 2, ago=monday - 7)
    by_volunteer(commitment, 4, ago=monday - 2)
    found = {one.week: one for one in proposed(case)}
    first = found[monday_of(day)]
    assert (first.hours, first.day) == (Decimal("4.5"), None)
    assert "attendent encore" in first.note
    assert found[monday_of(day) + timedelta(days=7)].hours == 2
    row = take(beneficiary=case, source=first.source, key=first.key, actor=actor)
    assert (row.hours, row.title) == (Decimal("4.5"), commitment.title)
    # Taken once, whatever is confirmed, or corrected, afterwards.
    confirmed(commitment, member, 1, ago=monday - 3)
    assert first.week not in {one.week for one in proposed(case)}
    with pytest.raises(AlreadyNotedError):
        take(beneficiary=case, source=first.source, key=first.key, actor=actor)


def test_what_was_taken_before_the_commitment_is_not_proposed_again(case, person, them, actor):
    organisation, member = them
    page = VolunteeringPageFactory(counts_as_activity=True, organisation=organisation, hours=3)
    application = taken_on(participant_of(user=person), page, days=15)
    old = proposed(case)
    for one in old:
        take(beneficiary=case, source=one.source, key=one.key, hours=Decimal(2), actor=actor)
    commitment = VolunteerCommitment.objects.create(
        application=application,
        organisation=organisation,
        organisation_name=organisation.name,
        title=page.title,
        starts_on=timezone.localdate() - timedelta(days=40),
    )
    tick(person)
    confirmed(commitment, member, 1, ago=8)
    assert proposed(case) == []
    # A week that was not taken is another activity.
    confirmed(commitment, member, 1, ago=30)
    assert len(proposed(case)) == 1


def test_a_mission_that_happens_once_keeps_one_key(case, person, them):
    organisation, member = them
    commitment = committed(organisation, person, is_one_off=True)
    tick(person)
    line = confirmed(commitment, member, 5, ago=9)
    (one,) = proposed(case)
    assert (one.key, one.day) == (f"application:{commitment.application_id}", line.day)
    # What is corrected is confirmed no more.
    correct(line=line, side=VOLUNTEER, said=said(6, ago=9), actor=Actor(person))
    assert proposed(case) == []


def test_a_guest_for_whom_the_team_applied_ticks_it_by_their_link(case, referent, them):
    organisation, member = them
    guest = make_guest()
    commitment = committed(organisation, guest)
    confirmed(commitment, member, 2, ago=9)
    set_sharing(participant=guest, is_shared=True)
    assert proposed(case) == []
    suggest(case, kind="volunteering", application_id=commitment.application_id)
    assert [one.hours for one in proposed(case)] == [2]
    assert proposed(make_beneficiary(referent)) == []


def test_it_costs_the_same_for_one_mission_and_for_several(
    case, person, them, django_assert_num_queries
):
    organisation, member = them
    tick(person)
    confirmed(committed(organisation, person), member, 1, ago=1)
    with django_assert_num_queries(11):
        proposed(case)
    for ago in range(2, 8):
        confirmed(committed(organisation, person), member, 1, ago=ago)
    with django_assert_num_queries(11):
        assert len(proposed(case)) == 7
