"""Two people at once on one application: the second reads what the first did, nothing is lost."""

import threading

import pytest
from django.db import transaction
from django.utils import timezone
from post_office.models import Email

from portal.applications.errors import ApplicationError, MeanwhileError
from portal.applications.models import Application, ApplicationChange
from portal.applications.services.arrivals import tell_arrivals
from portal.applications.services.bulk import decide_many
from portal.applications.services.changing import lock_application
from portal.applications.services.deadlines import close_unanswered, remind_organisations
from portal.applications.services.deciding import decide, mark_seen
from portal.applications.services.retention import hide_old
from portal.participation.models import Participant
from tests.portal.accounts.people import officer
from tests.portal.applications.received import as_actor, mails_to, offer_of, recruiting
from tests.portal.participation.people import (
    make_agreement,
    make_application,
    make_applications,
    make_guest,
)
from tests.races import ROUNDS, at_once, errors_at_once, until_held, until_somebody_waits

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def company():
    return recruiting()[0]


@pytest.fixture
def actor(company):
    return as_actor(company.memberships.get().user)


@pytest.mark.parametrize("number", ROUNDS)
def test_two_decisions_at_once_are_one_and_the_other_is_told(company, actor, number):
    application = make_application(page=offer_of(company))
    other = as_actor(officer())

    def say(to, who):
        return lambda: decide(
            application=application, to=to, actor=who, version=application.version
        )

    errors = errors_at_once(say("interview", actor), say("offered", other))
    assert len(errors) == 1
    assert isinstance(errors[0], MeanwhileError)
    assert ApplicationChange.objects.filter(application=application).count() == 2
    assert len(mails_to(application.participant.email)) == 1


def test_bulk_answers_crossing_each_other_wait_for_each_other(company, actor):
    page = offer_of(company)
    applications = make_applications(6, page=page)
    other = as_actor(officer())
    results = at_once(
        lambda: decide_many(applications=applications, to="shortlisted", actor=actor),
        lambda: decide_many(applications=applications[::-1], to="shortlisted", actor=other),
    )
    assert sorted(len(result.done) for result in results) == [0, 6]
    assert sorted(len(result.refused) for result in results) == [0, 6]


def test_opening_twice_at_once_is_reading_once(company, actor):
    application = make_application(page=offer_of(company))
    assert errors_at_once(*[lambda: mark_seen(application=application, actor=actor)] * 4) == []
    assert application.changes.filter(to_status="seen").count() == 1


def test_jobs_that_run_twice_at_once_do_everything_once(company, actor):
    page = offer_of(company)
    late = make_applications(3, page=page, days_ago=25)
    old = make_application(page=page, status="refused", days_ago=95)
    manager = company.memberships.get().user
    results = at_once(*[remind_organisations] * 3)
    assert sum(results) >= 1
    assert len(mails_to(manager.email)) == 1
    results = at_once(*[close_unanswered] * 3)
    assert sum(results) == 3
    for application in late:
        assert len(mails_to(application.participant.email)) == 1
    assert sum(at_once(*[lambda: hide_old(dry_run=False)] * 3)) == 1
    assert Application.objects.get(pk=old.pk).hidden_at is not None


def test_many_who_apply_at_once_make_one_mail(company, actor):
    make_applications(4, page=offer_of(company))
    told = at_once(*[lambda: tell_arrivals(organisation_id=company.pk)] * 4)
    assert sorted(told) == [0, 0, 0, 4]
    assert Email.objects.count() == 1


def test_silence_and_an_answer_at_once_leave_one_state(company, actor):
    application = make_application(page=offer_of(company), days_ago=25)
    now = timezone.now()
    results = at_once(
        lambda: decide(application=application, to="interview", actor=actor, now=now),
        lambda: close_unanswered(now),
    )
    assert not any(isinstance(result, ApplicationError) for result in results)
    # A late answer is accepted after silence: the organisation's word is the last either way.
    assert Application.objects.get(pk=application.pk).status == "interview"


def test_an_application_whose_proof_or_person_changes_is_waited_for_and_found(company):
    """Typed again, or joined to an account, while its person confirms it or its organisation reads.

    Locked with its relations, the row would not join them any more once it is free, and be no row.
    """
    application = make_application(page=offer_of(company))
    person = make_guest()
    proof = make_agreement(person)

    def changes():
        with transaction.atomic():
            found = lock_application(application)
            until_somebody_waits()
            found.agreement, found.participant = proof, person
            found.save()

    def reads():
        until_held(application)
        with transaction.atomic():
            return lock_application(application)

    changed, found = at_once(changes, reads)
    assert changed is None
    assert (found.agreement, found.participant) == (proof, person)


def test_a_hiring_waits_for_who_holds_the_person_and_nobody_is_undone(company, actor):
    application = make_application(page=offer_of(company))
    held = threading.Event()

    def erase_meanwhile():
        with transaction.atomic():
            people = Participant.objects.select_for_update(no_key=True)
            people.get(pk=application.participant_id)
            held.set()
            until_somebody_waits()
            return lock_application(application)

    def hire():
        assert held.wait(20)
        return decide(application=application, to="hired", actor=actor)

    assert errors_at_once(erase_meanwhile, hire) == []
    application.refresh_from_db()
    assert application.status == "hired"
