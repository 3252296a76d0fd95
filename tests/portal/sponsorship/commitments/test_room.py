"""What a day has room for: the association is answered by its own lines, the person by all."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from portal.accounts.actors import Actor
from portal.applications.services.withdrawing import withdraw_agreement
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.forms import HoursForm
from portal.sponsorship.commitments.models import VolunteerCommitment
from portal.sponsorship.commitments.queries import reading_of
from portal.sponsorship.commitments.services.answering import confirm
from portal.sponsorship.commitments.services.declaring import correct
from portal.sponsorship.commitments.states import HoursState
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    VOLUNTEER,
    association,
    browser,
    by_member,
    by_volunteer,
    committed,
    days_ago,
    said,
)
from tests.states import fresh

pytestmark = pytest.mark.django_db
AT_NINE = {"starts_at": time(9), "ends_at": time(11, 30)}


@pytest.fixture
def elsewhere(person):
    """A commitment of the same person, to another association."""
    return committed(association(name="Une autre")[0], person)


@pytest.mark.parametrize(("hours", "times"), [(20, {}), (None, AT_NINE)], ids=["sum", "overlap"])
def test_an_association_learns_nothing_of_other_commitments_and_the_person_answers(
    commitment, elsewhere, member, person, hours, times
):
    by_volunteer(elsewhere, hours, **times)
    line = by_member(commitment, member, hours, **times)
    again = correct(line=line, side=ASSOCIATION, said=said(hours, **times), actor=Actor(member))
    with pytest.raises(CommitmentError):
        confirm(line=again, side=VOLUNTEER, actor=Actor(person))
    assert fresh(again).state == HoursState.WAITING


def test_an_association_is_answered_by_what_it_reads_alone(organisation, member, person):
    both = [committed(organisation, person) for _ in range(2)]
    by_member(both[0], member, 20)
    with pytest.raises(CommitmentError, match="plus de 24"):
        by_member(both[1], member, 5)
    # Confirmed, then hidden with its agreement: the association no longer reads that line.
    confirm(line=both[0].hours.get(), side=VOLUNTEER, actor=Actor(person))
    withdraw_agreement(application=both[0].application, actor=Actor(person))
    by_member(both[1], member, 5)


def test_today_has_no_more_hours_than_have_passed(commitment):
    for hours in (24, 23.75):
        with pytest.raises(CommitmentError, match="pas encore autant") as found:
            by_volunteer(commitment, hours, ago=0)
        assert found.value.field == "hours"


def test_seconds_are_neither_counted_nor_kept(commitment, person):
    typed = {"day": days_ago(1).isoformat(), "starts_at": "09:00:30", "ends_at": "09:15:10"}
    form = HoursForm(typed)
    assert form.is_valid()
    assert (form.said.starts_at, form.said.ends_at) == (time(9), time(9, 15))
    path = f"/mon-espace/benevolat/{commitment.pk}/"
    assert browser(person).post(path, typed).status_code == 302
    same = {**typed, "starts_at": "09:00", "ends_at": "09:00:40"}
    assert browser(person).post(path, same).status_code == 422


def test_what_takes_no_hours_any_more_is_not_offered_for_correction(commitment, person):
    by_volunteer(commitment)
    rows = VolunteerCommitment.objects.filter(pk=commitment.pk)

    def may_correct():
        reading = reading_of(
            rows.get(), VOLUNTEER, reader=person, acts=True, today=timezone.localdate()
        )
        return [line.may_correct for line in reading.lines]

    assert may_correct() == [True]
    long_ago = timezone.localdate() - timedelta(days=61)
    rows.update(ends_on=long_ago, starts_on=long_ago)
    assert may_correct() == [False]


def test_a_cancelled_commitment_raises_the_version_of_what_waited(commitment, person):
    line = by_volunteer(commitment)
    withdraw_agreement(application=commitment.application, actor=Actor(person))
    found = fresh(line)
    assert (found.state, found.version) == (HoursState.TAKEN_BACK, line.version + 1)
