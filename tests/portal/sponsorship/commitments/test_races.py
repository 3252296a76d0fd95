"""Two people at once on the same hours, or on the same day."""

from datetime import time

import pytest
from post_office.models import Email

from portal.accounts.actors import Actor
from portal.sponsorship.commitments.errors import CommitmentError
from portal.sponsorship.commitments.models import (
    VolunteerCertificate,
    VolunteerCommitment,
    VolunteerHours,
)
from portal.sponsorship.commitments.services.answering import confirm, confirm_many
from portal.sponsorship.commitments.services.issuing import issue
from portal.sponsorship.commitments.services.making import make_commitment
from portal.sponsorship.commitments.services.reminding import tell_all_waiting
from portal.sponsorship.commitments.states import HoursState
from tests.portal.accounts.people import join
from tests.portal.participation.people import make_guest
from tests.portal.sponsorship.commitments.volunteers import (
    ASSOCIATION,
    VOLUNTEER,
    applied,
    association,
    by_volunteer,
    committed,
    confirmed,
    mission,
)
from tests.races import ROUNDS, at_once, errors_at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("number", ROUNDS)
def test_two_confirmations_at_once_are_one(number):
    organisation, member = association()
    colleague = join(organisation).user
    line = by_volunteer(committed(organisation, make_guest()))
    errors = errors_at_once(
        *(
            lambda who=who: confirm(line=line, side=ASSOCIATION, actor=Actor(who))
            for who in (member, colleague)
        )
    )
    assert [type(error) for error in errors] == [CommitmentError]
    assert Email.objects.filter(dispatch__key="volunteer_hours_answered").count() == 1


def test_two_lists_confirmed_at_once_in_other_orders_are_confirmed_once():
    organisation, member = association()
    colleague = join(organisation).user
    lines = [by_volunteer(committed(organisation, make_guest())) for _ in range(3)]
    results = at_once(
        lambda: confirm_many(lines=lines, actor=Actor(member), versions={}),
        lambda: confirm_many(lines=lines[::-1], actor=Actor(colleague), versions={}),
    )
    assert sorted(len(result.lines) for result in results) == [0, 3]


@pytest.mark.parametrize("number", ROUNDS)
def test_two_declarations_that_would_pass_24_hours_are_one(number):
    guest = make_guest()
    both = [committed(association(name=name)[0], guest) for name in ("Une", "Deux")]
    errors = errors_at_once(*(lambda one=one: by_volunteer(one, 13) for one in both))
    assert [error.field for error in errors] == ["hours"]
    assert VolunteerHours.objects.count() == 1


def test_two_declarations_whose_times_meet_are_one():
    guest = make_guest()
    both = [committed(association(name=name)[0], guest) for name in ("Une", "Deux")]
    errors = errors_at_once(
        *(
            lambda one=one: by_volunteer(one, None, starts_at=time(9), ends_at=time(11))
            for one in both
        )
    )
    assert [error.field for error in errors] == ["starts_at"]


def test_without_the_lock_both_would_be_written(monkeypatch):
    """The race is there: what keeps it out is the lock, not luck."""
    import threading

    from portal.sponsorship.commitments.services import declaring

    guest = make_guest()
    both = [committed(association(name=name)[0], guest) for name in ("Une", "Deux")]
    counted = threading.Barrier(2, timeout=20)
    monkeypatch.setattr(declaring, "lock_commitment", lambda commitment, *_: commitment)
    fill = declaring._fill

    def slow(*arguments):
        fill(*arguments)
        counted.wait()

    monkeypatch.setattr(declaring, "_fill", slow)
    assert errors_at_once(*(lambda one=one: by_volunteer(one, 13) for one in both)) == []
    assert sum(line.hours for line in VolunteerHours.objects.all()) == 26


def test_one_application_accepted_twice_at_once_has_one_commitment():
    application = applied(mission(association()[0]), status="hired")
    made = at_once(*[lambda: make_commitment(application=application)] * 3)
    assert len({one.pk for one in made}) == VolunteerCommitment.objects.count() == 1
    assert Email.objects.filter(dispatch__key="volunteer_commitment_made").count() == 1


def test_a_certificate_asked_twice_at_once_is_one():
    organisation, member = association()
    commitment = committed(organisation, make_guest())
    confirmed(commitment, member)
    made = at_once(
        lambda: issue(commitment=commitment, side=VOLUNTEER, actor=Actor(None)),
        lambda: issue(commitment=commitment, side=ASSOCIATION, actor=Actor(member)),
    )
    assert made[0] == made[1]
    assert VolunteerCertificate.objects.count() == 1


def test_the_job_that_runs_twice_at_once_tells_once():
    organisation, _ = association()
    line = by_volunteer(committed(organisation, make_guest()))
    assert sorted(at_once(*[tell_all_waiting] * 3)) == [0, 0, 1]
    line.refresh_from_db()
    assert (line.state, line.announced_at is None) == (HoursState.WAITING, False)
