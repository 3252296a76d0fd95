"""Races with real threads on PostgreSQL."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from post_office.models import Email
from wagtail.models import Page, TaskState, WorkflowState

from pages.moderation import decisions, schedule, services
from pages.moderation.links import PROLONG
from pages.moderation.models import ExpiryNotice, ModerationTask
from snippets.mail.actions import links as action_links
from snippets.mail.actions.links import LinkError
from tests.factories import JobOfferPageFactory
from tests.pages.moderation.conftest import approval, approve, edit, with_level
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer():
    author = with_level("communication")
    page = JobOfferPageFactory(live=False, owner=author)
    return services.submit(page=page, user=author)


def decide(page, user, answers):
    state = TaskState.objects.filter(workflow_state__object_id=str(page.pk)).latest("pk").specific
    return lambda: ModerationTask.objects.get().on_action(state, user, "approve", **answers)


def test_two_simultaneous_approvals_one_wins(offer):
    moderators = [with_level("communication"), with_level("employment_officer")]
    answers = approval(offer)
    results = at_once(*(decide(offer, user, answers) for user in moderators))
    assert sorted(type(result).__name__ for result in results) == ["ModerationError", "NoneType"]
    assert "déjà décidé" in str(next(result for result in results if result))
    offer.refresh_from_db()
    assert offer.live
    assert Email.objects.filter(subject__contains="est en ligne").count() == 1


def test_the_race_happens_without_the_lock(offer, monkeypatch):
    """The control of the test above: both approvals succeed when nothing is locked."""
    moderators = [with_level("communication"), with_level("employment_officer")]
    answers = approval(offer)
    both_have_read = threading.Barrier(2, timeout=10)
    still_open = decisions._still_open

    def read_then_wait(*review):
        state = still_open(*review)
        both_have_read.wait()
        return state

    monkeypatch.setattr(decisions, "_still_open", read_then_wait)
    monkeypatch.setattr(
        decisions, "lock_page", lambda page_id: Page.objects.get(pk=page_id).specific
    )
    results = at_once(*(decide(offer, user, answers) for user in moderators))
    assert results == [None, None]
    assert Email.objects.filter(subject__contains="est en ligne").count() == 2


def test_approval_against_an_edit_never_publishes_the_unread(offer):
    moderator, author = with_level("communication"), with_level("communication")
    answers = approval(offer)
    title = offer.title
    results = at_once(
        decide(offer, moderator, answers), lambda: edit(offer, author, title="Jamais relu")
    )
    assert not [error for error in results if error.__class__.__name__ == "OperationalError"]
    offer.refresh_from_db()
    assert offer.title == title


def test_approval_against_autosave_in_place_does_not_deadlock(offer):
    moderator = with_level("communication")
    answers = approval(offer)

    def autosave():
        revision = offer.latest_revision
        draft = revision.as_object()
        draft.title = "Jamais relu"
        with transaction.atomic():
            draft.save_revision(user=offer.owner, overwrite_revision=revision)

    results = at_once(decide(offer, moderator, answers), autosave)
    assert results[1] is None
    page = Page.objects.get(pk=offer.pk)
    assert not page.live or page.title != "Jamais relu"


def test_two_submissions_at_once_one_wins():
    author = with_level("communication")
    page = JobOfferPageFactory(live=False, owner=author)
    results = at_once(*[lambda: services.submit(page=page, user=author)] * 2)
    errors = [result for result in results if isinstance(result, Exception)]
    assert [str(error) for error in errors] == [services.ALREADY_IN_REVIEW]
    assert WorkflowState.objects.count() == 1
    assert Email.objects.count() == 1


def test_two_starts_of_wagtails_at_once_meet_the_constraint():
    author = with_level("communication")
    page = JobOfferPageFactory(live=False, owner=author)
    workflow = page.get_workflow()
    results = at_once(*[lambda: workflow.start(page, author)] * 2)
    failures = [result for result in results if isinstance(result, Exception)]
    assert len(failures) == 1
    assert isinstance(failures[0], IntegrityError) or "workflow" in str(failures[0])
    assert WorkflowState.objects.count() == 1


def test_withdrawal_against_approval_leaves_a_coherent_offer(offer):
    moderator, other = with_level("communication"), with_level("employment_officer")
    answers = approval(offer)
    at_once(
        decide(offer, moderator, answers),
        lambda: services.withdraw(page=offer, user=other, reason="Doublon"),
    )
    offer.refresh_from_db()
    status = WorkflowState.objects.get().status
    assert (offer.live, status) in ((False, "cancelled"), (False, "approved"))
    assert offer.withdrawn_at is not None


def test_a_link_pressed_twice_at_once_prolongs_once(offer):
    approve(offer, with_level("communication"))
    offer.refresh_from_db()
    before = offer.expire_at
    notice = ExpiryNotice.objects.create(page=offer, expire_at=before, days=7)
    link = action_links.read_token(action_links.token_of(PROLONG, str(notice.pk)))
    results = at_once(*[lambda: action_links.use(link)] * 2)
    assert [isinstance(result, LinkError) for result in results].count(True) == 1
    offer.refresh_from_db()
    assert offer.expire_at == before + timedelta(days=60)


def test_jobs_on_two_machines_do_everything_once():
    now = timezone.now()
    author = with_level("communication")
    expired = [JobOfferPageFactory(expire_at=now - timedelta(minutes=1)) for _ in range(5)]
    ending = JobOfferPageFactory(owner=author)
    type(ending).objects.filter(pk=ending.pk).update(
        expire_at=now + timedelta(days=5), last_published_at=now - timedelta(days=30)
    )
    counts = at_once(schedule.expire_pages, schedule.expire_pages)
    assert sum(counts) == len(expired)
    assert sum(at_once(schedule.send_expiry_notices, schedule.send_expiry_notices)) == 1
    assert Email.objects.filter(to=author.email).count() == 1
